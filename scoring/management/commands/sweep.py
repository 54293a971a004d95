"""`manage.py sweep [--loop SECONDS]`: does what a lost hint left lying, without any broker."""

import time
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, no_translations
from django.db import close_old_connections

from evaluations.services.calibrating.closing import close_those_over
from evaluations.services.calibrating.results import sweep_results
from evaluations.services.calibrating.sounds import sweep_sounds
from evaluations.services.field.chasing import sweep_field
from evaluations.services.objections.locking import lock_previewed
from evaluations.services.plans.planning import sweep_plans
from evaluations.services.points_cells import sweep_cells
from evaluations.services.reports.checking_files import sweep_attachments
from evaluations.services.review.screening import sweep_screenings
from evaluations.services.roster.applying import sweep_applications
from evaluations.surveys.services.opening import announce_due
from scoring.services.releases.corrections import tell_corrections
from scoring.services.releases.proposals import sweep_proposals
from scoring.services.runs.runs import sweep_runs
from scoring.services.weights.weight_drafts import sweep_weights
from shoppers.services.notices import sweep_notices


class Command(BaseCommand):
    """Finds planned work in the database and does it here."""

    help = "Do every run, draft every release, send every notice and check every file that is due."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Once, or again and again."""
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--once", action="store_true", help="sweep once and end (the default)")
        how.add_argument(
            "--loop", type=_seconds, metavar="SECONDS", help="sweep again after so many seconds"
        )

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        """Sweep; with --loop until Ctrl-C."""
        pause: float | None = options["loop"]
        try:
            self._sweep()
            while pause is not None:
                time.sleep(pause)
                close_old_connections()
                self._sweep()
        except KeyboardInterrupt:
            self.stdout.write("Stopped.")

    def _sweep(self) -> None:
        announce_due()
        lock_previewed()
        tell_corrections()
        sweep_cells()
        sweep_field()
        sweep_applications()
        sweep_plans()
        sweep_screenings()
        close_those_over()
        sweep_results()
        sweep_weights()
        runs, releases = sweep_runs(), sweep_proposals()
        notices, files = sweep_notices(), sweep_attachments() + sweep_sounds()
        self.stdout.write(f"Runs: {runs}, releases: {releases}, notices: {notices}, files: {files}")


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is not a number of seconds") from error
    if not 0 < seconds < float("inf"):
        raise ArgumentTypeError("the pause must be above 0 seconds")
    return seconds
