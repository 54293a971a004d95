"""Whoever only shops stays signed in on her phone as long as the field period lasts."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from shoppers.enums import Role

# From the last day on which she was here.
FIELD_PERIOD = dt.timedelta(days=180)
# In a long session: the day on which it was made longer last.
_RENEWED = "renewed_on"


def is_shopper_alone(user: Any) -> bool:
    """Whether the person has this one role; any other has more to lose than her own reports."""
    return getattr(user, "roles", frozenset()) == {Role.SHOPPER.value}


def keep_signed_in(request: HttpRequest, user: Any) -> None:
    """Make a session that has just begun last; others end as they always do."""
    if is_shopper_alone(user):
        _renew(request)


class LongSessionMiddleware:
    """Makes a long session longer once a day, and an ordinary one of it when she is given a role.

    Reads nothing that the page has not read: a request without a session costs no query.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look at the session when the page is done with it."""
        response = self.get_response(request)
        session = request.session
        if session.accessed and _RENEWED in session:
            if not is_shopper_alone(request.user):
                del session[_RENEWED]
                session.set_expiry(None)
            elif session[_RENEWED] != _today():
                _renew(request)
        return response


def _renew(request: HttpRequest) -> None:
    request.session[_RENEWED] = _today()
    request.session.set_expiry(int(FIELD_PERIOD.total_seconds()))


def _today() -> str:
    return timezone.localdate().isoformat()
