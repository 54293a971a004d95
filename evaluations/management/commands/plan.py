"""`manage.py plan YEAR --by EMAIL [--seed N] [--wait] [--start]`: plans a year's test calls."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from evaluations.enums import PlanState
from evaluations.management.named import coordinator_named
from evaluations.models import PlanDraft
from evaluations.queries.plans.plans import due, failure_sentence, to_start
from evaluations.queries.years.programmes import programme_with_method
from evaluations.services.plans.plan_starting import start_plan
from evaluations.services.plans.planning import PlanRefused, compute_plan, draft_plan
from shoppers.models import User

POLL = 0.2  # seconds between two looks at the plan
PATIENCE = 1.0  # seconds a worker has to take the plan before this process does


class Command(BaseCommand):
    """Asks for a plan; a worker computes it, or with --wait this process when no worker does."""

    help = "Plan a programme's test calls, and start the plan when told to."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which programme, who asks, whether to stay until it is computed and start it."""
        parser.add_argument("year", help="the programme's slug, by default its year")
        parser.add_argument("--by", metavar="EMAIL", required=True, help="the coordinator who asks")
        parser.add_argument("--seed", type=int, metavar="N", help="draw the plan by this number")
        parser.add_argument(
            "--wait", action="store_true", help="stay until it is computed, and see to it"
        )
        parser.add_argument(
            "--start", action="store_true", help="offer its calls once it is computed; waits, too"
        )
        parser.add_argument(
            "--patience",
            type=float,
            default=PATIENCE,
            metavar="SECONDS",
            help="how long a worker may take to begin before this process does it",
        )

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        """Ask for the plan, and see it through when told to."""
        programme = programme_with_method(options["year"])
        if programme is None:
            raise CommandError(f"There is no programme {options['year']!r}.")
        if options["seed"] is not None and not 0 <= options["seed"] < 2**31:
            raise CommandError("A seed is a whole number from 0 to 2147483647.")
        by = coordinator_named(options["by"])
        try:
            draft = draft_plan(programme=programme, by=by, seed=options["seed"])
            self.stdout.write(f"Plan {draft.pk} of {programme.name}, seed {draft.seed}, is asked.")
            if options["wait"] or options["start"]:
                self._wait(draft, patience=options["patience"])
                self._tell(draft)
            if options["start"]:
                self._start(draft, by)
        except PlanRefused as refused:
            raise CommandError(str(refused)) from refused

    def _wait(self, draft: PlanDraft, *, patience: float) -> None:
        """Show how far it is until it is computed; do it here when nobody else does."""
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        asked = time.monotonic()
        with Progress(*columns, console=Console(stderr=True)) as progress:
            bar = progress.add_task(f"Planning {draft.programme.slug}", total=None)

            def look() -> None:
                draft.refresh_from_db()
                progress.update(bar, completed=draft.steps_done, total=draft.steps or None)

            while draft.state in PlanState.unfinished():
                is_due = PlanDraft.objects.filter(due(), pk=draft.pk).exists()
                if not (
                    is_due
                    and time.monotonic() - asked > patience
                    and compute_plan(draft.pk, look=look)
                ):
                    time.sleep(POLL)
                look()

    def _tell(self, draft: PlanDraft) -> None:
        if draft.state == PlanState.FAILED:
            raise CommandError(f"Plan {draft.pk} failed. {failure_sentence(draft)}")
        if draft.state == PlanState.DISCARDED:
            raise CommandError(f"Plan {draft.pk} was discarded.")
        placed, every = to_start(draft).count(), draft.calls.count()
        quality = draft.quality
        self.stdout.write(f"Calls: {every}, with a shopper: {placed}, kept: {quality['kept']}")
        self.stdout.write(f"Cost: {quality['cost']}, no plan is below {quality['bound']}")
        self.stdout.write(f"Inputs: {draft.inputs_hash}")

    def _start(self, draft: PlanDraft, by: User) -> None:
        started = start_plan(draft=draft, by=by)
        self.stdout.write(f"Offered: {len(started.offered)}, left: {len(started.left)}")
