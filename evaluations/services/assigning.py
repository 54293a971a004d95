"""Giving test calls to shoppers, and taking them back."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from evaluations.enums import AssigningRule, Channel, TestCallState
from evaluations.models import Participation, Programme, Scenario, TestCall
from evaluations.queries.candidates import candidates
from evaluations.queries.places import places, to_replace
from evaluations.services.lifecycle import LifecycleError, StateChanged, move
from evaluations.transitions import Event
from shoppers.models import Shopper, User
from shoppers.queries.shoppers import held_shopper


class AssigningError(LifecycleError):
    """A call that was not assigned; nothing has changed."""

    code = "not_assigned"


class RulesBroken(AssigningError):
    """The shopper may not take this call; `rules` says why."""

    code = "rules_broken"

    def __init__(self, shopper: Shopper, rules: Sequence[AssigningRule]) -> None:
        self.rules = tuple(rules)
        super().__init__(
            _("%(shopper)s cannot take this call: %(rules)s.")
            % {"shopper": shopper.code, "rules": "; ".join(str(rule.label) for rule in rules)}
        )


class PlaceTaken(AssigningError):
    """Somebody else has given the place away."""

    code = "place_taken"

    def __init__(self) -> None:
        super().__init__(_("This place has been given to another call in the meantime."))


class CallMoved(AssigningError):
    """The call is no longer what the page showed of it."""

    code = "call_moved"

    def __init__(self, call: TestCall) -> None:
        words = {
            TestCallState.ACCEPTED: _("%(shopper)s has accepted the call in the meantime."),
            TestCallState.DECLINED: _("%(shopper)s has declined the call in the meantime."),
            TestCallState.STOPPED: _("%(shopper)s has stopped the call in the meantime."),
            TestCallState.DONE: _("%(shopper)s has done the call in the meantime."),
        }
        changed = words.get(
            TestCallState(call.state), _("Somebody has changed the call in the meantime.")
        )
        name = "" if call.shopper is None else call.shopper.known_as
        again = _("Nothing was sent. Look at it again, then decide.")
        super().__init__(f"{changed % {'shopper': name}} {again}")


class NoOpenPlace(AssigningError):
    """The company has all contacts on the channel that the method wants.

    `came_free` counts those that are to be replaced: their places wait for calls of their own.
    """

    code = "no_open_place"

    def __init__(self, channel: Channel, *, came_free: int = 0) -> None:
        self.came_free = came_free
        super().__init__(
            (
                _(
                    "The open places by %(channel)s belong to calls that came to nothing."
                    " Replace one of those."
                )
                if came_free
                else _("The company has all its contacts by %(channel)s already.")
            )
            % {"channel": str(channel.label).lower()}
        )


class CutOffPassed(AssigningError):
    """The last day for giving places anew is over."""

    code = "cut_off_passed"

    def __init__(self, day: dt.date) -> None:
        super().__init__(
            _("No call can be assigned any more: the cut-off day was %(day)s.")
            % {"day": date_format(day)}
        )


class NotStarted(AssigningError):
    """Nobody is sent out under rules that may still change."""

    code = "not_started"

    def __init__(self) -> None:
        super().__init__(_("This year is still being set up. Start it first."))


class DueTooEarly(AssigningError):
    """Nobody can do a call in the past."""

    code = "due_too_early"

    def __init__(self) -> None:
        super().__init__(_("Choose a day that is not over yet."))


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
