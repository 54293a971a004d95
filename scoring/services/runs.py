"""Runs: planned as rows, done by whoever holds the lease, found again by a sweep."""

import uuid
from collections.abc import Callable
from functools import partial

import structlog
from django.db import transaction
from django.db.models.functions import Now

from evaluations.models import Programme
from scoring.enums import RunState
from scoring.models import Run
from scoring.queries.inputs import unscored_categories
from scoring.queries.runs import due
from scoring.queries.verification import result_hash
from scoring.refusals import Refusal, Refused
from scoring.services.category_scoring import score_category
from scoring.services.freezing import freeze
from scoring.services.leases import Lease, LeaseLost, claim, fail, held, rest
from scoring.services.winners import store_winners
from scoring.signals import run_planned
from shoppers.models import User
from shoppers.rules import is_coordinator

_log = structlog.get_logger(__name__)


@transaction.atomic
def plan_run(*, programme: Programme, by: User | None) -> Run:
    """A run of the programme that will count everything approved by the time it begins.

    A planned run that has not begun is that already, and is returned again. `by` is None when the
    operator asks. Tells `run_planned` after commit. Raises Refused.
    """
    if by is not None and not is_coordinator(by):
        raise Refused(Refusal.NOT_A_COORDINATOR)
    if programme.frozen_at is None:
        raise Refused(Refusal.METHOD_NOT_FROZEN)
    waiting = Run.objects.filter(
        programme=programme, state__in=RunState.unfinished(), inputs_hash=""
    )
    run = waiting.first() or Run.objects.create(
        programme=programme,
        requested_by=by,
        method_hash=programme.method_hash,
        steps=programme.participations.values("category").distinct().count() + 2,
    )
    transaction.on_commit(partial(run_planned.send_robust, sender=Run, run_id=run.pk))
    return run


def perform(run_id: uuid.UUID, *, after_step: Callable[[], object] = lambda: None) -> bool:
    """Do what is left of a run, one committed step after the other; whether it was ours to do.

    A refusal ends the run with its code. Any other fault leaves it to a later attempt, a few
    times; then it is failed for a coordinator to see.
    """
    lease = claim(run_id)
    if lease is None:
        return False
    try:
        while _do_one_step(lease):
            after_step()
    except LeaseLost:
        _log.warning("run_lease_lost", run=str(run_id))
    except Refused as refused:
        _log.warning("run_refused", run=str(run_id), code=refused.code)
        fail(lease, error=refused.code)
    except Exception as fault:  # noqa: BLE001 - the next attempt may do better; the row keeps count
        _log.exception("run_fault", run=str(run_id))
        rest(lease, error=type(fault).__name__)
    after_step()
    return True


def sweep_runs() -> int:
    """Do every run that nobody is working on; how many there were."""
    ids = list(Run.objects.filter(due()).order_by("requested_at").values_list("pk", flat=True))
    return sum(perform(run_id) for run_id in ids)


def _do_one_step(lease: Lease) -> bool:
    """Do the first step that is not done yet; whether more are left."""
    with held(lease) as run:
        if not run.inputs_hash:
            freeze(run)
            return True
        categories = unscored_categories(run)
        if categories:
            score_category(run, category=categories[0])
            run.steps_done = run.steps - len(categories)
            run.save(update_fields=["steps_done"])
            return True
        _finish(run)
        return False


def _finish(run: Run) -> None:
    store_winners(run)
    Run.objects.filter(pk=run.pk).update(
        state=RunState.COMPLETE,
        result_hash=result_hash(run),
        steps_done=run.steps,
        finished_at=Now(),
        leased_until=None,
        error="",
    )
