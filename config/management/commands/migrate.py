"""`manage.py migrate`: as the owner of the schema, since the app may not change it."""

from django.core.management.base import CommandParser
from django.core.management.commands import migrate


class Command(migrate.Command):
    """Django's own command, on the owner's connection unless another one is named."""

    def add_arguments(self, parser: CommandParser) -> None:
        """The same arguments with another default."""
        super().add_arguments(parser)
        parser.set_defaults(database="owner")
