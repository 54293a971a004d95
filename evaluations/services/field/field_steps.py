"""What a coordinator does with one call in the field: offer a planned one, extend, remind."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations.enums import AssigningRule, CallNotice, TestCallState
from evaluations.enums.acts import ActKind
from evaluations.models import FieldActCall, TestCall
from evaluations.queries.calls.candidates import full_weeks, monday_of
from evaluations.queries.companies.lockouts import locked_out_on
from evaluations.services.calls.assigning import (
    Wanted,
    check_rules,
    check_seen,
    in_place_of,
    locked,
    still_open,
    still_there,
)
from evaluations.services.calls.assigning import check_day as check_wanted_day
from evaluations.services.calls.assigning_refusals import AssigningError, RulesBroken
from evaluations.services.lifecycle import LifecycleError, StateChanged, move
from evaluations.transitions import Event
from shoppers.models import Notice, Shopper, User
from shoppers.queries.shoppers import held_shopper
from shoppers.services.notices import owe


class SameDay(AssigningError):
    """The call is due on that day already."""

    code = "same_day"

    def __init__(self) -> None:
        super().__init__(_("The call is due on that day already."))


class RemindedAlready(LifecycleError):
    """One reminder a day is enough."""

    code = "reminded_already"

    def __init__(self) -> None:
        super().__init__(_("The shopper was reminded of this call today already."))


class NobodyToRemind(LifecycleError):
    """The call's shopper has no log-in."""

    code = "nobody_to_remind"

    def __init__(self) -> None:
        super().__init__(_("Nobody can be reminded: the shopper has no log-in."))


@transaction.atomic
def offer_planned(
    *, call: TestCall, shopper: Shopper, due_on: dt.date, by: User, seen: str | None = None
) -> TestCall:
    """Offer a call that stands in the plan. Raises AssigningError, StateChanged.

    Under the locks of assigning, and with its rules; `seen` as there.
    """
    wanted: Wanted = in_place_of(call, due_on=due_on, fee=call.fee)
    check_wanted_day(wanted)
    participation = locked(call.participation)
    still_open(participation.programme)
    still_there(participation)
    check_seen(call, seen)
    held = TestCall.objects.select_for_update(of=("self",)).get(pk=call.pk)
    if held.state != TestCallState.PLANNED:
        raise StateChanged([held.pk], standing=held.state)
    shopper = held_shopper(shopper)
    check_rules(wanted, shopper)
    fee = participation.programme.call_fee if held.fee is None else held.fee
    TestCall.objects.filter(pk=held.pk).update(
        shopper=shopper, due_on=due_on, fee=fee, assigned_at=timezone.now()
    )
    call.refresh_from_db()
    move(call, event=Event.OFFER, by=by)
    return call


@transaction.atomic
def extend(*, call: TestCall, due_on: dt.date, by: User, seen: str | None = None) -> str:
    """Give the shopper another day; the cause of the mail that tells her, empty for none.

    Raises DueTooEarly, SameDay, RulesBroken, StateChanged, CallMoved.
    """
    check_wanted_day(in_place_of(call, due_on=due_on))
    locked(call.participation)
    check_seen(call, seen)
    held = _in_hand(call)
    assert held.shopper is not None  # noqa: S101 - for the type checker: somebody has it
    if held.due_on == due_on:
        raise SameDay
    shopper = held_shopper(held.shopper)
    another_week = held.due_on is None or monday_of(held.due_on) != monday_of(due_on)
    if another_week and monday_of(due_on) in full_weeks(shopper, due_on):
        raise RulesBroken(shopper, [AssigningRule.CAPACITY])
    if locked_out_on(due_on, held.participation, among=[shopper.pk]):
        raise RulesBroken(shopper, [AssigningRule.LOCKOUT])
    TestCall.objects.filter(pk=held.pk).update(due_on=due_on)
    return _tell(held, CallNotice.CALL_EXTENDED, f"extended:{held.pk}:{timezone.now().timestamp()}")


@transaction.atomic
def remind(*, call: TestCall, seen: str | None = None) -> str:
    """Owe the shopper a reminder, one a day; its cause.

    Raises RemindedAlready, NobodyToRemind, StateChanged, CallMoved.
    """
    check_seen(call, seen)
    held = _in_hand(call)
    cause = f"reminded:{held.pk}:{timezone.localdate()}"
    if Notice.objects.filter(cause=cause).exists() or _reminded_today(held):
        raise RemindedAlready
    if not _tell(held, CallNotice.CALL_REMINDED, cause):
        raise NobodyToRemind
    return cause


def _reminded_today(call: TestCall) -> bool:
    """Whether an act of today reminded of it: its mail may stand for other calls, too."""
    return FieldActCall.objects.filter(
        call=call,
        refusal="",
        act__kind=ActKind.REMIND,
        act__undone_at=None,
        act__at__date=timezone.localdate(),
    ).exists()


def _in_hand(call: TestCall) -> TestCall:
    """The call, held, while a shopper still has to answer it or to carry it out."""
    held = TestCall.objects.select_for_update(of=("self",)).select_related("shopper__user")
    found = held.get(pk=call.pk)
    if found.state not in TestCallState.open():
        raise StateChanged([found.pk], standing=found.state)
    return found


def _tell(call: TestCall, kind: CallNotice, cause: str) -> str:
    if call.shopper is None or call.shopper.user is None:
        return ""
    owe(recipient=call.shopper.user, kind=kind, about=call.pk, cause=cause)
    return cause
