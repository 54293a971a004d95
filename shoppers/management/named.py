"""In whose name an operator runs a command."""

from django.core.management.base import CommandError

from shoppers.authentication import may_sign_in
from shoppers.models import User
from shoppers.queries.people import person_by_email


def acting_person(email: str) -> User | None:
    """The person with this e-mail; whoever may not sign in does nothing by command either."""
    found = person_by_email(email)
    if found is not None and not may_sign_in(found):
        why = "is deactivated" if not found.is_active else "belongs to the demo"
        raise CommandError(f"The account {email} {why}, so nothing is done in its name.")
    return found
