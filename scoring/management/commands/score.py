"""`manage.py score YEAR [--by EMAIL] [--wait]`: computes a programme's results."""

from argparse import ArgumentParser
from fractions import Fraction
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from evaluations.management.named import coordinator_named
from scoring.enums import RunState, StepState
from scoring.formulas.rounding import figure_text, rounded
from scoring.management.named import programme_named
from scoring.management.waiting import Work, add_waiting, wait_for
from scoring.models import Run
from scoring.queries.runs.runs import failure_sentence, is_due, open_steps
from scoring.queries.runs.sections import scored_sections
from scoring.refusals import Refused
from scoring.services.runs.runs import perform, plan_run


class Command(BaseCommand):
    """Plans a run; a worker does it, or with --wait this process when no worker does."""

    help = "Compute a programme's results as a new run."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which programme, who asks, whether to stay until it is done."""
        parser.add_argument("year", help="the programme's slug, by default its year")
        parser.add_argument("--by", metavar="EMAIL", help="the coordinator who asks for the run")
        add_waiting(parser, what="the run")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        """Plan the run, and see it through when asked to."""
        programme = programme_named(options["year"])
        by = coordinator_named(options["by"]) if options["by"] else None
        try:
            run = plan_run(programme=programme, by=by)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"Run {run.pk} of {programme.name} is planned.")
        if options["wait"]:
            work = Work(
                run,
                is_due=lambda: is_due(run),
                perform=lambda look: perform(run.pk, after_step=look),
                said=lambda: f"Scoring {programme.slug}{_under_way(run)}",
            )
            wait_for(work, patience=options["patience"])
            self._tell(run)

    def _tell(self, run: Run) -> None:
        if run.state == RunState.FAILED:
            raise CommandError(f"Run {run.pk} failed. {failure_sentence(run)}")
        if run.state == RunState.CANCELLED:
            raise CommandError(f"Run {run.pk} was cancelled. {run.reason}")
        weights = run.weight_set.weights if run.weight_set else {}
        self.stdout.write("Weights:")
        for section in scored_sections(run.programme):
            text = weights[section]
            self.stdout.write(f"  {section:<12} {figure_text(rounded(Fraction(text)))}  = {text}")
        self.stdout.write(
            f"Contacts: {run.inputs.count()}, companies: {run.ranking.count()}, "
            f"titles: {run.winners.count()}"
        )
        self.stdout.write(f"Inputs: {run.inputs_hash}")
        self.stdout.write(f"Result: {run.result_hash}")
        self.stdout.write(f"Run {run.pk} is complete; nothing of it is published.")


def _under_way(run: Run) -> str:
    """The categories that are being done just now, those of other workers too."""
    steps = open_steps([run.pk])[run.pk]
    running = [step.category for step in steps if step.state == StepState.RUNNING]
    names = ", ".join(category.key for category in running if category)
    return f": {names}" if names else ""
