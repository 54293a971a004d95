"""A shopper's answer: taken whole or not at all, changed until the end, never lost."""

from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction

from evaluations.services.roster.admitting import withdraw
from evaluations.surveys.answers import Answer
from evaluations.surveys.enums import Asks
from evaluations.surveys.models import (
    EarlierExpectation,
    ExpectationDraft,
    ExpectationResponse,
    ExpectationSurvey,
)
from evaluations.surveys.services.answering import save_draft, send_answer
from evaluations.surveys.services.opening import close_survey
from evaluations.surveys.services.refusals import AnswerRefused, NotAsked, SurveyNotOpen
from scoring.queries.weights.expectations import answers_that_count
from scoring.services.weights.weights import weight_set_of
from shoppers.models import User
from tests.factories.awards import Award
from tests.factories.surveys import given, opened_survey, over

pytestmark = pytest.mark.django_db


def _stored() -> list[tuple[Any, ...]]:
    return list(ExpectationResponse.objects.values_list("points", "ranking", "complete"))


@pytest.mark.usefixtures("few_answers_do")
def test_an_answer_is_stored_as_a_file_would_bring_it_and_decides_weights(
    award: Award, survey: ExpectationSurvey, selma: User
) -> None:
    award.expects({"needs": 20, "solution": 80})
    save_draft(survey=survey, answer=given(10, 0), by=selma)

    response = send_answer(survey=survey, answer=given(60, 40), by=selma)

    assert (response.points, response.ranking, response.complete) == (
        {"needs": 60, "solution": 40}, [], True,
    )  # fmt: skip
    assert (response.birth_year, response.gender, response.region) == (1990, "f", "Vestland")
    assert answers_that_count(award.programme)[-1].points == {"needs": 60, "solution": 40}
    over(survey)
    # 0.95 x (0.8 x 0.4 + 0.2 / 2) and 0.95 x (0.8 x 0.6 + 0.2 / 2)
    assert weight_set_of(programme=award.programme).weights == {
        "waiting": "1/20", "needs": "399/1000", "solution": "551/1000",
    }  # fmt: skip
    assert not ExpectationDraft.objects.exists()


def test_a_draft_counts_for_nothing(survey: ExpectationSurvey, selma: User) -> None:
    save_draft(survey=survey, answer=given(60, 40), by=selma)
    save_draft(survey=survey, answer=given(70, 0), by=selma)

    assert ExpectationDraft.objects.get().points == {"needs": 70, "solution": 0}
    assert _stored() == []


def test_a_changed_answer_counts_and_the_earlier_one_is_kept(
    survey: ExpectationSurvey, selma: User
) -> None:
    first = send_answer(survey=survey, answer=given(60, 40), by=selma).answered_at
    again = send_answer(survey=survey, answer=given(60, 40), by=selma)
    assert (again.answered_at, EarlierExpectation.objects.count()) == (first, 0)

    changed = send_answer(survey=survey, answer=given(50, 50), by=selma)

    assert _stored() == [({"needs": 50, "solution": 50}, [], True)]
    earlier = EarlierExpectation.objects.get()
    assert (earlier.points, earlier.answered_at) == ({"needs": 60, "solution": 40}, first)
    assert earlier.replaced_at == changed.answered_at


def test_an_answer_from_a_file_is_kept_when_she_answers_herself(
    award: Award, survey: ExpectationSurvey, selma: User
) -> None:
    row = award.expects({"needs": 60, "solution": 30}, complete=False)
    ExpectationResponse.objects.filter(pk=row.pk).update(shopper=selma.shopper)

    send_answer(survey=survey, answer=given(60, 40), by=selma)

    earlier = EarlierExpectation.objects.get()
    assert (earlier.points, earlier.complete, earlier.answered_at) == (row.points, False, None)
    assert _stored() == [({"needs": 60, "solution": 40}, [], True)]


@pytest.mark.parametrize(
    ("asks", "points", "ranking", "complete"),
    [
        (Asks.RANKING, {}, ["solution", "needs"], True),
        (Asks.BOTH, {"needs": 60, "solution": 40}, ["solution", "needs"], True),
    ],
)
def test_only_what_is_asked_is_stored(
    award: Award, alma: User, selma: User, asks: Asks, points: Any, ranking: Any, *, complete: bool
) -> None:
    survey = opened_survey(award, alma, asks=asks)

    send_answer(survey=survey, answer=given(60, 40, first="solution"), by=selma)

    assert _stored() == [(points, ranking, complete)]


@pytest.mark.parametrize(
    ("answer", "field"),
    [
        (given(60, 39), "left"),
        (given(60, 41), "left"),
        (given(-10, 110), "needs"),
        (Answer({"needs": 100}, ("needs", "solution")), ""),
        (Answer({"needs": 50, "solution": 50}, ("needs", "needs")), ""),
        (Answer({"needs": 50, "solution": 50, "waiting": 0}, ("needs", "solution")), ""),
    ],
)
def test_what_is_not_whole_is_refused_and_changes_nothing(
    survey: ExpectationSurvey, selma: User, answer: Answer, field: str
) -> None:
    send_answer(survey=survey, answer=given(30, 70), by=selma)

    with pytest.raises(AnswerRefused) as refusal:
        send_answer(survey=survey, answer=answer, by=selma)

    assert refusal.value.field == field
    assert _stored() == [({"needs": 30, "solution": 70}, [], True)]


@pytest.mark.parametrize("when", ["scheduled", "over", "closed"])
def test_nothing_is_taken_before_after_or_once_closed(
    award: Award, alma: User, selma: User, when: str
) -> None:
    survey = opened_survey(award, alma, starts_in=1 if when == "scheduled" else 0)
    if when == "over":
        over(survey)
    if when == "closed":
        close_survey(survey=survey, by=alma)

    for write in (save_draft, send_answer):
        with pytest.raises(SurveyNotOpen):
            write(survey=survey, answer=given(60, 40), by=selma)

    assert _stored() == []
    assert not ExpectationDraft.objects.exists()


def test_who_is_not_admitted_is_not_asked(
    award: Award, survey: ExpectationSurvey, alma: User, selma: User
) -> None:
    withdraw(shopper=selma.shopper, programme=award.programme, by=alma)

    with pytest.raises(NotAsked):
        send_answer(survey=survey, answer=given(60, 40), by=selma)

    assert _stored() == []


@pytest.mark.parametrize(
    "change", ["asks = 'both'", "sections = '{needs,waiting}'", "programme_id = programme_id + 1"]
)
def test_what_is_asked_never_changes(survey: ExpectationSurvey, change: str) -> None:
    with (
        pytest.raises(ProgrammingError, match="Cannot update"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE surveys_expectationsurvey SET {change}")  # noqa: S608 - our words
