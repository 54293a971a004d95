"""`manage.py restore FILE`: what `backup` wrote, into an empty database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from config.archive import ArchiveFault, Database, read_archive


class Command(BaseCommand):
    """Needs DATABASE_OWNER_URL. All of the archive comes in, or nothing."""

    help = "Bring a backup into an empty database, up to date and with the app's rights."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where from."""
        parser.add_argument("file", type=Path, help="what manage.py backup wrote")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Restore, compare the rows, then what migrations the archive has not seen."""
        try:
            rows = read_archive(file, Database.of("owner"))
        except ArchiveFault as fault:
            raise CommandError(str(fault)) from fault
        # It also gives the app's role its rights again: they are not in the archive.
        call_command("migrate", database="owner", interactive=False, verbosity=0)
        self.stdout.write(f"Restored {sum(rows.values())} rows of {len(rows)} tables.")
        self.stdout.write("Put the pictures back too, then finish open work: manage.py sweep")
