"""`manage.py cancel_run YEAR --reason TEXT [--by EMAIL]`: ends a run without a result."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from evaluations.management.named import coordinator_named
from evaluations.models import Programme
from scoring.enums import RunState
from scoring.management.named import programme_named, run_named
from scoring.models import Run
from scoring.refusals import Refused
from scoring.services.runs.runs import cancel_run


class Command(BaseCommand):
    """Cancels a run that is planned or under way; what it was writing is taken back."""

    help = "Cancel a run that has not ended: by default the one that the programme waits for."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which run, and why."""
        parser.add_argument("year", help="the programme's slug, by default its year")
        parser.add_argument(
            "--reason", required=True, metavar="TEXT", help="why; shown on its page"
        )
        parser.add_argument("--run", metavar="ID", help="where the programme waits for several")
        parser.add_argument("--by", metavar="EMAIL", help="the coordinator who cancels it")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        """Cancel it, and say so."""
        programme = programme_named(options["year"])
        by = coordinator_named(options["by"]) if options["by"] else None
        named = options["run"]
        run = run_named(named, programme=programme) if named else _only_unfinished(programme)
        try:
            cancel_run(run=run, reason=options["reason"], by=by)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"Run {run.pk} of {programme.name} is cancelled.")


def _only_unfinished(programme: Programme) -> Run:
    waiting = list(Run.objects.filter(programme=programme, state__in=RunState.unfinished()))
    if not waiting:
        raise CommandError(f"The programme {programme.slug} has no run that could be cancelled.")
    if len(waiting) > 1:
        known = ", ".join(str(run.pk) for run in waiting)
        raise CommandError(
            f"The programme {programme.slug} waits for several runs; say --run: {known}."
        )
    return waiting[0]
