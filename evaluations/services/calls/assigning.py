"""Giving test calls to shoppers, and taking them back."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from evaluations.enums import AssigningRule, Channel, TestCallState
from evaluations.models import Participation, Programme, Scenario, TestCall
from evaluations.queries.calls.candidates import candidates
from evaluations.queries.plans.places import places, to_replace
from evaluations.services.calls.assigning_refusals import (
    CallMoved,
    CompanyLeft,
    CutOffPassed,
    DueTooEarly,
    NoOpenPlace,
    NotStarted,
    PlaceTaken,
    RulesBroken,
)
from evaluations.services.lifecycle import StateChanged, move
from evaluations.transitions import Event
from shoppers.models import Shopper, User
from shoppers.queries.shoppers import held_shopper


@dataclass(frozen=True, slots=True)
class Wanted:
    """The call to be assigned; `fee` in the programme's currency, `replaces` whose place it takes.

    `channel` and `scenario` of a call that takes another's place are that call's own.
    """

    participation: Participation
    channel: Channel
    scenario: Scenario
    due_on: dt.date
    fee: Decimal | None = None
    replaces: TestCall | None = None


def in_place_of(call: TestCall, *, due_on: dt.date, fee: Decimal | None = None) -> Wanted:
    """The call that takes another's place: with the same company, channel and scenario."""
    return Wanted(
        call.participation, Channel(call.channel), call.scenario, due_on, fee, replaces=call
    )


def shown(call: TestCall | None) -> str:
    """What a page shows of a call that it asks about: its state, and who has it."""
    return "" if call is None else f"{call.state}:{call.shopper_id or ''}"


def check_shown(call: TestCall, seen: str | None) -> None:
    """Whether the call is what a page showed; None: no page asked. Raises CallMoved."""
    if seen is not None and shown(call) != seen:
        raise CallMoved(call)


def check_offer(wanted: Wanted, shopper: Shopper, *, taken_back: bool = False) -> None:
    """Whether this shopper could be offered the call now; nothing is held, so it may change.

    `taken_back` as for `check_place`. Raises AssigningError, StateChanged.
    """
    check_day(wanted)
    check_place(wanted, taken_back=taken_back)
    if taken_back and wanted.replaces is not None:
        _check_another(wanted.replaces, shopper)
    check_rules(wanted, shopper)


@transaction.atomic
def assign(*, wanted: Wanted, shopper: Shopper, by: User, seen: str | None = None) -> TestCall:
    """Make the call and offer it to the shopper. Raises AssigningError, StateChanged.

    One at a time for each company and for each shopper: of two coordinators who want the same
    place, or the last of a shopper's capacity, one is told. With `seen`, only while the call that
    is replaced is still what was `shown`.
    """
    check_day(wanted)
    participation = locked(wanted.participation)
    if wanted.replaces is not None:
        check_seen(wanted.replaces, seen)
    check_place(wanted, participation=participation)
    # Always the company first and the shopper second, so that no two wait for each other.
    shopper = held_shopper(shopper)
    check_rules(wanted, shopper)
    call = TestCall.objects.create(
        participation=wanted.participation,
        channel=wanted.channel,
        scenario=wanted.scenario,
        shopper=shopper,
        assigned_at=timezone.now(),
        due_on=wanted.due_on,
        fee=wanted.fee,
        replaces=wanted.replaces,
    )
    move(call, event=Event.OFFER, by=by)
    return call


@transaction.atomic
def reassign(
    *, wanted: Wanted, shopper: Shopper, reason: str, by: User, seen: str | None = None
) -> TestCall:
    """Take the call that `wanted` replaces back, and give its place to another shopper.

    Both or neither. `seen` as for `cancel`. Raises AssigningError, StateChanged, ReasonMissing;
    ValueError when nothing is to be replaced.
    """
    if wanted.replaces is None:
        raise ValueError("Reassigning needs a call to take back.")
    locked(wanted.participation)
    _check_another(wanted.replaces, shopper)
    cancel(call=wanted.replaces, reason=reason, by=by, seen=seen)
    return assign(wanted=wanted, shopper=shopper, by=by)


@transaction.atomic
def cancel(*, call: TestCall, reason: str, by: User, seen: str | None = None) -> None:
    """Take a call back that is not done; what the shopper has typed stays in her draft.

    With `seen`, only while the call is still what was `shown`. Raises CallMoved, StateChanged,
    ReasonMissing.
    """
    check_seen(call, seen)
    move(call, event=Event.CANCEL, by=by, reason=reason)


def locked(participation: Participation) -> Participation:
    """The company as it stands, locked: its places are given one after another.

    To be called inside a transaction, before a shopper is locked.
    """
    return (
        Participation.objects.select_for_update(of=("self",))
        .select_related("programme")
        .get(pk=participation.pk)
    )


def check_place(
    wanted: Wanted, *, participation: Participation | None = None, taken_back: bool = False
) -> None:
    """Whether the place may be given today.

    Only an answer that was given while the company is locked holds. `taken_back` takes a call that
    a shopper still has for one that is cancelled. Raises AssigningError, StateChanged.
    """
    participation = participation or wanted.participation
    still_open(participation.programme)
    still_there(participation)
    if wanted.replaces is not None:
        _check_replaced(wanted.replaces, taken_back=taken_back)
        return
    place = next((each for each in places(participation) if each.channel == wanted.channel), None)
    if place is None or not place.never_given:
        raise NoOpenPlace(
            wanted.channel, came_free=min(place.open, place.came_free) if place else 0
        )


def still_open(programme: Programme) -> None:
    """Whether calls are given. Raises NotStarted, CutOffPassed."""
    if not programme.has_started:
        raise NotStarted
    cut_off = programme.cut_off_day
    if cut_off is not None and timezone.localdate() > cut_off:
        raise CutOffPassed(cut_off)


def still_there(participation: Participation) -> None:
    """Whether the company takes part. Raises CompanyLeft."""
    if participation.has_left:
        raise CompanyLeft(participation)


def check_day(wanted: Wanted) -> None:
    """Whether the day is not over. Raises DueTooEarly."""
    if wanted.due_on < timezone.localdate():
        raise DueTooEarly


def _check_another(former: TestCall, shopper: Shopper) -> None:
    if shopper.pk == former.shopper_id:
        raise RulesBroken(shopper, [AssigningRule.ALREADY_CALLED])


def check_rules(wanted: Wanted, shopper: Shopper) -> None:
    """Whether no rule keeps the shopper from the call. Raises RulesBroken."""
    (candidate,) = candidates(
        participation=wanted.participation,
        scenario=wanted.scenario,
        due_on=wanted.due_on,
        shoppers=[shopper],
    )
    if candidate.broken:
        raise RulesBroken(shopper, candidate.broken)


def check_seen(call: TestCall, seen: str | None) -> None:
    """Whether the call is what a page showed, and hold it until the step is over.

    She may not answer between the look and the step. Raises CallMoved.
    """
    if seen is None:
        return
    held = TestCall.objects.select_for_update(of=("self",)).select_related("shopper__user")
    check_shown(held.get(pk=call.pk), seen)


def _check_replaced(call: TestCall, *, taken_back: bool) -> None:
    if TestCall.objects.filter(replaces=call).exists():
        raise PlaceTaken
    state = TestCall.objects.values_list("state", flat=True).get(pk=call.pk)
    if taken_back and state in TestCallState.open():
        return
    if not to_replace().filter(pk=call.pk).exists():
        raise StateChanged([call.pk], standing=state)
