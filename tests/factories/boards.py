"""A board of open calls, as a coordinator opens it."""

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from evaluations.enums import Channel
from evaluations.models import ParticipationChannel, TestCall
from evaluations.queries.calls.board import open_call
from evaluations.services.calls.claiming import Claim, claim, works_on
from shoppers.models import User
from tests.factories.awards import Award

FEE = Decimal(120)
WEEKS = 4


def open_board(award: Award, *, weeks: int = WEEKS) -> None:
    """Open the award's board for some weeks; every company can be reached, a call pays 120."""
    ParticipationChannel.objects.filter(participation__programme=award.programme).update(
        contact_point="+47 22 00 00 00"
    )
    award.programme.board_until = timezone.localdate() + dt.timedelta(weeks=weeks)
    award.programme.call_fee = FEE
    award.programme.save(update_fields=["board_until", "call_fee"])


def working_day(award: Award, *, weeks: int = 1) -> dt.date:
    """The first working day of the week after so many weeks."""
    day = timezone.localdate()
    day += dt.timedelta(weeks=weeks) - dt.timedelta(days=day.weekday())
    while not works_on(award.programme, day):
        day += dt.timedelta(days=1)
    return day


def wanted(
    award: Award,
    company: str = "alfa",
    channel: Channel = Channel.PHONE,
    scenario: str = "ask",
    *,
    due_on: dt.date | None = None,
    fee: Decimal | None = FEE,
) -> Claim:
    """What a shopper chooses on the board; without a day, one of next week."""
    return Claim(
        award.participations[company],
        channel,
        award.scenarios[scenario],
        fee,
        due_on or working_day(award),
    )


def claimed_call(award: Award, user: User, company: str = "alfa") -> TestCall:
    """A call by phone that she took from the board."""
    return claim(wanted=wanted(award, company), by=user)


def is_on_board(
    award: Award, user: User, company: str, channel: Channel, scenario: str = "ask"
) -> bool:
    """Whether she may claim it now."""
    found = open_call(
        user.shopper,
        participation=award.participations[company],
        channel=channel,
        scenario=award.scenarios[scenario],
    )
    return found is not None
