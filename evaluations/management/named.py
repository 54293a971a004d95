"""What an operator names on the command line, as objects."""

from argparse import ArgumentParser

from django.core.management.base import CommandError

from evaluations.models import Client
from evaluations.queries.clients.clients import may_handle_keys
from shoppers.management.named import acting_person
from shoppers.models import User
from shoppers.rules import is_coordinator


def coordinator_named(email: str) -> User:
    """The coordinator with this e-mail."""
    found = acting_person(email)
    if found is None or not is_coordinator(found):
        raise CommandError(f"There is no coordinator with the e-mail {email}.")
    return found


def add_key_handler(parser: ArgumentParser) -> None:
    """Ask who it is that issues or revokes a key."""
    parser.add_argument(
        "--by", required=True, metavar="EMAIL", help="a coordinator or the client's administrator"
    )


def key_handler_named(email: str, *, client: Client) -> User:
    """The person with this e-mail, who may issue and revoke the client's keys."""
    found = acting_person(email)
    if found is None or not may_handle_keys(found, client):
        raise CommandError(f"{email} is neither a coordinator nor an administrator of this client.")
    return found
