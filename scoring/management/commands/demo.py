"""`manage.py demo`: the whole service with the sample award, until Ctrl-C."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.table import Table

from evaluations.enums import ImportState
from evaluations.models import Import, Programme, Scenario
from scoring.models import ReleaseConfirmation
from scoring.queries.runs.runs import newest_complete_run
from scoring.services.demo.accounts import load_clients, load_people, sample_years
from scoring.services.demo.calibration import load_calibrations
from scoring.services.demo.desk import load_desk
from scoring.services.demo.fieldwork import load_fieldwork
from scoring.services.demo.next_year import load_next_year
from scoring.services.demo.preview import load_preview
from scoring.services.demo.record import DemoRecord
from scoring.services.demo.weights import settle_weights
from scoring.services.releases.releasing import confirm_release, propose_release
from shoppers.models import User

# A worker that just started needs a few seconds before it takes a run.
WORKER_SECONDS = 60.0


class Command(BaseCommand):
    """Loads what is missing, serves it, and says how to sign in."""

    help = "Serve the sample award with printed log-ins until Ctrl-C."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *, host: str, port: int, **options: Any) -> None:
        """Returns when a signal came and every child has ended."""
        if not settings.DEMO:
            message = "The demo does not run in production: its passwords are printed."
            raise CommandError(message)
        # Here and not in a process of its own before this one, which would double the start.
        call_command("catalogues", compile=True, verbosity=0)
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        self.console = Console()
        self.record = DemoRecord.read(Path(settings.VAR_DIR) / "demo.json")
        self.record.url = f"http://{host}:{port}"
        call_command(
            "serve",
            host=host,
            port=port,
            prepare=self.prepare,
            once_working=self.fill,
            once_serving=self.announce,
        )

    def prepare(self) -> None:
        """Schema, people, three years, clients, fieldwork: each only if missing."""
        call_command("migrate", database="owner", interactive=False, verbosity=0)
        self.people = load_people(self.record)
        self.record.write()
        for directory in sample_years():
            if not _is_loaded(directory.name):
                call_command("import_programme", str(directory), by=self._by.email)
        load_clients(self.record, self.people)
        self.record.write()
        load_fieldwork(self.people)
        load_next_year(self.people)
        load_preview(self.people)
        load_calibrations(self.people)

    def fill(self) -> None:
        """Both years' releases, then what waits at the desk since."""
        self.publish()
        load_desk(self.people)

    def publish(self) -> None:
        """Score each year through the worker and release it, unless it is released already."""
        for directory in sample_years():
            programme = Programme.objects.get(slug=directory.name)
            if ReleaseConfirmation.objects.filter(release__programme=programme).exists():
                continue
            settle_weights(programme=programme, people=self.people)
            call_command(
                "score", programme.slug, by=self._by.email, wait=True, patience=WORKER_SECONDS
            )
            self._release(programme)

    def _release(self, programme: Programme) -> None:
        run = newest_complete_run(programme)
        if run is None:
            message = f"The run of {programme.name} did not finish; see the worker's log."
            raise CommandError(message)
        proposal = propose_release(programme=programme, run=run, by=self._by)
        release = proposal.release
        coordinators = (self.people["second_coordinator"], self._by)
        # Of an unfinished start or of hands at the desk, the proposal may be either one's.
        second = next(each for each in coordinators if each.pk != release.proposed_by_id)
        confirm_release(release=release, by=second)
        self.stdout.write(f"{programme.name} is released.")

    @property
    def _by(self) -> User:
        return self.people["coordinator"]

    def announce(self) -> None:
        """Address, log-ins and keys, on the screen and in the file."""
        self.record.write()
        table = Table("who", "e-mail", "password", title="Log-ins of the demo")
        for key, login in self.record.users.items():
            table.add_row(key.replace("_", " "), login["email"], login["password"])
        self.console.print(table)
        keys = self.record.api_keys
        for who, company in (("client", "client_company"), ("other_client", "other_company")):
            self.console.print(f"API key of {keys[company]}: {keys[who]}", soft_wrap=True)
        self.console.print(f"The same is in {self.record.path}.", soft_wrap=True)
        self.console.print(
            f"Best in Test is at {self.record.url} until Ctrl-C.", style="bold", soft_wrap=True
        )


def _is_loaded(slug: str) -> bool:
    """Whether the year is there; one that came in before there were briefings is read again."""
    briefed = Scenario.objects.filter(programme__slug=slug).exclude(briefing={})
    imported = Import.objects.filter(programme__slug=slug, state=ImportState.COMPLETE)
    return imported.exists() and briefed.exists()
