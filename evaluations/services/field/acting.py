"""One act upon many calls: looked at before, done at once, each call on its own.

The look ahead is the act itself, taken back before it ends: what it says of each call is what the
act will do, unless somebody is faster. An act is one transaction with one key, so confirming it
twice does it once. Of two coordinators who act upon the same calls one is second, and is told call
by call. Its mails rest for a short while, in which it can be undone (services.undoing).
"""

import datetime as dt
import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg.errors import LockNotAvailable

from evaluations.enums import AssigningRule, TestCallState
from evaluations.enums.acts import ActKind
from evaluations.models import FieldAct, FieldActCall, Participation, TestCall, TestCallEvent
from evaluations.services.calls import assigning
from evaluations.services.calls.assigning import in_place_of
from evaluations.services.calls.assigning_refusals import RulesBroken
from evaluations.services.calls.claiming import works_on
from evaluations.services.field import field_steps
from evaluations.services.lifecycle import LifecycleError, StateChanged
from shoppers.models import Notice, Shopper, User
from shoppers.services.notices import hold_back

# So long an act's mails rest, and so long it can be undone.
UNDO_WITHIN = dt.timedelta(minutes=2)
MOST_AT_ONCE = 200
USUAL_DAYS = 7


class FieldBusy(LifecycleError):
    """Others act upon the same calls for so long that the wait was given up; nothing happened."""

    code = "field_busy"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Somebody else acts upon these calls right now. Nothing has happened; try again in"
                " a moment."
            )
        )


class NobodyEligible(LifecycleError):
    """No shopper was found for the call."""

    code = "nobody_eligible"

    def __init__(self) -> None:
        super().__init__(_("No shopper may take this call."))


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done: `reason` where a call is taken from somebody, `due_on` for a new day.

    Without `due_on` a call that is given keeps its day while that is to come, else it has a week.
    """

    kind: ActKind
    reason: str = ""
    due_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One call of the selection: as a page showed it (`assigning.shown`), and whom it goes to."""

    call: uuid.UUID
    seen: str | None = None
    shopper: Shopper | None = None


@dataclass(slots=True)
class Outcome:
    """What became of a call, and how it was; `made` is the call that took its place."""

    call: TestCall
    was_state: str
    was_shopper: int | None
    was_due_on: dt.date | None
    shopper: Shopper | None
    made: TestCall | None = None
    refusal: LifecycleError | None = None
    mails: list[str] = field(default_factory=list)


@transaction.atomic
def preview(*, order: Order, items: Sequence[Item], by: User) -> list[Outcome]:
    """What the act would do with each call now; nothing stays of it. Raises FieldBusy."""
    outcomes = _act(order, items, by)
    transaction.set_rollback(True)
    return outcomes


@transaction.atomic
def perform(*, key: uuid.UUID, order: Order, items: Sequence[Item], by: User) -> FieldAct:
    """Do it with every call that allows it; the act's rows tell which did not, and why.

    With the `key` of an act that is done, that one is returned and nothing happens. Raises
    FieldBusy.
    """
    act, new = FieldAct.objects.get_or_create(
        pk=key,
        defaults={"kind": order.kind, "reason": order.reason, "by": by, "at": timezone.now()},
    )
    if not new:
        return act
    outcomes = _act(order, items, by)
    _bundle_mails(outcomes)
    hold_back([mail for each in outcomes for mail in each.mails], time=UNDO_WITHIN)
    FieldActCall.objects.bulk_create(_row(act, each) for each in outcomes)
    return act


def day_for(call: TestCall, order: Order) -> dt.date:
    """When a call is due that the order gives away."""
    today = timezone.localdate()
    if order.due_on is not None:
        return order.due_on
    if call.due_on is not None and call.due_on > today:
        return call.due_on
    day = today + dt.timedelta(days=USUAL_DAYS)
    while not works_on(call.participation.programme, day):
        day += dt.timedelta(days=1)
    return day


def hold(calls: Collection[uuid.UUID], shoppers: Collection[int]) -> dict[uuid.UUID, TestCall]:
    """The calls as they stand, locked with their companies and with these shoppers.

    Companies first, then calls, then shoppers, each in the order of their keys: the order in which
    every single step takes them, so no two wait for each other. Raises FieldBusy.
    """
    try:
        return _held(calls, shoppers)
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            raise FieldBusy from error
        raise


def _held(calls: Collection[uuid.UUID], shoppers: Collection[int]) -> dict[uuid.UUID, TestCall]:
    companies = Participation.objects.filter(test_calls__in=calls).values("pk")
    list(
        Participation.objects.filter(pk__in=companies)
        .order_by("pk")
        .select_for_update(of=("self",))
        .values_list("pk")
    )
    held = {
        call.pk: call
        for call in TestCall.objects.filter(pk__in=calls)
        .select_related("participation__programme", "participation__company", "scenario")
        .select_related("shopper__user")
        .order_by("pk")
        .select_for_update(of=("self",))
    }
    wanted = {*shoppers, *(call.shopper_id for call in held.values() if call.shopper_id)}
    list(Shopper.objects.filter(pk__in=wanted).order_by("pk").select_for_update().values_list("pk"))
    return held


