"""Who a password belongs to."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from shoppers.models import User
from shoppers.models.user import with_roles


def may_sign_in(user: User) -> bool:
    """Whether the account is open: not deactivated, and no demo account outside the demo."""
    return user.is_active and (settings.DEMO or not user.is_demo)


class EmailBackend(BaseBackend):
    """Signs in by e-mail, in any spelling of case, and password.

    It has no permission tables: who may do what is in `rules.py`.
    """

    def authenticate(
        self,
        request: HttpRequest | None,
        email: str | None = None,
        password: str | None = None,
        **_credentials: Any,
    ) -> User | None:
        """The person, if the password is hers and her account is open."""
        if email is None or password is None:
            return None
        try:
            user = User.objects.get_by_natural_key(email)
        except User.DoesNotExist:
            # As much work as for a known e-mail, so that the time does not tell which are known.
            User().set_password(password)
            return None
        right = user.check_password(password)
        return user if right and may_sign_in(user) else None

    def get_user(self, user_id: uuid.UUID) -> User | None:
        """The person of a session; a closed account ends its sessions too."""
        user = with_roles(user_id)
        return user if user is not None and may_sign_in(user) else None
