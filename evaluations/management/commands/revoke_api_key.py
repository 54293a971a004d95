"""`manage.py revoke_api_key PREFIX --by EMAIL`: close a key for good."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from evaluations.queries.api_keys import key_by_prefix
from evaluations.queries.clients import may_handle_keys
from evaluations.services.api_keys import revoke_key
from shoppers.models import User


class Command(BaseCommand):
    """Revokes an API key."""

    help = "Revoke an API key, from the next request on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which key, who revokes it."""
        parser.add_argument("prefix", help="the key's first part, bit_ and eight characters")
        parser.add_argument(
            "--by",
            required=True,
            metavar="EMAIL",
            help="a coordinator or the client's administrator",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what was done."""
        key = key_by_prefix(options["prefix"])
        if key is None:
            raise CommandError(f"No key begins with {options['prefix']!r}.")
        by = User.objects.filter(email=options["by"].strip().lower()).first()
        if by is None or not may_handle_keys(by, key.client):
            raise CommandError(
                f"{options['by']} is neither a coordinator nor an administrator of this client."
            )
        done = revoke_key(key=key, by=by)
        word = "revoked" if done else "was revoked before"
        self.stdout.write(f"{key.prefix} of {key.client}: {word}.")
