"""What is unusual about a report, in the queue: chips, and a filter for each."""

import datetime as dt

import pytest
from django.test import Client as Browser

from evaluations.enums import AttemptOutcome
from evaluations.models import Participation
from tests.evaluations.web.review.conftest import Begin
from tests.evaluations.web.review_desk import ReviewDesk
from tests.factories.reports import MONDAY_AT_TEN, attempt
from tests.factories.tiny_method import PERFECT

pytestmark = pytest.mark.django_db
QUEUE = "/desk/review/"


def _companies(browser: Browser, query: str = "") -> list[str]:
    answer = browser.get(QUEUE + query)
    assert answer.status_code == 200
    return [row.company for row in answer.context["rows"]]


TUESDAY = MONDAY_AT_TEN + dt.timedelta(days=1)


def _with_every_flag(desk: ReviewDesk) -> None:
    """Four reports, each unusual in its own way."""
    sunday = MONDAY_AT_TEN - dt.timedelta(days=1)
    early = MONDAY_AT_TEN - dt.timedelta(days=28)
    desk.report("alfa", answers=PERFECT | {"correct": "no"}, comments={"c_words": "Anne"})
    desk.report(
        "beta",
        answers=None,
        attempts=[
            attempt(sunday, AttemptOutcome.NOT_ANSWERED, wait_seconds=301),
            attempt(outcome=AttemptOutcome.NOT_ANSWERED, wait_seconds=299),
            attempt(TUESDAY, AttemptOutcome.NOT_ANSWERED, wait_seconds=300),
        ],
    )
    desk.report("gamma", attempts=[attempt(early), attempt(wait_seconds=301)])
    desk.report("delta", comments={"c_words": "Berit"})
    Participation.objects.filter(name="Delta").update(staff_informed_on=None)


@pytest.fixture(scope="module")
def begin() -> Begin:
    return _with_every_flag


def test_flags_say_what_is_unusual(reviewer: Browser) -> None:
    rows = reviewer.get(QUEUE).context["rows"]

    assert [(row.company, [chip.label for chip in row.flags]) for row in rows] == [
        ("Alfa", ["Critical answer", "Comments to moderate"]),
        ("Beta", ["Not answered", "Outside the hours", "Ended before the limit"]),
        ("Gamma", ["Outside the period", "Wait over the limit"]),
        ("Delta", []),  # no client ever reads a comment about it
    ]


def test_the_list_is_narrowed_to_a_flag(reviewer: Browser) -> None:
    found = {
        flag: _companies(reviewer, f"?flag={flag}")
        for flag in (
            "critical",
            "comments",
            "not_answered",
            "outside_hours",
            "gave_up_early",
            "wait_over_limit",
            "outside_period",
        )
    }

    assert found == {
        "critical": ["Alfa"],
        "comments": ["Alfa"],
        "not_answered": ["Beta"],
        "outside_hours": ["Beta"],
        "gave_up_early": ["Beta"],
        "wait_over_limit": ["Gamma"],
        "outside_period": ["Gamma"],
    }
