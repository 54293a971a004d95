"""One-time links: for the first password and for a new one."""

import uuid

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse

from shoppers.authentication import may_sign_in
from shoppers.models import User
from shoppers.services.refusals import LinkDead


def one_time_link(user: User) -> str:
    """A full address under which the user chooses a password.

    Nothing of it is stored. It dies with its use, with any newer password or sign-in, and
    PASSWORD_RESET_TIMEOUT seconds after it was made.
    """
    token = default_token_generator.make_token(user)
    return settings.SITE_URL.rstrip("/") + reverse("choose_password", args=[user.pk, token])


def owner_of_link(user_id: uuid.UUID, token: str) -> User:
    """Whom a link was made for; LinkDead when it opens nothing any more."""
    user = User.objects.filter(pk=user_id).first()
    if (
        user is None
        or not may_sign_in(user)
        or not default_token_generator.check_token(user, token)
    ):
        raise LinkDead
    return user
