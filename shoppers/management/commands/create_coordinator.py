"""`manage.py create_coordinator`: the first coordinator of a new installation."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from shoppers.enums import Role
from shoppers.languages import Language
from shoppers.models import User
from shoppers.services.inviting import invite, reinvite
from shoppers.services.links import one_time_link
from shoppers.services.refusals import AlreadyDone, EmailTaken


class Command(BaseCommand):
    """Invites a coordinator and prints the one-time link, since mail may not work yet."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who, and in which language."""
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--name", required=True)
        parser.add_argument("--language", choices=Language.values, default=Language.BOKMAL.value)

    def handle(self, *, email: str, name: str, language: str, **options: Any) -> None:
        """Invite, or make a new link for an invited coordinator who has not come in yet."""
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"{email} is not an e-mail address.") from error
        try:
            user = invite(
                email=email,
                name=name,
                roles=[Role.COORDINATOR],
                by=None,
                language=Language(language),
            )
        except EmailTaken:
            user = self._invited(email)
        self.stdout.write(f"Choose a password here, once: {one_time_link(user)}")

    def _invited(self, email: str) -> User:
        """The coordinator who was invited with this e-mail before."""
        user = User.objects.get_by_natural_key(email)
        if not user.has_role(Role.COORDINATOR):
            raise CommandError(f"{email} has an account, but not as a coordinator.")
        try:
            reinvite(user=user, by=None)
        except AlreadyDone as error:
            raise CommandError(
                f"{email} is a coordinator already. Ask for a new password on the sign-in page."
            ) from error
        return user
