"""Plans of a programme's test calls: asked for as rows, computed by who holds the lease."""

import secrets
import time
import uuid
from collections.abc import Callable
from functools import partial

import structlog
from django.db import transaction
from django.db.models.functions import Now

from evaluations.enums import PlanRefusal, PlanState
from evaluations.models import PlanDraft, PlannedCall, Programme
from evaluations.queries.plans.plan_inputs import Inputs, days_to_come, plan_inputs
from evaluations.queries.plans.plans import due_plans
from evaluations.services.lifecycle import LifecycleError
from evaluations.services.plans.plan_leases import Lease, LeaseLost, claim, fail, held, rest, tell
from evaluations.services.plans.plan_problem import inputs_hash, problem_of
from evaluations.signals import plan_asked
from shoppers.models import User
from shoppers.rules import is_coordinator

_log = structlog.get_logger(__name__)

# What the solver may take beyond the greedy plan, in seconds.
SOLVER_SECONDS = 5.0
# How often progress is written at most, in seconds.
_TELL_EVERY = 0.5
_MOST_SEED = 2**31
_BATCH = 2000

Look = Callable[[], object]


class PlanRefused(LifecycleError):
    """A plan that was not made, changed or started; `refusal` says why and `code` is its word."""

    def __init__(self, refusal: PlanRefusal) -> None:
        self.refusal = refusal
        self.code = refusal.value
        super().__init__(str(refusal.label))


def check_planner(by: User | None) -> None:
    """None is the operator. Raises PlanRefused."""
    if by is not None and not is_coordinator(by):
        raise PlanRefused(PlanRefusal.NOT_A_COORDINATOR)


@transaction.atomic
def draft_plan(*, programme: Programme, by: User | None, seed: int | None = None) -> PlanDraft:
    """A plan for every place of the programme that is open when it is computed.

    One that waits or is being computed is that already, and is returned again. Without a seed one
    is drawn. Tells `plan_asked` after commit. Raises PlanRefused.
    """
    check_planner(by)
    if not days_to_come(programme):
        raise PlanRefused(PlanRefusal.NO_DAYS)
    # Two who ask at once get one plan.
    Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    waiting = PlanDraft.objects.filter(
        programme=programme, state__in=PlanState.unfinished()
    ).first()
    draft = waiting or PlanDraft.objects.create(
        programme=programme,
        seed=secrets.randbelow(_MOST_SEED) if seed is None else seed,
        requested_by=by,
    )
    transaction.on_commit(partial(plan_asked.send_robust, sender=PlanDraft, draft_id=draft.pk))
    return draft


@transaction.atomic
def discard_plan(*, draft: PlanDraft, by: User | None) -> PlanDraft:
    """Put the plan away; a worker that is at it writes nothing more.

    Of one that was started in part, what went out stays and the rest is left. Raises PlanRefused.
    """
    check_planner(by)
    found = PlanDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    if found.state not in PlanState.unfinished() | {PlanState.READY}:
        raise PlanRefused(PlanRefusal.PLAN_IS_OVER)
    found.state = PlanState.STARTED if found.started_at else PlanState.DISCARDED
    found.save(update_fields=["state"])
    PlanDraft.objects.filter(pk=draft.pk, finished_at=None).update(finished_at=Now())
    return found


def compute_plan(draft_id: uuid.UUID, *, look: Look = lambda: None) -> bool:
    """Compute a plan that is due; whether it was ours to do. Must not run in a transaction.

    A refusal fails the plan with its code. Any other fault leaves it to a later attempt, a few
    times. `look` is called with each step of the progress.
    """
    lease = claim(draft_id)
    if lease is None:
        return False
    try:
        _compute(lease, look)
    except LeaseLost:
        _log.warning("plan_lease_lost", plan=str(draft_id))
    except PlanRefused as refused:
        _log.warning("plan_refused", plan=str(draft_id), code=refused.code)
        fail(lease, error=refused.code)
    except Exception as fault:  # noqa: BLE001 - the next attempt may do better; the row keeps count
        _log.exception("plan_fault", plan=str(draft_id))
        rest(lease, error=type(fault).__name__)
    look()
    return True


def sweep_plans() -> int:
    """Compute every plan that nobody is working on; how many there were."""
    return sum(compute_plan(draft_id) for draft_id in due_plans())


def _compute(lease: Lease, look: Look) -> None:
    # Heavy, and only who computes needs them.
    from evaluations.planning.assignment import assigned  # noqa: PLC0415 - see above
    from evaluations.services.plans.plan_worth import worth  # noqa: PLC0415 - as above

    draft = PlanDraft.objects.select_related("programme").get(pk=lease.draft_id)
    inputs = plan_inputs(draft.programme, seed=draft.seed)
    _check_inputs(inputs)
    problem = problem_of(inputs)
    plan = assigned(
        problem,
        seed=draft.seed,
        seconds=SOLVER_SECONDS,
        progress=_Told(lease, look),
    )
    keys = [each.pk for each in inputs.shoppers]
    slots = range(len(inputs.slots))
    shoppers = [keys[at] if at >= 0 else None for at in plan.shopper[: len(slots)].tolist()]
    with held(lease) as found:
        found.calls.all().delete()
        PlannedCall.objects.bulk_create(
            (_row(found, inputs, at, shoppers[at], plan.stopped_by[at]) for at in slots),
            batch_size=_BATCH,
        )
        found.inputs_hash = inputs_hash(problem, draft.seed)
        found.quality = {
            "cost": plan.cost,
            "bound": plan.bound,
            "in_time": plan.in_time,
            "kept": len(inputs.kept),
            "categories": worth(found),
        }
        found.state = PlanState.READY
        found.steps = found.steps_done = max(found.steps, 1)
        found.save()
        PlanDraft.objects.filter(pk=found.pk).update(finished_at=Now())


class _Told:
    """Writes how far it is, not with every step: a plan has thousands."""

    def __init__(self, lease: Lease, look: Look) -> None:
        self._lease, self._look, self._last = lease, look, 0.0

    def __call__(self, done: int, of: int) -> None:
        now = time.monotonic()
        if now - self._last >= _TELL_EVERY:
            self._last = now
            tell(self._lease, done, of)
            self._look()


def _check_inputs(inputs: Inputs) -> None:
    programme = inputs.programme
    days = days_to_come(programme)
    if not days:
        raise PlanRefused(PlanRefusal.NO_DAYS)
    if not programme.scenarios.exists():
        raise PlanRefused(PlanRefusal.NO_SCENARIOS)
    if not inputs.slots:
        raise PlanRefused(PlanRefusal.NOTHING_TO_PLAN)


def _row(
    draft: PlanDraft, inputs: Inputs, at: int, shopper: int | None, rule: str | None
) -> PlannedCall:
    slot = inputs.slots[at]
    band = inputs.bands[slot.band]
    return PlannedCall(
        draft=draft,
        participation=slot.participation,
        category_id=slot.participation.category_id,
        channel=slot.channel,
        scenario=slot.scenario,
        due_on=slot.day,
        call_from=band.start,
        call_until=band.end,
        shopper_id=shopper,
        stopped_by=rule or "",
        replaces=slot.replaces,
    )
