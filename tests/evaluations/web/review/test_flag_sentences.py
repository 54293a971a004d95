"""Each kind of flag in a sentence with the figures that it rests on."""

from typing import Any

import pytest
from django.test import Client as Browser

from tests.evaluations.web.review.compared_reports import alike, another
from tests.evaluations.web.review.conftest import Begin
from tests.evaluations.web.review_desk import ReviewDesk, address

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def begin() -> Begin:
    return alike


SENTENCES: dict[str, tuple[dict[str, Any], str]] = {
    "below_floor": (
        {"statistic": 2.0, "figures": {"floor_minutes": 6.25}},
        "The contact and reading the questions quickly take 6.2.",
    ),
    "too_fast": (
        {"statistic": 3.14, "p": 0.0004, "figures": {"usual_minutes": 14, "reports": 2300}},
        "Half of the 2,300 reports like it took more than 14.0.",
    ),
    "long_run": (
        {
            "statistic": 12,
            "p": 1e-9,
            "look_at": ["wait", "fits"],
            "figures": {"answers": 30, "usual_run": 4},
        },
        "12 answers in a row, of 30, stand at the same place among their options.",
    ),
    "flat_answers": (
        {"statistic": 0.123, "p": 0.01, "figures": {"answers": 30, "usual_spread": 0.8}},
        "they vary by 0.12 places, and by 0.80 in reports like it",
    ),
    "same_answers": (
        {"statistic": 0.966, "figures": {"answers": 30}},
        "96 % of the 30 answers are those of an earlier report by the same shopper.",
    ),
    "wait_band": (
        {"statistic": 75, "look_at": ["wait"], "figures": {"chosen": "fast"}},
        "The answer about the wait is “fast”. The clock counted 1:15 min.",
    ),
    "extreme_score": ({"statistic": -4.12, "p": 0.00004}, "The points lie 4.1 standard deviations"),
    "together": ({"p": 0.002}, "No single figure stands out"),
    "critical": ({"look_at": ["correct"]}, "An answer makes the points of its section 0."),
    "outside_hours": ({}, "outside the programme&#x27;s hours"),
    "recognised": ({}, "The shopper thinks they were recognised."),
}


def test_each_kind_is_a_sentence_with_its_figures(desk: ReviewDesk, reviewer: Browser) -> None:
    alfa, _beta, gamma = desk.begun
    for kind, (facts, _said) in SENTENCES.items():
        named = {"look_at": [str(alfa.pk)]} if kind == "same_answers" else {}
        another(gamma, kind, **facts | named)

    answer = reviewer.get(address(gamma))

    page = answer.content.decode()
    assert [said for _facts, said in SENTENCES.values() if said not in page] == []
    chances = {block.kind: block.chance for block in answer.context["look_at"].flags}
    assert chances["Unusually fast"] == "By chance alone: about one report in 2,500."
    assert chances["Equal answers in a row"] == (
        "By chance alone: less than one report in a million."
    )
    # No percentage of points, no weight.
    assert "4.12" not in page
