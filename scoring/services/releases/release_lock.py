"""One hand at the releases of a programme at a time, so that numbers and hashes form a chain."""

from django.db import connection

from evaluations.models import Programme
from scoring.refusals import Refusal, Refused

LOCK = 2_007_197  # the class of our advisory locks on releases; any number will do


def try_lock_releases(programme: Programme) -> None:
    """The programme's releases to the end of the transaction, or nothing at all.

    A page waits for nobody: verifying a year takes longer than a lock is waited for. Raises
    Refused.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCK, programme.pk])
        if cursor.fetchone() != (True,):
            raise Refused(Refusal.RELEASING_NOW)


def lock_releases(programme: Programme) -> None:
    """The programme's releases to the end of the transaction; for work that can be tried again.

    Raises OperationalError after the connection's time for locks.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, programme.pk])
