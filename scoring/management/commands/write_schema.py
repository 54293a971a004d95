"""`manage.py write_schema`: the OpenAPI file anew, from the views."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from scoring.api.openapi_file import PATH, committed_text
from scoring.api.schema import schema_text


class Command(BaseCommand):
    """Writes, or only compares, the committed file."""

    help = "Write the committed OpenAPI file anew from the views."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to compare only."""
        parser.add_argument(
            "--check", action="store_true", help="write nothing, fail when it differs"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file."""
        text = schema_text()
        if not options["check"]:
            PATH.write_text(text, encoding="utf-8")
            self.stdout.write(f"Written: {PATH.name}")
        elif not PATH.exists() or committed_text() != text:
            raise CommandError("The OpenAPI file is not current: run manage.py write_schema.")
