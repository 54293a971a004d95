"""Taking an open call from the board: a shopper's own step, under the rules of assigning."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluations.enums import Channel, TestCallState
from evaluations.models import Participation, Programme, Scenario, TestCall
from evaluations.queries.calls.board import OpenCall, open_call
from evaluations.queries.calls.candidates import full_weeks, monday_of
from evaluations.queries.companies.lockouts import locked_days
from evaluations.services.calls.assigning import locked
from evaluations.services.calls.calling import NotYours
from evaluations.services.lifecycle import LifecycleError, move
from evaluations.services.roster.certifying import check_certified
from evaluations.transitions import Event
from evaluations.working_days import is_working_day
from shoppers.models import Shopper, User
from shoppers.queries.absences import away_on
from shoppers.queries.shoppers import held_shopper


class ClaimError(LifecycleError):
    """A call that was not claimed; nothing has changed."""

    code = "not_claimed"


class PlaceGone(ClaimError):
    """The place is not on her board; which of the reasons it is, she is not told."""

    code = "place_gone"

    def __init__(self) -> None:
        super().__init__(
            _("This call is not on the board any more: somebody was faster, or it was closed.")
        )


class ClaimedAlready(ClaimError):
    """She has it: the form was sent twice."""

    code = "claimed_already"

    def __init__(self, call: TestCall) -> None:
        self.call = call
        super().__init__(_("This call is yours already."))


class FeeChanged(ClaimError):
    """What she agreed to is not what the call pays now."""

    code = "fee_changed"

    def __init__(self) -> None:
        super().__init__(_("The fee of this call has been changed. Look at it, then claim it."))


class DayRefused(ClaimError):
    """The call cannot be done on that day."""

    code = "day_refused"


class WeekFull(DayRefused):
    """She has as many calls in that week as she takes."""

    code = "week_full"

    def __init__(self, capacity: int) -> None:
        super().__init__(
            _(
                "That week is full: you take no more than %(count)d a week. Choose a day in another"
                " week."
            )
            % {"count": capacity}
        )


class DayTooClose(DayRefused):
    """She calls another company of the category about then."""

    code = "day_too_close"

    def __init__(self, lockout: int) -> None:
        super().__init__(
            ngettext(
                "You call another company of this category too close to that day: your calls there"
                " are at least %(count)d day apart. Choose another day.",
                "You call another company of this category too close to that day: your calls there"
                " are at least %(count)d days apart. Choose another day.",
                lockout,
            )
            % {"count": lockout}
        )


@dataclass(frozen=True, slots=True)
class Claim:
    """What she saw and chose: the place, what it pays, and the day on which she does the call."""

    participation: Participation
    channel: Channel
    scenario: Scenario
    fee: Decimal | None
    due_on: dt.date


@transaction.atomic
def claim(*, wanted: Claim, by: User) -> TestCall:
    """Make the call hers, accepted at once. Raises NotYours, NotCertified, ClaimError.

    One at a time for each company and for each shopper, as in assigning: of two who claim one
    place, one is told. Everything is looked at anew under the locks, by the query of the board.
    """
    locked(wanted.participation)
    shopper = held_shopper(_shopper_of(by))
    _check_claimed(wanted, shopper)
    place = open_call(
        shopper,
        participation=wanted.participation,
        channel=wanted.channel,
        scenario=wanted.scenario,
    )
    if place is None:
        raise PlaceGone
    if place.fee != wanted.fee:
        raise FeeChanged
    check_certified(shopper, place.participation.programme)
    _check_day(place, wanted.due_on, shopper)
    call = TestCall.objects.create(
        participation=place.participation,
        channel=place.channel,
        scenario=place.scenario,
        shopper=shopper,
        assigned_at=timezone.now(),
        due_on=wanted.due_on,
        fee=place.fee,
        replaces=place.replaces,
    )
    move(call, event=Event.CLAIM, by=by)
    return call


def works_on(programme: Programme, day: dt.date) -> bool:
    """Whether contacts of the programme are made on that day."""
    return is_working_day(day, country=programme.fieldwork.hours.holidays)


def usual_day(
    place: OpenCall, *, full: Collection[dt.date], locked: Collection[dt.date]
) -> dt.date | None:
    """The next working day after today with room in its week; None when there is none.

    `full` has the Mondays of the weeks without room, `locked` the days too close to another call.
    """
    day = max(place.first_day, timezone.localdate() + dt.timedelta(days=1))
    while day <= place.last_day:
        is_open = monday_of(day) not in full and day not in locked
        if is_open and works_on(place.participation.programme, day):
            return day
        day += dt.timedelta(days=1)
    return None


def _shopper_of(user: User) -> Shopper:
    found = Shopper.objects.filter(user=user).first()
    if found is None:
        raise NotYours
    return found


def _check_claimed(wanted: Claim, shopper: Shopper) -> None:
    call = TestCall.objects.filter(
        participation=wanted.participation,
        channel=wanted.channel,
        scenario=wanted.scenario,
        shopper=shopper,
        state=TestCallState.ACCEPTED,
    ).first()
    if call is not None:
        raise ClaimedAlready(call)


def _check_day(place: OpenCall, day: dt.date, shopper: Shopper) -> None:
    if not place.first_day <= day <= place.last_day:
        raise DayRefused(
            _("Choose a day from %(first)s to %(last)s.")
            % {"first": date_format(place.first_day), "last": date_format(place.last_day)}
        )
    if not works_on(place.participation.programme, day):
        raise DayRefused(
            _("%(day)s is no working day. Choose Monday to Friday, and no public holiday.")
            % {"day": date_format(day)}
        )
    if away_on(day, among=[shopper.pk]):
        raise DayRefused(_("You have noted that you are away on that day."))
    if day in locked_days(shopper.pk, place.participation):
        raise DayTooClose(place.participation.programme.fieldwork.lockout_days)
    if monday_of(day) in full_weeks(shopper, place.first_day):
        raise WeekFull(shopper.weekly_capacity)
