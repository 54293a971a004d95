"""The most and the least important of a few, and the scale: form, draft, answer, what it weighs."""

import json
import re
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from evaluations.surveys.answers import Answer, Choice, are_choices, is_rated
from evaluations.surveys.enums import Asks
from evaluations.surveys.models import (
    EarlierExpectation,
    ExpectationDraft,
    ExpectationResponse,
    ExpectationSurvey,
)
from evaluations.surveys.services.answering import send_answer
from evaluations.surveys.services.own_data import read
from evaluations.surveys.services.refusals import AnswerRefused
from scoring.services.weights.weights import weight_set_of
from shoppers.models import User
from tests.factories.awards import Award, tiny_award
from tests.factories.surveys import SECTIONS, opened_survey, over
from tests.factories.tiny_method import FROM_SURVEY

pytestmark = pytest.mark.django_db
STANDING, FORM, SAVE = (
    reverse(name, args=["2026"])
    for name in ("my_expectations", "answer_expectations", "save_expectations")
)
SHOWN = list(SECTIONS)


@pytest.fixture
def award(db: None, request: pytest.FixtureRequest) -> Award:
    return tiny_award(weights=FROM_SURVEY | {"estimator": request.param})


@pytest.fixture
def phone(selma: User) -> Browser:
    browser = Browser(headers={"accept-language": "en"})
    browser.force_login(selma)
    return browser


def _words(page: bytes) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.decode()).split())


best_worst = pytest.mark.parametrize("award", ["best_worst"], indirect=True)
importance = pytest.mark.parametrize("award", ["importance"], indirect=True)


def _answer(best: str = "", worst: str = "", **ratings: int) -> Answer:
    """Of the tiny award's one set, and of its sections."""
    choices = (Choice(SECTIONS, best, worst),) if best or worst else ()
    return Answer(dict.fromkeys(SECTIONS, 0), SECTIONS, choices, ratings)


@best_worst
def test_the_most_and_the_least_important_are_named_kept_and_sent(
    award: Award, alma: User, phone: Browser
) -> None:
    opened_survey(award, alma, asks=Asks.BEST_WORST)
    page = phone.get(FORM)
    assert "1 of 1" in _words(page.content)
    assert b'name="best-0"' in page.content
    # Nothing else is asked, and nothing of weights is told.
    assert b"give-needs" not in page.content
    assert b"rate-needs" not in page.content
    assert len(page.content) < 40_000

    half = phone.post(FORM, {"best-0": "needs"})
    assert half.status_code == 422
    assert "Name the most and the least important in every group: 1 is left." in _words(
        half.content
    )
    assert ExpectationDraft.objects.get().choices == [
        {"shown": SHOWN, "best": "needs", "worst": ""}
    ]
    assert re.search(rb'name="best-0"\s+value="needs"\s+checked', phone.get(FORM).content)

    same = phone.post(FORM, {"best-0": "needs", "worst-0": "needs"})
    assert same.status_code == 422
    assert "Choose another one as the least important." in _words(same.content)
    assert not ExpectationResponse.objects.exists()

    sent = phone.post(FORM, {"best-0": "needs", "worst-0": "solution"})
    assert sent["location"] == STANDING
    response = ExpectationResponse.objects.get()
    assert response.choices == [{"shown": SHOWN, "best": "needs", "worst": "solution"}]
    assert (response.points, response.ranking, response.ratings) == ({}, [], {})
    assert response.complete
    assert "Most: Needs. Least: Solution." in _words(phone.get(STANDING).content)
    assert not ExpectationDraft.objects.exists()


@best_worst
def test_what_is_not_of_the_set_is_no_word_about_it(
    award: Award, alma: User, phone: Browser
) -> None:
    opened_survey(award, alma, asks=Asks.BEST_WORST)

    phone.post(SAVE, {"best-0": "waiting", "worst-0": "solution", "best-1": "needs"})

    assert ExpectationDraft.objects.get().choices == [
        {"shown": SHOWN, "best": "", "worst": "solution"}
    ]


