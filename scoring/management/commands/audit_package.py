"""`manage.py audit_package YEAR -o FILE --auditor NAME --by EMAIL`: a ranking for an auditor."""

import hashlib
import secrets
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations
from django.db import transaction

from evaluations.management.named import coordinator_named
from evaluations.seals import BrokenSeal
from scoring.management.named import programme_named, release_named
from scoring.refusals import Refused
from scoring.services.auditing.package import make_package

_KEY_BYTES = 32


class Command(BaseCommand):
    """Writes a ZIP from which a named auditor recomputes a ranking; for no client."""

    help = "Write everything that a released ranking follows from, for one named auditor."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which release, for whom, by whom, into which file."""
        parser.add_argument("year", help="the programme's slug, by default its year")
        parser.add_argument("-o", "--output", required=True, metavar="FILE", help="a new ZIP")
        parser.add_argument(
            "--auditor", required=True, metavar="NAME", help="who is given it; never a client"
        )
        parser.add_argument("--by", required=True, metavar="EMAIL", help="a coordinator")
        parser.add_argument(
            "--release", type=int, metavar="N", help="a release other than the newest confirmed one"
        )

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        """Make it and write that down, or neither."""
        release = release_named(options["release"], programme=programme_named(options["year"]))
        by, path = coordinator_named(options["by"]), Path(options["output"])
        try:
            # What cannot be written is not noted as given away.
            with transaction.atomic():
                packed = make_package(
                    release=release,
                    auditor=options["auditor"],
                    by=by,
                    key=secrets.token_bytes(_KEY_BYTES),
                )
                with path.open("xb") as file:
                    file.write(packed)
        except (Refused, BrokenSeal) as refused:
            raise CommandError(str(refused)) from refused
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{release}: {path}, {len(packed)} bytes, for {options['auditor']}.")
        self.stdout.write(f"sha256 {hashlib.sha256(packed).hexdigest()}")
