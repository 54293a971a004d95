"""How shoppers work, read from days and decisions."""

from typing import Any

import pytest

from evaluations.enums import EvaluationState, TestCallState
from evaluations.queries.roster.work_records import work_records
from evaluations.work_records import Grade, WorkRecord
from shoppers.models import User
from shoppers.services.own_data import own_data
from tests.factories.awards import Award, shopper, tiny_award
from tests.factories.records import given_call, handed_in
from tests.factories.tiny_method import PERFECT

pytestmark = pytest.mark.django_db


def test_days_and_decisions_are_counted_and_answers_are_not(award: Award, alma: User) -> None:
    busy = shopper("S-1")
    for late in (-2, -1, 0, 1):
        handed_in(award, busy, alma, late=late)
    handed_in(award, busy, alma, late=-3, state=EvaluationState.REJECTED)
    handed_in(award, busy, alma, returned_from=EvaluationState.SUBMITTED)
    handed_in(award, busy, alma, returned_from=EvaluationState.OBJECTED)
    handed_in(award, busy, alma, state=EvaluationState.SUBMITTED)
    given_call(award, busy, alma, TestCallState.EXPIRED)
    given_call(award, busy, alma, TestCallState.EXPIRED, taken=False)
    given_call(award, busy, alma, TestCallState.ACCEPTED)
    given_call(award, busy, alma, TestCallState.DECLINED)
    given_call(award, busy, alma, TestCallState.CANCELLED)
    given_call(award, busy, alma, TestCallState.STOPPED)

    found = work_records(award.programme)

    assert found == {
        busy.pk: WorkRecord(
            due=10,
            on_time=7,
            handed_in=8,
            median_days=0.0,
            decided=7,
            first_time=5,
            returned=1,
            rejected=1,
            declined=1,
            expired=2,
        )
    }
    assert found[busy.pk].grade is Grade.C


def test_only_calls_given_here_in_this_programme_by_those_asked_for(
    award: Award, alma: User
) -> None:
    one, two = shopper("S-1"), shopper("S-2")
    award.contact("alfa", PERFECT, by=one)
    given_call(award, one, alma, TestCallState.ACCEPTED, days_ago=0)
    handed_in(tiny_award("2025"), one, alma)
    handed_in(award, two, alma)

    assert work_records(award.programme)[one.pk] == WorkRecord()
    assert set(work_records(award.programme)) == {one.pk, two.pk}
    assert set(work_records(award.programme, among=[two.pk])) == {two.pk}
    assert work_records(None) == {}


def test_she_takes_her_record_and_her_grade_along(award: Award, alma: User) -> None:
    busy = shopper("S-1")
    for _call in range(5):
        handed_in(award, busy, alma)
    given_call(tiny_award("2025"), busy, alma, TestCallState.DECLINED)

    old, new = own_data(busy)["work"]

    assert (old["programme"], old["declined"], old["grade"]) == ("2025", 1, None)
    assert (new["programme"], new["due"], new["on_time"], new["grade"]) == ("2026", 5, 5, "A")
    assert own_data(shopper("S-2"))["work"] == []


@pytest.mark.parametrize("others", [0, 2])
def test_one_query_reads_them_all(
    award: Award, alma: User, others: int, django_assert_num_queries: Any
) -> None:
    for number in range(others + 1):
        handed_in(award, shopper(f"S-{number}"), alma)

    with django_assert_num_queries(1):
        assert len(work_records(award.programme)) == others + 1
