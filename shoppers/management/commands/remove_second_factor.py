"""`manage.py remove_second_factor`: for a person whose phone and recovery codes are gone."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from shoppers.models import User
from shoppers.queries.second_factors import has_second_factor
from shoppers.services.second_factors import forget_devices


class Command(BaseCommand):
    """Takes the second factor away; the person sets up a new one when she next signs in."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose."""
        parser.add_argument("email", metavar="EMAIL")

    def handle(self, *, email: str, **options: Any) -> None:
        """Remove it, or say why there is nothing to remove."""
        try:
            user = User.objects.get_by_natural_key(email)
        except User.DoesNotExist as error:
            raise CommandError(f"Nobody has the e-mail {email}.") from error
        if not has_second_factor(user):
            raise CommandError(f"{email} has no second factor.")
        forget_devices(user)
        self.stdout.write(f"The second factor of {email} is removed.")
