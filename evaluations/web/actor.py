"""In whose name a page acts."""

from django.http import HttpRequest

from shoppers.models import User


def acting_user(request: HttpRequest) -> User:
    """Whoever is signed in; pages that write are never open to strangers."""
    user = request.user
    if not isinstance(user, User):
        raise TypeError("A page that acts was reached by a stranger.")
    return user
