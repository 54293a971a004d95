"""Who may write a run: one holder at a time, fenced by the lease's number.

A holder that was presumed dead and comes back finds another number on the row and writes nothing.
"""

import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Now

from scoring.enums import RunState
from scoring.models import Run
from scoring.queries.runs import due
from scoring.refusals import Refusal

LEASE = dt.timedelta(seconds=60)  # renewed with every step
MOST_LEASES = 5
# How long a run rests after a fault, times the attempts it has had.
REST = dt.timedelta(seconds=2)


class LeaseLost(Exception):
    """Somebody else holds the run now, or it is finished; what was not committed is void."""


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to write one run."""

    run_id: uuid.UUID
    number: int


@transaction.atomic
def claim(run_id: uuid.UUID) -> Lease | None:
    """Take the run if it is due; None if it is not.

    A run that was taken too often is failed instead: something in it stops whoever works on it.
    """
    run = Run.objects.select_for_update(skip_locked=True).filter(due(), pk=run_id).first()
    if run is None:
        return None
    if run.lease >= MOST_LEASES:
        _close(Run.objects.filter(pk=run.pk), run.error or Refusal.TOO_MANY_ATTEMPTS.value)
        return None
    Run.objects.filter(pk=run.pk).update(
        state=RunState.RUNNING, lease=F("lease") + 1, leased_until=Now() + LEASE
    )
    return Lease(run.pk, run.lease + 1)


@contextmanager
def held(lease: Lease) -> Iterator[Run]:
    """A transaction in which the run is locked and ours; leaving it renews the lease.

    Raises LeaseLost before anything is done when the lease is no longer the run's.
    """
    with transaction.atomic():
        locked = _ours(lease).select_for_update(of=("self",))
        run = locked.select_related("programme__checklist_version", "weight_set").first()
        if run is None:
            raise LeaseLost
        yield run
        _ours(lease).update(leased_until=Now() + LEASE)


def fail(lease: Lease, *, error: str) -> None:
    """End the run without a result; `error` is a Refusal's code or names a fault."""
    _close(_ours(lease), error)


def rest(lease: Lease, *, error: str) -> None:
    """Let go of the run after a fault, to be tried again in a while."""
    _ours(lease).update(error=error, leased_until=Now() + REST * lease.number)


def _ours(lease: Lease) -> QuerySet[Run]:
    return Run.objects.filter(pk=lease.run_id, lease=lease.number, state=RunState.RUNNING)


def _close(runs: QuerySet[Run], error: str) -> None:
    runs.update(state=RunState.FAILED, error=error, finished_at=Now(), leased_until=None)
