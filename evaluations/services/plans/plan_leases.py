"""Who may write a plan: one holder at a time, fenced by the number of the lease.

A holder renews its lease with every step it tells of. One that was presumed dead, or whose plan was
discarded meanwhile, finds no row of its own any more and writes nothing.
"""

import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now

from evaluations.enums import PlanRefusal, PlanState
from evaluations.models import PlanDraft
from evaluations.queries.plans.plans import due

# Until a worker that took a plan and died is given up.
LEASE = dt.timedelta(seconds=60)
MOST_LEASES = 5
# How long a plan rests after a fault, times the attempts it has had.
REST = dt.timedelta(seconds=2)


class LeaseLost(Exception):
    """The plan is somebody else's now, or was discarded; what was not committed is void."""


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to write one plan."""

    draft_id: uuid.UUID
    number: int


@transaction.atomic
def claim(draft_id: uuid.UUID) -> Lease | None:
    """Take the plan if it is due; None if it is not. One that was taken too often is failed."""
    rows = PlanDraft.objects.select_for_update(skip_locked=True, of=("self",))
    draft = rows.filter(due(), pk=draft_id).first()
    if draft is None:
        return None
    if draft.lease >= MOST_LEASES:
        _close(PlanDraft.objects.filter(pk=draft.pk), draft.error or PlanRefusal.TOO_MANY_ATTEMPTS)
        return None
    PlanDraft.objects.filter(pk=draft.pk).update(
        state=PlanState.COMPUTING,
        lease=F("lease") + 1,
        leased_until=Now() + LEASE,
        steps_done=0,
        error="",
    )
    return Lease(draft.pk, draft.lease + 1)


def tell(lease: Lease, done: int, of: int) -> None:
    """Note how far it is, and keep the lease. Raises LeaseLost."""
    told = _ours(lease).update(steps=of, steps_done=min(done, of), leased_until=Now() + LEASE)
    if not told:
        raise LeaseLost


@contextmanager
def held(lease: Lease) -> Iterator[PlanDraft]:
    """A transaction in which the plan is locked and ours. Raises LeaseLost."""
    with transaction.atomic():
        draft = _ours(lease).select_for_update(of=("self",)).select_related("programme").first()
        if draft is None:
            raise LeaseLost
        yield draft


def fail(lease: Lease, *, error: str) -> None:
    """End the plan; `error` is a PlanRefusal's code."""
    _close(_ours(lease), error)


def rest(lease: Lease, *, error: str) -> None:
    """Let go of the plan after a fault, to be tried again in a while."""
    _ours(lease).update(error=error, leased_until=Now() + REST * lease.number)


def _ours(lease: Lease) -> QuerySet[PlanDraft]:
    return PlanDraft.objects.filter(
        Q(pk=lease.draft_id), lease=lease.number, state=PlanState.COMPUTING
    )


def _close(rows: QuerySet[PlanDraft], error: str) -> None:
    rows.update(state=PlanState.FAILED, error=str(error), finished_at=Now())
