"""Who may write a step of a run: one holder at a time, fenced by the lease's number.

A holder that was presumed dead and comes back finds another number on the row and writes nothing;
neither does one whose run has ended meanwhile. A step's row is locked before its run's, always.
"""

import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Now

from scoring.enums import RunState, StepState
from scoring.models import Run, RunStep
from scoring.queries.runs import due
from scoring.refusals import Refusal

# Until a worker that took a step and died is given up. One that lives holds the row's lock for as
# long as its step takes, and nobody takes a locked row.
LEASE = dt.timedelta(seconds=30)
MOST_LEASES = 5
# How long a step rests after a fault, times the attempts it has had.
REST = dt.timedelta(seconds=2)


class LeaseLost(Exception):
    """The step is somebody else's now, or its run has ended; what was not committed is void."""


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to write one step."""

    step_id: int
    number: int


@transaction.atomic
def claim(step_id: int) -> Lease | None:
    """Take the step if it is due; None if it is not.

    The run of a step that was taken too often is failed instead: something in it stops whoever
    works on it.
    """
    rows = RunStep.objects.select_for_update(skip_locked=True, of=("self",), no_key=True)
    step = rows.filter(due(), pk=step_id).first()
    if step is None:
        return None
    if step.lease >= MOST_LEASES:
        _close(step.run_id, step.error or Refusal.TOO_MANY_ATTEMPTS.value)
        return None
    RunStep.objects.filter(pk=step.pk).update(
        state=StepState.RUNNING, lease=F("lease") + 1, leased_until=Now() + LEASE, error=""
    )
    Run.objects.filter(pk=step.run_id, state=RunState.PLANNED).update(state=RunState.RUNNING)
    return Lease(step.pk, step.lease + 1)


@contextmanager
def held(lease: Lease) -> Iterator[RunStep]:
    """A transaction in which the step is locked and ours; its run's other steps go on beside it.

    Raises LeaseLost before anything is done when the lease is no longer the step's.
    """
    with transaction.atomic():
        locked = _ours(lease).select_for_update(of=("self",), no_key=True)
        step = locked.select_related(
            "run__programme__checklist_version", "run__weight_set", "category"
        ).first()
        if step is None:
            raise LeaseLost
        yield step


def lock_run(run: Run) -> None:
    """From here to the end of the transaction, no other step of the run ends, nor does the run.

    Raises LeaseLost where the run has ended already.
    """
    # Not against its key: rows that other steps add to the run point at it meanwhile.
    rows = Run.objects.select_for_update(no_key=True)
    if not rows.filter(pk=run.pk, state__in=RunState.unfinished()).exists():
        raise LeaseLost


def fail(lease: Lease, *, error: str) -> None:
    """End the run without a result; `error` is a Refusal's code or names a fault."""
    step = _ours(lease).first()
    if step is not None:
        _close(step.run_id, error)


def rest(lease: Lease, *, error: str) -> None:
    """Let go of the step after a fault, to be tried again in a while."""
    _ours(lease).update(error=error, leased_until=Now() + REST * lease.number)


def _ours(lease: Lease) -> QuerySet[RunStep]:
    return RunStep.objects.filter(
        pk=lease.step_id,
        lease=lease.number,
        state=StepState.RUNNING,
        run__state__in=RunState.unfinished(),
    )


def _close(run_id: uuid.UUID, error: str) -> None:
    Run.objects.filter(pk=run_id, state__in=RunState.unfinished()).update(
        state=RunState.FAILED, error=error, finished_at=Now()
    )
