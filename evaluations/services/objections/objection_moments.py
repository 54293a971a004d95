"""The order of objections among themselves and against what is counted of them.

What a release says of objections is counted for one moment. Nobody who was under way at that
moment may come later with an earlier time: so each step of an objection holds a shared lock, and
whoever counts waits until those who hold it are through.
"""

import datetime as dt

from django.db import connection
from django.utils import timezone

from evaluations.models import Programme

LOCK = 2_007_198  # the class of our advisory locks on objections; any number will do


def among_others(programme: Programme) -> None:
    """Take a step of an objection, beside whoever takes another; held until the transaction ends.

    The moment of the step is asked for after this.
    """
    _ask("SELECT pg_advisory_xact_lock_shared(%s, %s)", programme)


def moment_of_counting(programme: Programme) -> dt.datetime:
    """A moment up to which every step is there to be counted; later steps have later times."""
    _ask("SELECT pg_advisory_lock(%s, %s)", programme)
    try:
        return timezone.now()
    finally:
        _ask("SELECT pg_advisory_unlock(%s, %s)", programme)


def alone(programme: Programme) -> None:
    """Let nobody take a step of an objection until the transaction ends."""
    _ask("SELECT pg_advisory_xact_lock(%s, %s)", programme)


def _ask(question: str, programme: Programme) -> None:
    with connection.cursor() as cursor:
        cursor.execute(question, [LOCK, programme.pk])
