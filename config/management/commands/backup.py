"""`manage.py backup FILE`: everything in the database, as a file that is whole or not there."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.archive import ArchiveFault, Database, write_archive


class Command(BaseCommand):
    """Needs DATABASE_OWNER_URL; may run while the service does."""

    help = "Write the whole database to FILE, which appears only when every row is in it."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to."""
        parser.add_argument("file", type=Path, help="a name that is not taken yet")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Say what is in it, and what is not."""
        try:
            rows = write_archive(file, Database.of("owner"))
        except ArchiveFault as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(f"{file} holds {sum(rows.values())} rows of {len(rows)} tables.")
        pictures = Path(settings.ATTACHMENTS_DIR)
        if pictures.is_dir() and any(pictures.iterdir()):
            self.stdout.write(
                f"Pictures and recordings are not in it. Copy this folder as well: {pictures}"
            )