def _act(order: Order, items: Sequence[Item], by: User) -> list[Outcome]:
    calls = hold([item.call for item in items], [item.shopper.pk for item in items if item.shopper])
    before = TestCallEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    outcomes = [_one(calls[item.call], item, order, by) for item in items if item.call in calls]
    _note_mails(outcomes, before)
    return outcomes


def _one(call: TestCall, item: Item, order: Order, by: User) -> Outcome:
    outcome = Outcome(call, call.state, call.shopper_id, call.due_on, item.shopper)
    try:
        # It is held already: whoever comes second is told at once, and keeps nobody waiting.
        assigning.check_shown(call, item.seen)
        # A savepoint of its own: one refusal costs no other call.
        with transaction.atomic():
            _STEPS[order.kind](outcome, item, order, by)
    except LifecycleError as refusal:
        outcome.refusal, outcome.made, outcome.mails = refusal, None, []
    return outcome


def _offer(outcome: Outcome, item: Item, order: Order, by: User) -> None:
    call, shopper = outcome.call, _given_to(item)
    if call.state == TestCallState.PLANNED:
        field_steps.offer_planned(
            call=call, shopper=shopper, due_on=day_for(call, order), by=by, seen=item.seen
        )
        return
    if call.state in TestCallState.open():
        raise StateChanged([call.pk], standing=call.state)
    _replace(outcome, shopper, item, order, by)


def _reassign(outcome: Outcome, item: Item, order: Order, by: User) -> None:
    call, shopper = outcome.call, _given_to(item)
    if call.state not in TestCallState.open():
        _replace(outcome, shopper, item, order, by)
        return
    wanted = in_place_of(call, due_on=day_for(call, order), fee=call.fee)
    outcome.made = assigning.reassign(
        wanted=wanted, shopper=shopper, reason=order.reason, by=by, seen=item.seen
    )


def _replace(outcome: Outcome, shopper: Shopper, item: Item, order: Order, by: User) -> None:
    """Give the place of a call that came to nothing to somebody else."""
    call = outcome.call
    fee = call.participation.programme.call_fee if call.fee is None else call.fee
    wanted = in_place_of(call, due_on=day_for(call, order), fee=fee)
    if call.shopper_id == shopper.pk:
        raise RulesBroken(shopper, [AssigningRule.ALREADY_CALLED])
    outcome.made = assigning.assign(wanted=wanted, shopper=shopper, by=by, seen=item.seen)


def _remind(outcome: Outcome, item: Item, _order: Order, _by: User) -> None:
    outcome.mails = [field_steps.remind(call=outcome.call, seen=item.seen)]


def _extend(outcome: Outcome, item: Item, order: Order, by: User) -> None:
    day = day_for(outcome.call, order)
    cause = field_steps.extend(call=outcome.call, due_on=day, by=by, seen=item.seen)
    outcome.mails = [cause] if cause else []


def _cancel(outcome: Outcome, item: Item, order: Order, by: User) -> None:
    assigning.cancel(call=outcome.call, reason=order.reason, by=by, seen=item.seen)


_STEPS: Mapping[ActKind, Callable[[Outcome, Item, Order, User], None]] = {
    ActKind.OFFER: _offer,
    ActKind.REASSIGN: _reassign,
    ActKind.REMIND: _remind,
    ActKind.EXTEND: _extend,
    ActKind.CANCEL: _cancel,
}


def _given_to(item: Item) -> Shopper:
    if item.shopper is None:
        raise NobodyEligible
    return item.shopper


def _note_mails(outcomes: Sequence[Outcome], before: int) -> None:
    """Which mails the steps owe: each names its step's event."""
    by_call = {
        key: each
        for each in outcomes
        if each.refusal is None
        for key in (each.call.pk, each.made.pk if each.made else each.call.pk)
    }
    events = TestCallEvent.objects.filter(subject__in=by_call, pk__gt=before).order_by("pk")
    for event, call in events.values_list("pk", "subject_id"):
        by_call[call].mails.append(f"test_call:{event}")


def _bundle_mails(outcomes: Sequence[Outcome]) -> None:
    """Of one act, a shopper gets one mail of a kind: the first stands for the others."""
    causes = [mail for each in outcomes for mail in each.mails]
    first: dict[tuple[object, str], str] = {}
    stands: dict[str, str] = {}
    for notice in Notice.objects.filter(cause__in=causes).order_by("created_at", "pk"):
        cause = str(notice.cause)
        stands[cause] = first.setdefault((notice.recipient_id, notice.kind), cause)
    Notice.objects.filter(cause__in=[old for old, new in stands.items() if old != new]).delete()
    for each in outcomes:
        each.mails = [stands[mail] for mail in each.mails if mail in stands]


def _row(act: FieldAct, outcome: Outcome) -> FieldActCall:
    refusal = outcome.refusal
    return FieldActCall(
        act=act,
        call=outcome.call,
        made=outcome.made,
        shopper=outcome.shopper,
        was_state=outcome.was_state,
        was_shopper_id=outcome.was_shopper,
        was_due_on=outcome.was_due_on,
        refusal="" if refusal is None else refusal.code,
        rules=[str(rule) for rule in refusal.rules] if isinstance(refusal, RulesBroken) else [],
        mails=outcome.mails,
    )
