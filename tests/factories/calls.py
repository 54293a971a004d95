"""Test calls assigned by hand, made by the services that coordinators and shoppers use."""

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from evaluations.enums import Channel
from evaluations.models import Admission, Programme, TestCall
from evaluations.services.calls.assigning import Wanted, assign
from evaluations.services.calls.calling import accept
from evaluations.services.roster import admitting
from shoppers.enums import Gender, Role
from shoppers.models import Shopper, User
from tests import people
from tests.factories.awards import Award
from tests.factories.tiny_method import PERFECT


def admit(user: User, programme: Programme, by: User) -> Admission:
    """Certify the shopper behind this log-in for the programme."""
    return admitting.admit(shopper=user.shopper, programme=programme, by=by)


def offered_call(
    award: Award,
    shopper_user: User,
    by: User,
    company: str = "alfa",
    channel: str = "phone",
    scenario: str = "ask",
    due_in_days: int = 7,
    fee: Decimal | None = None,
) -> TestCall:
    """A call that waits for the shopper's answer; she is admitted first where nobody has."""
    if not shopper_user.shopper.admissions.filter(programme=award.programme).exists():
        admit(shopper_user, award.programme, by)
    wanted = Wanted(
        award.participations[company],
        Channel(channel),
        award.scenarios[scenario],
        due_on=timezone.localdate() + dt.timedelta(days=due_in_days),
        fee=fee,
    )
    return assign(wanted=wanted, shopper=shopper_user.shopper, by=by)


def accepted_call(
    award: Award,
    shopper_user: User,
    by: User,
    company: str = "alfa",
    channel: str = "phone",
    scenario: str = "ask",
    due_in_days: int = 7,
    fee: Decimal | None = None,
) -> TestCall:
    """A call that the shopper has taken and not carried out yet."""
    call = offered_call(award, shopper_user, by, company, channel, scenario, due_in_days, fee)
    accept(call=call, by=shopper_user)
    return call


def many_accepted(award: Award, shopper_user: User, count: int) -> list[TestCall]:
    """So many calls with Alfa that she has taken, made at once and without their events."""
    return TestCall.objects.bulk_create(
        TestCall(
            participation=award.participations["alfa"],
            channel="phone",
            scenario=award.scenarios["ask"],
            shopper=shopper_user.shopper,
            state="accepted",
        )
        for _call in range(count)
    )


def given_before_fieldwork(call: TestCall) -> TestCall:
    """The call as if it had been given before the award's period: the tests' attempts lie in it."""
    call.assigned_at = timezone.make_aware(
        dt.datetime.combine(call.participation.programme.fieldwork_start, dt.time())
    ) - dt.timedelta(days=60)
    call.save(update_fields=["assigned_at"])
    return call


def shopper_user(code: str, name: str, *, capacity: int = 5, language: str = "nb") -> User:
    """One more shopper with a log-in."""
    user = people.person(f"{code.lower()}@mail.example", name, Role.SHOPPER)
    Shopper.objects.create(
        code=code,
        user=user,
        languages=[language],
        region="Oslo",
        birth_year=1988,
        gender=Gender.FEMALE,
        weekly_capacity=capacity,
    )
    return user


def late(call: TestCall, *, days: int) -> TestCall:
    """The call as if its day had been so many days ago; no service assigns into the past."""
    call.due_on = timezone.localdate() - dt.timedelta(days=days)
    call.save(update_fields=["due_on"])
    return call


def rejected_contact(award: Award, by: User, company: str = "alfa") -> TestCall:
    """A call by phone whose report was rejected: its place is to be given anew."""
    evaluation = award.rejected(company, PERFECT, by=by, reason="Not the company's number.")
    return evaluation.test_call
