"""Counting tries, so that passwords cannot be guessed and mail cannot be forced on people."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils.crypto import salted_hmac

from shoppers.models import SignInFailure
from shoppers.services.refusals import TooManyTries

# Longer than any window: what is older counts for nothing.
_FORGET_AFTER = dt.timedelta(days=1)
# One statement counts and answers: however many tries come at once, each gets its own number.
_COUNT = """
INSERT INTO shoppers_signinfailure AS counted (key, window_started_at, failures)
VALUES (%(key)s, STATEMENT_TIMESTAMP(), 1)
ON CONFLICT (key) DO UPDATE SET
    failures = CASE
        WHEN counted.window_started_at <= STATEMENT_TIMESTAMP() - %(window)s THEN 1
        ELSE LEAST(counted.failures, %(tries)s) + 1
    END,
    window_started_at = CASE
        WHEN counted.window_started_at <= STATEMENT_TIMESTAMP() - %(window)s
        THEN STATEMENT_TIMESTAMP()
        ELSE counted.window_started_at
    END
RETURNING failures, window_started_at + %(window)s - STATEMENT_TIMESTAMP()
"""


@dataclass(frozen=True, slots=True)
class Limit:
    """How many tries one subject has within a window that starts with its first try."""

    name: str
    tries: int
    window: dt.timedelta


PASSWORDS_BY_EMAIL = Limit("password e-mail", 5, dt.timedelta(minutes=15))
PASSWORDS_BY_ADDRESS = Limit("password address", 30, dt.timedelta(minutes=15))
RESETS_BY_EMAIL = Limit("reset e-mail", 5, dt.timedelta(hours=1))
RESETS_BY_ADDRESS = Limit("reset address", 30, dt.timedelta(hours=1))


def key_of(limit: Limit, subject: str) -> str:
    """What the count stands under: a keyed hash, so that it holds neither e-mail nor address."""
    return salted_hmac(
        "shoppers.throttling", f"{limit.name}:{subject}", algorithm="sha256"
    ).hexdigest()


def count(limit: Limit, subject: str) -> None:
    """Count one try, before what is tried is looked at; TooManyTries when it is one too many."""
    tries, wait = _counted(limit, subject)
    if tries > limit.tries:
        raise TooManyTries(wait.total_seconds())


@transaction.atomic(durable=True)
def _counted(limit: Limit, subject: str) -> tuple[int, dt.timedelta]:
    """Which try of the window this is, and how long the window still lasts.

    Durable: the count is committed when this returns, whatever becomes of the try.
    """
    values: dict[str, Any] = {
        "key": key_of(limit, subject),
        "tries": limit.tries,
        "window": limit.window,
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, values)
        tries, wait = cursor.fetchone()
    return tries, wait


def forget(limit: Limit, subject: str) -> None:
    """Start the subject's count anew; also drops counts of others that no longer matter."""
    SignInFailure.objects.filter(pk=key_of(limit, subject)).delete()
    old = SignInFailure.objects.filter(window_started_at__lt=Now() - _FORGET_AFTER)
    # A row that somebody is counting on right now is left alone: it starts a new window.
    free = old.select_for_update(skip_locked=True)
    SignInFailure.objects.filter(pk__in=free.values("pk")).delete()


def give_back(limit: Limit, subject: str) -> None:
    """Take one try off the count: it was a right one."""
    SignInFailure.objects.filter(pk=key_of(limit, subject), failures__gt=0).update(
        failures=F("failures") - 1
    )
