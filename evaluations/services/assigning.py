"""Giving test calls to shoppers, and taking them back."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from evaluations.enums import AssigningRule, Channel
from evaluations.models import Participation, Scenario, TestCall
from evaluations.queries.candidates import candidates
from evaluations.queries.places import places, to_replace
from evaluations.services.lifecycle import LifecycleError, StateChanged, move
from evaluations.transitions import Event
from shoppers.models import Shopper, User


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


class NoOpenPlace(AssigningError):
    """The company has all contacts on the channel that the method wants."""

    code = "no_open_place"

    def __init__(self, channel: Channel) -> None:
        super().__init__(
            _("The company has all its contacts by %(channel)s already.")
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


@transaction.atomic
def assign(*, wanted: Wanted, shopper: Shopper, by: User) -> TestCall:
    """Make the call and offer it to the shopper. Raises AssigningError.

    One at a time for each company and for each shopper: of two coordinators who want the same
    place, or the last of a shopper's capacity, one is told.
    """
    if wanted.due_on < timezone.localdate():
        raise DueTooEarly
    participation = _locked(wanted.participation)
    _check_place(participation, wanted)
    # Always the company first and the shopper second, so that no two wait for each other.
    shopper = Shopper.objects.select_for_update(of=("self",)).get(pk=shopper.pk)
    (candidate,) = candidates(
        participation=participation,
        scenario=wanted.scenario,
        due_on=wanted.due_on,
        shoppers=[shopper],
    )
    if candidate.broken:
        raise RulesBroken(shopper, candidate.broken)
    call = TestCall.objects.create(
        participation=participation,
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
def reassign(*, wanted: Wanted, shopper: Shopper, reason: str, by: User) -> TestCall:
    """Take the call that `wanted` replaces back, and give its place to another shopper.

    Both or neither. Raises AssigningError, StateChanged, ReasonMissing; ValueError when nothing
    is to be replaced.
    """
    if wanted.replaces is None:
        raise ValueError("Reassigning needs a call to take back.")
    _locked(wanted.participation)
    cancel(call=wanted.replaces, reason=reason, by=by)
    return assign(wanted=wanted, shopper=shopper, by=by)


def cancel(*, call: TestCall, reason: str, by: User) -> None:
    """Take a call back that is not done; what the shopper has typed stays in her draft.

    Raises StateChanged, ReasonMissing.
    """
    move(call, event=Event.CANCEL, by=by, reason=reason)


def _locked(participation: Participation) -> Participation:
    return (
        Participation.objects.select_for_update(of=("self",))
        .select_related("programme")
        .get(pk=participation.pk)
    )


def _check_place(participation: Participation, wanted: Wanted) -> None:
    cut_off = participation.programme.cut_off_day
    if cut_off is not None and timezone.localdate() > cut_off:
        raise CutOffPassed(cut_off)
    if wanted.replaces is not None:
        _check_replaced(wanted.replaces)
        return
    by_channel = {place.channel: place for place in places(participation)}
    if wanted.channel not in by_channel or not by_channel[wanted.channel].open:
        raise NoOpenPlace(wanted.channel)


def _check_replaced(call: TestCall) -> None:
    if TestCall.objects.filter(replaces=call).exists():
        raise PlaceTaken
    if not to_replace().filter(pk=call.pk).exists():
        raise StateChanged([call.pk])
