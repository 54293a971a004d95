"""`manage.py write_schema`: the OpenAPI files anew, from the views."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from evaluations.api.openapi_file import SHOPPERS
from evaluations.api.schema import schema_text as shoppers_text
from scoring.api.openapi_file import CLIENTS
from scoring.api.schema import schema_text as clients_text

FILES = ((CLIENTS, clients_text), (SHOPPERS, shoppers_text))


class Command(BaseCommand):
    """Writes, or only compares, the committed files."""

    help = "Write the committed OpenAPI files anew from the views."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to compare only."""
        parser.add_argument(
            "--check", action="store_true", help="write nothing, fail when it differs"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the clients' and the shoppers'."""
        for file, made in FILES:
            text = made()
            name = "/".join(file.path.parts[-3:])
            if not options["check"]:
                file.path.write_text(text, encoding="utf-8")
                self.stdout.write(f"Written: {name}")
            elif not file.path.exists() or file.text() != text:
                raise CommandError(f"{name} is not current: run manage.py write_schema.")
