"""A shopper takes an open call from the board."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from evaluations.canonical import digest
from evaluations.enums import Channel, FirstStep
from evaluations.models import Programme, Relation, TestCall, TestCallEvent
from evaluations.queries.calls.board import open_calls
from evaluations.services.calls.assigning import cancel
from evaluations.services.calls.calling import NotYours, decline
from evaluations.services.calls.claiming import (
    Claim,
    ClaimedAlready,
    ClaimError,
    DayRefused,
    FeeChanged,
    PlaceGone,
    WeekFull,
    claim,
    usual_day,
    works_on,
)
from evaluations.services.roster.certifying import NotCertified
from shoppers.models import Notice, Shopper, User
from tests.factories.awards import Award
from tests.factories.boards import FEE, claimed_call, is_on_board, open_board, wanted, working_day
from tests.factories.calls import offered_call
from tests.factories.certification import asks, certifies

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _open(award: Award) -> None:
    open_board(award)


def _everything() -> list[Any]:
    return [
        list(TestCall.objects.order_by("pk").values()),
        list(TestCallEvent.objects.order_by("pk").values()),
        Notice.objects.count(),
    ]


def _refused(claimed: Claim, by: User, refusal: type[ClaimError]) -> ClaimError:
    """The refusal, and nothing else happened."""
    before = _everything()
    with pytest.raises(refusal) as refused:
        claim(wanted=claimed, by=by)
    assert _everything() == before
    return refused.value


def test_a_claimed_call_is_accepted_at_once_on_the_day_she_chose(award: Award, selma: User) -> None:
    day = working_day(award)

    call = claim(wanted=wanted(award, due_on=day), by=selma)

    stored = TestCall.objects.get()
    assert stored == call
    assert (stored.state, stored.shopper, stored.due_on, stored.fee) == (
        "accepted",
        selma.shopper,
        day,
        FEE,
    )
    assert stored.assigned_at is not None
    event = TestCallEvent.objects.get()
    assert (event.event, event.author, event.from_state, event.to_state) == (
        "claim",
        selma,
        "planned",
        "accepted",
    )
    assert not Notice.objects.exists()


def test_a_place_that_came_free_is_taken_over(
    award: Award, alma: User, selma: User, nora: User
) -> None:
    former = offered_call(award, nora, alma, "alfa", scenario="buy")
    cancel(call=former, reason="She is ill.", by=alma)

    call = claim(wanted=wanted(award, scenario="buy"), by=selma)

    assert call.replaces == former
    assert not is_on_board(award, selma, "alfa", Channel.PHONE, "buy")


def test_what_is_given_back_is_told_to_who_admitted_her(
    award: Award, alma: User, selma: User
) -> None:
    call = claimed_call(award, selma)

    decline(call=call, reason="I am ill", by=selma)

    notice = Notice.objects.get()
    assert (notice.kind, notice.recipient, notice.about) == ("call_declined", alma, call.pk)


def test_twice_the_same_is_one_call(award: Award, selma: User) -> None:
    call = claimed_call(award, selma)

    refusal = _refused(wanted(award), selma, ClaimedAlready)

    assert isinstance(refusal, ClaimedAlready)
    assert refusal.call == call


def _employee(award: Award, user: User) -> None:
    Relation.objects.create(shopper=user.shopper, company=award.company("alfa"), kind="employee")


def _closed(award: Award, _user: User) -> None:
    Programme.objects.update(board_until=None)


def _full(award: Award, _user: User) -> None:
    for _contact in range(2):
        award.contact("alfa", {"wait": "fast"})


@pytest.mark.parametrize("change", [_employee, _closed, _full])
def test_whatever_came_between_she_is_told_the_same(
    award: Award, selma: User, change: Callable[[Award, User], None]
) -> None:
    change(award, selma)

    refusal = _refused(wanted(award), selma, PlaceGone)

    assert str(refusal) == (
        "This call is not on the board any more: somebody was faster, or it was closed."
    )


def test_who_is_no_shopper_claims_nothing(award: Award, alma: User) -> None:
    before = _everything()

    with pytest.raises(NotYours):
        claim(wanted=wanted(award), by=alma)

    assert _everything() == before


def test_what_is_asked_before_the_first_call_is_asked_here_too(
    award: Award, alma: User, selma: User
) -> None:
    asks(award.programme, alma)
    before = _everything()

    with pytest.raises(NotCertified) as refused:
        claim(wanted=wanted(award), by=selma)

    assert (refused.value.step, _everything()) == (FirstStep.CODE, before)
    certifies(selma, award.programme)
    assert claim(wanted=wanted(award), by=selma).state == "accepted"


def test_another_fee_than_she_saw_is_not_hers_to_find_out_later(award: Award, selma: User) -> None:
    _refused(wanted(award, fee=Decimal(200)), selma, FeeChanged)
    _refused(wanted(award, fee=None), selma, FeeChanged)


def test_the_day_is_a_working_day_within_the_period(award: Award, selma: User) -> None:
    today, monday = timezone.localdate(), working_day(award)
    last = today + dt.timedelta(weeks=4)
    for day in (today - dt.timedelta(days=1), last + dt.timedelta(days=1)):
        assert "Choose a day from" in str(_refused(wanted(award, due_on=day), selma, DayRefused))

    saturday = monday + dt.timedelta(days=5)
    refusal = _refused(wanted(award, due_on=saturday), selma, DayRefused)

    assert "is no working day" in str(refusal)


def test_a_public_holiday_of_the_methods_country_is_no_working_day(award: Award) -> None:
    christmas, programme = dt.date(2026, 12, 25), award.programme
    assert works_on(programme, christmas)

    programme.method["fieldwork"]["hours"]["holidays"] = "NO"
    programme.method_hash = digest(programme.method)

    assert not works_on(programme, christmas)
    assert works_on(programme, dt.date(2026, 12, 28))


def test_a_full_week_is_refused_and_the_next_is_not(award: Award, selma: User) -> None:
    Shopper.objects.update(weekly_capacity=1)
    claimed_call(award, selma, "beta")

    refusal = _refused(wanted(award), selma, WeekFull)

    assert "That week is full: you take no more than 1 a week." in str(refusal)
    claim(wanted=wanted(award, due_on=working_day(award, weeks=2)), by=selma)
    assert TestCall.objects.count() == 2


def test_the_usual_day_leaves_full_weeks_out(award: Award, selma: User) -> None:
    place = open_calls(selma.shopper)[0]
    monday = working_day(award)
    this_week = timezone.localdate() - dt.timedelta(days=timezone.localdate().weekday())

    assert usual_day(place, full={this_week}, locked=()) == monday
    every = {this_week + dt.timedelta(weeks=week) for week in range(6)}
    assert usual_day(place, full=every, locked=()) is None
