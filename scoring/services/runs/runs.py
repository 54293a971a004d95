"""Runs: planned as rows, done step by step by whoever holds a step's lease, found by a sweep."""

import uuid
from collections.abc import Callable, Sequence
from functools import partial

from django.db import transaction
from django.db.models.functions import Now

from evaluations.models import Programme
from scoring.enums import RunState
from scoring.models import Run, RunStep
from scoring.models.run import LONGEST_REASON
from scoring.queries.runs.runs import next_due_step, runs_with_due_steps
from scoring.refusals import Refusal, Refused
from scoring.services.runs.step_leases import STEPS
from scoring.services.runs.steps import do_step, plan_first_step
from scoring.signals import steps_planned
from shoppers.models import User
from shoppers.rules import is_coordinator


@transaction.atomic
def plan_run(*, programme: Programme, by: User | None) -> Run:
    """A run of the programme that will count everything approved by the time it begins.

    A planned run that has not begun is that already, and is returned again. `by` is None when the
    operator asks. Tells `steps_planned` after commit. Raises Refused.
    """
    if by is not None and not is_coordinator(by):
        raise Refused(Refusal.NOT_A_COORDINATOR)
    if programme.frozen_at is None:
        raise Refused(Refusal.METHOD_NOT_FROZEN)
    waiting = Run.objects.filter(
        programme=programme, state__in=RunState.unfinished(), inputs_hash=""
    ).first()
    if waiting is not None:
        _announce(list(waiting.step_rows.values_list("pk", flat=True)))
        return waiting
    run = Run.objects.create(
        programme=programme,
        requested_by=by,
        method_hash=programme.method_hash,
        steps=programme.participations.values("category").distinct().count() + 2,
    )
    _announce(plan_first_step(run))
    return run


@transaction.atomic
def cancel_run(*, run: Run, reason: str, by: User | None) -> None:
    """End a planned or running run without a result; steps under way write nothing more.

    `by` is None when the operator asks. Raises Refused.
    """
    if by is not None and not is_coordinator(by):
        raise Refused(Refusal.NOT_A_COORDINATOR)
    said = reason.strip()
    if not said:
        raise Refused(Refusal.CANCELLED_WITHOUT_REASON)
    ended = Run.objects.filter(pk=run.pk, state__in=RunState.unfinished()).update(
        state=RunState.CANCELLED,
        reason=said[:LONGEST_REASON],
        cancelled_by=by,
        finished_at=Now(),
    )
    if not ended:
        raise Refused(Refusal.RUN_IS_OVER)


def perform(run_id: uuid.UUID, *, after_step: Callable[[], object] = lambda: None) -> bool:
    """Do the steps of a run that are due, one after the other; whether one of them was ours to do.

    Others may do steps of the same run meanwhile. None is tried twice.
    """
    tried: set[int] = set()
    done = False
    while (step_id := next_due_step(run_id, besides=tried)) is not None:
        tried.add(step_id)
        done |= perform_step(step_id, after_step=after_step)
    return done


def perform_step(step_id: int, *, after_step: Callable[[], object] = lambda: None) -> bool:
    """Do a step, and then the first of those that follow from it; whether it was ours to do.

    A refusal ends the run with its code. Any other fault leaves the step to a later attempt, a few
    times; then the run is failed for a coordinator to see.
    """
    lease = STEPS.claim(step_id)
    if lease is None:
        return False
    following = STEPS.attempt(lease, do_step) or []
    # The first of them is done here; for the others there may be other hands.
    _announce(following[1:])
    after_step()
    if following:
        perform_step(following[0], after_step=after_step)
    return True


def sweep_runs() -> int:
    """Do every step that nobody is working on; how many runs there were."""
    return sum(perform(run_id) for run_id in runs_with_due_steps())


def _announce(step_ids: Sequence[int]) -> None:
    if step_ids:
        transaction.on_commit(
            partial(steps_planned.send_robust, sender=RunStep, step_ids=list(step_ids))
        )
