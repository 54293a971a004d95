"""`manage.py issue_api_key CLIENT --label … --by EMAIL`: a new key, printed once."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from evaluations.enums import KeyScope
from evaluations.management.named import add_key_handler, key_handler_named
from evaluations.queries.clients.clients import client_by_name
from evaluations.services.clients.api_keys import ApiKeyRefused, issue_key


class Command(BaseCommand):
    """Issues an API key."""

    help = "Issue an API key for a client. The key is printed once and kept nowhere."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose key, what it is known by, who issues it."""
        parser.add_argument("client", help="the client's name")
        parser.add_argument("--label", required=True, help="what the key is for")
        parser.add_argument(
            "--may-object", action="store_true", help="the program may file objections too"
        )
        add_key_handler(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the key and nothing else, so that a script can take it."""
        client = client_by_name(options["client"])
        if client is None:
            raise CommandError(f"No client is called {options['client']!r}.")
        by = key_handler_named(options["by"], client=client)
        scopes = [KeyScope.OBJECT] if options["may_object"] else []
        try:
            key = issue_key(client=client, label=options["label"], by=by, scopes=scopes)
        except ApiKeyRefused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(key)
