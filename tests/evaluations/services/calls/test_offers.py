"""A bundle of offers: what can be accepted is, and the rest is named."""

import datetime as dt
import uuid
from collections.abc import Callable

import pytest

from evaluations.decline_reasons import DeclineReason
from evaluations.giving_back import is_in_time, last_day_in_time
from evaluations.models import Admission, Relation, TestCall, TestCallEvent
from evaluations.services.calls.assigning import cancel
from evaluations.services.calls.calling import NoLongerAllowed, accept
from evaluations.services.calls.offers import answer_offers
from shoppers.models import Shopper, User
from tests.evaluations.casting import Begin, Cast
from tests.factories.awards import Award
from tests.factories.calls import offered_call

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def begin() -> Begin:
    return lambda cast: [
        offered_call(cast.award, cast.selma, cast.alma, company)
        for company in ("alfa", "beta", "gamma")
    ]


@pytest.fixture
def offers(cast: Cast) -> list[TestCall]:
    made: list[TestCall] = cast.begun
    return made


def _states() -> list[str]:
    return list(TestCall.objects.order_by("participation__name").values_list("state", flat=True))


def _names(calls: list[TestCall]) -> list[str]:
    return sorted(call.participation.name for call in calls)


def test_all_are_accepted_and_a_second_press_finds_them_hers(
    selma: User, offers: list[TestCall]
) -> None:
    take = [call.pk for call in offers]

    for _press in range(2):
        answered = answer_offers(take=take, by=selma)
        assert (_names(answered.accepted), answered.refused) == (["Alfa", "Beta", "Gamma"], [])

    assert _states() == ["accepted"] * 3
    assert TestCallEvent.objects.filter(event="accept").count() == 3


def test_those_not_ticked_stay_open_unless_she_says_why_not(
    selma: User, offers: list[TestCall]
) -> None:
    shown = [call.pk for call in offers]

    answer_offers(take=shown[:1], leave=shown, by=selma)

    assert _states() == ["accepted", "offered", "offered"]
    answered = answer_offers(take=[], leave=shown, reason=DeclineReason.TIME, by=selma)
    # What she has accepted is no offer any more: the old page does not give it back.
    assert _states() == ["accepted", "declined", "declined"]
    assert _names(answered.declined) == ["Beta", "Gamma"]
    reasons = TestCallEvent.objects.filter(event="decline").values_list("decline_reason", flat=True)
    assert list(reasons) == ["time", "time"]


def test_what_was_taken_back_is_named_and_the_rest_is_taken(
    alma: User, selma: User, offers: list[TestCall]
) -> None:
    cancel(call=offers[1], reason="The number is gone", by=alma)

    answered = answer_offers(take=[call.pk for call in offers], by=selma)

    assert _states() == ["accepted", "cancelled", "accepted"]
    assert [(call.participation.name, sentence) for call, sentence in answered.refused] == [
        ("Beta", "The call was cancelled. This step is not possible now.")
    ]


def test_nobody_answers_for_another(nora: User, offers: list[TestCall]) -> None:
    keys = [call.pk for call in offers]

    answered = answer_offers(
        take=[*keys, uuid.uuid4()], leave=keys, reason=DeclineReason.TIME, by=nora
    )

    assert (answered.accepted, answered.declined, answered.refused) == ([], [], [])
    assert _states() == ["offered"] * 3


def _not_admitted(_award: Award, selma: User) -> None:
    Admission.objects.filter(shopper=selma.shopper).delete()


def _employee(award: Award, selma: User) -> None:
    Relation.objects.create(shopper=selma.shopper, company=award.company("alfa"), kind="employee")


def _other_language(_award: Award, _selma: User) -> None:
    Shopper.objects.update(languages=["sv"])


@pytest.mark.parametrize("change", [_not_admitted, _employee, _other_language])
def test_a_rule_that_came_between_stops_the_bundle_and_the_single_press(
    award: Award,
    selma: User,
    offers: list[TestCall],
    change: Callable[[Award, User], None],
) -> None:
    change(award, selma)
    events = TestCallEvent.objects.count()

    with pytest.raises(NoLongerAllowed):
        accept(call=TestCall.objects.get(pk=offers[0].pk), by=selma)
    answered = answer_offers(take=[offers[0].pk], by=selma)

    ((call, sentence),) = answered.refused
    assert (call, answered.accepted) == (offers[0], [])
    assert sentence.startswith("A rule of the award keeps this call from you now.")
    assert (_states(), TestCallEvent.objects.count()) == (["offered"] * 3, events)


def test_less_room_than_before_leaves_what_was_offered_as_it_is(
    selma: User, offers: list[TestCall]
) -> None:
    Shopper.objects.update(weekly_capacity=1)

    answered = answer_offers(take=[call.pk for call in offers], by=selma)

    assert len(answered.accepted) == 3


def test_a_call_is_given_back_in_time_until_two_days_before() -> None:
    due = dt.date(2026, 3, 12)

    assert last_day_in_time(due) == dt.date(2026, 3, 10)
    assert is_in_time(due, on=dt.date(2026, 3, 10))
    assert not is_in_time(due, on=dt.date(2026, 3, 11))
    assert is_in_time(None, on=due)