@importance
@pytest.mark.usefixtures("few_answers_do")
def test_every_section_is_put_on_the_scale(award: Award, alma: User, phone: Browser) -> None:
    survey = opened_survey(award, alma, asks=Asks.IMPORTANCE)
    page = _words(phone.get(FORM).content)
    assert "How important is each of these to you?" in page
    assert "1: Not important · 5: Very important" in page
    assert page.count("1 Not important 2 3 4 5 Very important") == 2

    half = phone.post(FORM, {"rate-needs": "5", "rate-solution": "6"})
    assert half.status_code == 422
    assert "Say of each how important it is: 1 is left." in _words(half.content)
    assert ExpectationDraft.objects.get().ratings == {"needs": 5}

    assert phone.post(FORM, {"rate-solution": "2"})["location"] == STANDING
    response = ExpectationResponse.objects.get()
    assert response.ratings == {"needs": 5, "solution": 2}
    assert "Needs 5 Solution 2" in _words(phone.get(STANDING).content)
    # Once it is over it decides weights: the least important has what shrinking gives it.
    over(survey)
    assert weight_set_of(programme=award.programme).weights == {
        "waiting": "1/20",
        "needs": "171/200",
        "solution": "19/200",
    }


@best_worst
def test_a_changed_choice_is_kept_beside_and_read_out_to_her(
    award: Award, alma: User, selma: User
) -> None:
    survey = opened_survey(award, alma, asks=Asks.BEST_WORST)
    send_answer(survey=survey, answer=_answer("needs", "solution"), by=selma)
    send_answer(survey=survey, answer=_answer("needs", "solution"), by=selma)
    assert not EarlierExpectation.objects.exists()

    send_answer(survey=survey, answer=_answer("solution", "needs"), by=selma)

    assert EarlierExpectation.objects.get().choices[0]["best"] == "needs"
    told = json.loads(json.dumps(read(selma.shopper), default=str))["expectations"][0]
    assert told["choices"] == [{"shown": SHOWN, "best": "solution", "worst": "needs"}]
    assert told["before"][0]["choices"][0]["best"] == "needs"


@pytest.mark.parametrize("award", ["best_worst"], indirect=True)
@pytest.mark.parametrize(
    ("asks", "answer", "field"),
    [
        (Asks.BEST_WORST, _answer("needs"), "sets"),
        (Asks.BEST_WORST, _answer("needs", "needs"), "sets"),
        (Asks.BEST_WORST, _answer("needs", "waiting"), ""),
        (Asks.BEST_WORST, _answer(), ""),
        (Asks.SHARES, _answer("needs", "solution"), ""),
        (Asks.IMPORTANCE, _answer(needs=5), "ratings"),
        (Asks.IMPORTANCE, _answer(needs=5, solution=0), ""),
        (Asks.IMPORTANCE, _answer(needs=5, solution=6), ""),
        (Asks.IMPORTANCE, _answer(needs=5, solution=5, waiting=5), ""),
    ],
)
def test_what_is_not_whole_is_refused(
    award: Award, alma: User, selma: User, asks: Asks, answer: Answer, field: str
) -> None:
    survey: ExpectationSurvey = opened_survey(award, alma, asks=asks)

    with pytest.raises(AnswerRefused) as refused:
        send_answer(survey=survey, answer=answer, by=selma)

    assert refused.value.field == field
    assert not ExpectationResponse.objects.exists()


@pytest.mark.parametrize(
    ("choice", "whole"),
    [
        ({"shown": SHOWN, "best": "needs", "worst": "solution"}, True),
        ({"shown": SHOWN, "best": "needs", "worst": "needs"}, False),
        ({"shown": SHOWN, "best": "needs", "worst": ""}, False),
        ({"shown": SHOWN[::-1], "best": "needs", "worst": "solution"}, False),
    ],
)
def test_choices_count_when_they_are_of_the_sets_that_are_shown(
    choice: dict[str, Any], *, whole: bool
) -> None:
    assert are_choices([choice], SECTIONS) is whole
    assert not are_choices([choice, choice], SECTIONS)
    assert not are_choices([], SECTIONS)


@pytest.mark.parametrize(
    ("ratings", "whole"),
    [
        ({"needs": 1, "solution": 5}, True),
        ({"needs": 1}, False),
        ({"needs": 0, "solution": 5}, False),
        ({"needs": 1, "solution": 6}, False),
        ({"needs": 1, "solution": 5, "waiting": 3}, False),
    ],
)
def test_ratings_count_when_every_section_has_one(ratings: dict[str, int], *, whole: bool) -> None:
    assert is_rated(ratings, SECTIONS) is whole
