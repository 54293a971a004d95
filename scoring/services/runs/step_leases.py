"""The leases of a run's steps. A step's row is locked before its run's, always."""

from django.db.models.functions import Now

from scoring.enums import RunState
from scoring.models import Run, RunStep
from scoring.refusals import Refusal
from scoring.services.leases import LeaseLost, Leases


def lock_run(run: Run) -> None:
    """From here to the end of the transaction, no other step of the run ends, nor does the run.

    Raises LeaseLost where the run has ended already.
    """
    # Not against its key: rows that other steps add to the run point at it meanwhile.
    rows = Run.objects.select_for_update(no_key=True)
    if not rows.filter(pk=run.pk, state__in=RunState.unfinished()).exists():
        raise LeaseLost


def _begin_run(step: RunStep) -> None:
    Run.objects.filter(pk=step.run_id, state=RunState.PLANNED).update(state=RunState.RUNNING)


def _fail_run(step: RunStep, error: str) -> None:
    """End the run without a result; `error` is a Refusal's code or names a fault."""
    Run.objects.filter(pk=step.run_id, state__in=RunState.unfinished()).update(
        state=RunState.FAILED, error=error, finished_at=Now()
    )


STEPS = Leases(
    RunStep,
    given_up=Refusal.TOO_MANY_ATTEMPTS,
    close=_fail_run,
    begun=_begin_run,
    beside=("run__programme__checklist_version", "run__weight_set", "category"),
)
