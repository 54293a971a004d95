"""What is unusual about a report, in the queue: chips, and a filter for each."""

import datetime as dt

import pytest
from django.test import Client as Browser

from evaluations.enums import AttemptOutcome
from evaluations.models import Evaluation, Participation
from evaluations.services.reviewing import approve
from tests.evaluations.web.review_desk import ReviewDesk, browser_of
from tests.factories.reports import MONDAY_AT_TEN, attempt
from tests.factories.tiny_method import PERFECT

pytestmark = pytest.mark.django_db
QUEUE = "/desk/review/"


@pytest.fixture
def desk() -> ReviewDesk:
    return ReviewDesk()


@pytest.fixture
def reviewer(desk: ReviewDesk) -> Browser:
    return browser_of(desk.alma)


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


def test_flags_say_what_is_unusual(desk: ReviewDesk, reviewer: Browser) -> None:
    _with_every_flag(desk)

    rows = reviewer.get(QUEUE).context["rows"]

    assert [(row.company, [chip.label for chip in row.flags]) for row in rows] == [
        ("Alfa", ["Critical answer", "Comments to moderate"]),
        ("Beta", ["Not answered", "Outside the hours", "Ended before the limit"]),
        ("Gamma", ["Outside the period", "Wait over the limit"]),
        ("Delta", []),  # no client ever reads a comment about it
    ]


@pytest.mark.parametrize(
    ("flag", "company"),
    [
        ("critical", "Alfa"),
        ("comments", "Alfa"),
        ("not_answered", "Beta"),
        ("outside_hours", "Beta"),
        ("gave_up_early", "Beta"),
        ("wait_over_limit", "Gamma"),
        ("outside_period", "Gamma"),
    ],
)
def test_the_list_is_narrowed_to_a_flag(
    desk: ReviewDesk, reviewer: Browser, flag: str, company: str
) -> None:
    _with_every_flag(desk)

    assert _companies(reviewer, f"?flag={flag}") == [company]


def test_a_report_that_nobody_answered_waits_for_a_second_reviewer(desk: ReviewDesk) -> None:
    report = desk.report("beta", answers=None)
    assert approve(evaluation=report, by=desk.clara) is False

    for reviewer in (desk.alma, desk.clara):
        browser = browser_of(reviewer)
        (row,) = browser.get(f"{QUEUE}?flag=passed_on").context["rows"]
        assert [chip.label for chip in row.flags] == ["Needs a second reviewer", "Not answered"]
        page = browser.get(row.url).content.decode()
        assert "Approved, passed on to a second reviewer" in page

    approve(evaluation=Evaluation.objects.get(), by=desk.alma)
    assert browser_of(desk.alma).get(f"{QUEUE}?flag=passed_on").context["rows"] == []
