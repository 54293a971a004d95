"""`manage.py revoke_api_key PREFIX --by EMAIL`: close a key for good."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from evaluations.management.named import add_key_handler, key_handler_named
from evaluations.queries.clients.api_keys import key_by_prefix
from evaluations.services.clients.api_keys import revoke_key


class Command(BaseCommand):
    """Revokes an API key."""

    help = "Revoke an API key, from the next request on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which key, who revokes it."""
        parser.add_argument("prefix", help="the key's first part, bit_ and eight characters")
        add_key_handler(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what was done."""
        key = key_by_prefix(options["prefix"])
        if key is None:
            raise CommandError(f"No key begins with {options['prefix']!r}.")
        by = key_handler_named(options["by"], client=key.client)
        done = revoke_key(key=key, by=by)
        word = "revoked" if done else "was revoked before"
        self.stdout.write(f"{key.prefix} of {key.client}: {word}.")
