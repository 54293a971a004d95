"""`manage.py score YEAR [--by EMAIL] [--wait]`: computes a programme's results."""

import time
from argparse import ArgumentParser
from fractions import Fraction
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from evaluations.management.named import coordinator_named
from scoring.enums import RunState, StepState
from scoring.formulas.rounding import figure_text, rounded
from scoring.management.named import programme_named
from scoring.models import Run
from scoring.queries.runs import failure_sentence, is_due, open_steps
from scoring.queries.sections import scored_sections
from scoring.refusals import Refused
from scoring.services.runs import perform, plan_run

POLL = 0.2  # seconds between two looks at the run
PATIENCE = 1.0  # seconds a worker has to take the run before this process does


class Command(BaseCommand):
    """Plans a run; a worker does it, or with --wait this process when no worker does."""

    help = "Compute a programme's results as a new run."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which programme, who asks, whether to stay until it is done."""
        parser.add_argument("year", help="the programme's slug, by default its year")
        parser.add_argument("--by", metavar="EMAIL", help="the coordinator who asks for the run")
        parser.add_argument(
            "--wait", action="store_true", help="stay until the run is done, and see to it"
        )
        parser.add_argument(
            "--patience",
            type=float,
            default=PATIENCE,
            metavar="SECONDS",
            help="with --wait: how long a worker may take to begin before this process does it",
        )

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
            self._wait(run, patience=options["patience"])
            self._tell(run)

    def _wait(self, run: Run, *, patience: float) -> None:
        """Show the run's progress until it is finished; do it here when nobody else does."""
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        planned = time.monotonic()
        with Progress(*columns, console=Console(stderr=True)) as progress:
            bar = progress.add_task(f"Scoring {run.programme.slug}", total=run.steps)

            def look() -> None:
                run.refresh_from_db()
                progress.update(
                    bar,
                    completed=run.steps_done,
                    total=run.steps,
                    description=f"Scoring {run.programme.slug}{_under_way(run)}",
                )

            while run.state in RunState.unfinished():
                if time.monotonic() - planned > patience and is_due(run):
                    perform(run.pk, after_step=look)
                else:
                    time.sleep(POLL)
                look()

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
