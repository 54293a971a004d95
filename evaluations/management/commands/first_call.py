"""`manage.py first_call YEAR FILE --by EMAIL`: what is signed and passed before the first call."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from evaluations.management.named import coordinator_named
from evaluations.models import Programme
from evaluations.services.importing.first_call_file import read_first_call
from evaluations.services.importing.refusal import ImportRefused
from evaluations.services.roster.certifying import publish


class Command(BaseCommand):
    """Publishes a programme's briefing and its test."""

    help = (
        "Publish the briefing that shoppers sign, and the test that they pass, before their first"
        " call in a programme. The programme's terms say whether it asks for them."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which programme, which file, who says so."""
        parser.add_argument("year", help="the programme's slug, by default its year")
        parser.add_argument("file", type=Path, help='JSON: {"briefing": …, "test": …}')
        parser.add_argument("--by", required=True, metavar="EMAIL", help="a coordinator")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        """Publish; what has not changed stays the version that it is."""
        programme = Programme.objects.filter(slug=options["year"]).first()
        if programme is None:
            raise CommandError(f"There is no programme {options['year']!r}.")
        by = coordinator_named(options["by"])
        try:
            asked = read_first_call(options["file"])
        except ImportRefused as error:
            raise CommandError(str(error)) from error
        briefing = publish(programme=programme, asked=asked, by=by)
        test = programme.qualification
        version = test.versions.order_by("version").last() if test is not None else None
        self.stdout.write(
            f"{programme.name} has briefing version {briefing.version}"
            f" and test version {version.version if version else 0}."
        )
