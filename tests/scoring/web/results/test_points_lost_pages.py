"""Where the points went: on an own company's page and on the list of its questions."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from scoring.models import Release
from tests.factories.awards import OSLO, scored_award, tiny_award
from tests.factories.tiny_method import FIXED, PERFECT
from tests.scoring.web.conftest import LogIn, Prepare, Stage

ALFA = reverse("company", args=["2026", "alfa"])
GAMMA = reverse("company", args=["2026", "gamma"])
QUESTIONS = reverse("lost_questions", args=["2026", "gamma"])


@pytest.fixture(scope="module")
def prepare() -> Prepare:
    return Stage.release_to_clients


def _year_before(stage: Stage, weights: Mapping[str, Any] = FIXED) -> Release:
    """The same award a year earlier, released to clients; 2026 stays the stage's."""
    award = stage.award
    stage.award = scored_award("2025", weights=weights)
    release = stage.release_to_clients()
    stage.award = award
    return release


def test_an_own_company_opens_with_where_the_points_went(stage: Stage, log_in: LogIn) -> None:
    answer = log_in(stage.kjell).get(ALFA)

    text = answer.content.decode()
    assert text.index("Where the points went") < text.index("Sections") < text.index("Half-day")
    assert "The total is 66.67, so 33.33 of 100 percentage points did not come in." in " ".join(
        text.split()
    )
    assert [(line.name, str(line.lost)) for line in answer.context["lost_sections"]] == [
        ("Waiting", "0.00"),
        ("Needs", "0.00"),
        ("Solution", "0.00"),
        ("Not answered", "33.33"),
    ]
    assert "nothing to compare with" in text
    assert f"{ALFA}?answered=no#contacts" in text
    assert f"{ALFA}?channel=phone&amp;answered=no#contacts" in text
    assert "every answered contact got all it could" in text


@pytest.mark.parametrize("company", ["beta", "gamma"])
def test_of_rivals_and_others_nothing_of_it_is_shown(
    stage: Stage, log_in: LogIn, company: str
) -> None:
    browser = log_in(stage.kjell)

    text = browser.get(reverse("company", args=["2026", company])).content.decode()

    assert "Where the points went" not in text
    assert "28.57" not in text
    for file in ("lost-sections", "lost-channels", "lost-questions", "contacts"):
        address = f"{reverse('company', args=['2026', company])}?format=csv&table={file}"
        assert browser.get(address).status_code == 404
    assert browser.get(reverse("lost_questions", args=["2026", company])).status_code == 404
    # It is there for its owner.
    assert "28.57" in log_in(stage.oda).get(GAMMA).content.decode()


def test_the_year_before_stands_beside(stage: Stage, log_in: LogIn) -> None:
    _year_before(stage)

    answer = log_in(stage.oda).get(GAMMA)

    assert [
        (line.name, str(line.lost), str(line.before)) for line in answer.context["lost_sections"]
    ] == [
        ("Waiting", "0.00", "0.00"),
        ("Solution", "28.57", "28.57"),
        ("Not answered", "0.00", "0.00"),
    ]
    assert "other weights" not in answer.content.decode()
    assert answer.context["lost_foot"]["total_before"] is not None


def test_other_weights_in_the_year_before_are_said(stage: Stage, log_in: LogIn) -> None:
    _year_before(stage, weights=FIXED | {"weights": {"waiting": 0.5, "needs": 0, "solution": 0.5}})

    answer = log_in(stage.oda).get(GAMMA)

    assert "The sections had other weights in 2025" in answer.content.decode()
    # waiting and solution weigh a half each: 4 of 10 points of the second are 20.
    assert [str(line.before) for line in answer.context["lost_sections"]] == [
        "0.00",
        "20.00",
        "0.00",
    ]


def test_each_line_finds_its_contacts(stage: Stage, log_in: LogIn) -> None:
    stage.award.contact("gamma", PERFECT | {"wait": "fair"}, channel="chat")
    stage.award.contact("gamma", None, channel="chat")
    stage.release_to_clients()
    browser = log_in(stage.oda)
    page = browser.get(GAMMA).context

    for line in (*page["lost_sections"], *page["worst_questions"], *page["lost_channels"]):
        found = browser.get(f"{GAMMA}?{line.query}").context["contacts"]
        # On a channel without a loss every contact counts; a line without one has no link.
        assert len(found) == line.contacts or (line.contacts == 0 and "channel" not in line.query)
    chat = next(line for line in page["lost_channels"] if line.key == "chat")
    assert len(browser.get(f"{GAMMA}?{chat.unanswered_query}").context["contacts"]) == 1
    assert len(browser.get(f"{GAMMA}?lost=nowhere").context["contacts"]) == 5


def test_contacts_sort_by_their_columns(stage: Stage, log_in: LogIn) -> None:
    stage.award = tiny_award("2027")
    for day, hour, answers in (
        (3, 14, None),
        (3, 10, PERFECT),
        (2, 10, PERFECT | {"wait": "slow"}),
    ):
        stage.award.contact("alfa", answers, at=dt.datetime(2027, 2, day, hour, tzinfo=OSLO))
    stage.release_to_clients()
    browser = log_in(stage.kjell)

    def totals(sort: str) -> list[int]:
        address = reverse("company", args=["2027", "alfa"])
        return [int(row.total) for row in browser.get(address, {"sort": sort}).context["contacts"]]

    # The morning comes before the afternoon, whatever the alphabet says.
    assert totals("date") == totals("password") == [71, 100, 0]
    assert totals("-date") == [100, 0, 71]
    assert totals("total") == [0, 71, 100]
    assert totals("-answered") == [71, 100, 0]


def test_questions_filter_by_section_and_sort(stage: Stage, log_in: LogIn) -> None:
    stage.award.contact("gamma", PERFECT | {"wait": "fair", "correct": "no"})
    stage.release_to_clients()
    browser = log_in(stage.oda)

    def names(**query: str) -> list[str]:
        return [line.name for line in browser.get(QUESTIONS, query).context["lines"]]

    # Of a fourth of 100 each: wait 1/2 of 2/7, correct 2/10 and beside it 8/10 of 5/7.
    worst_first = ["fits", "Critical answer to: correct", "wait", "correct"]
    assert names() == worst_first
    assert names(sort="lost") == ["wait", "correct", "Critical answer to: correct", "fits"]
    assert names(sort="name") == ["correct", "Critical answer to: correct", "fits", "wait"]
    assert names(section="waiting") == ["wait"]
    assert names(section="zoo") == worst_first
    text = browser.get(QUESTIONS, {"section": "needs"}).content.decode()
    assert "No question of this section cost points" in text
    everything = browser.get(QUESTIONS).context
    assert everything["sums"]["lost"] == sum(line.lost for line in everything["lines"])


def test_a_company_that_lost_nothing_at_a_question_reads_so(stage: Stage, log_in: LogIn) -> None:
    answer = log_in(stage.kjell).get(reverse("lost_questions", args=["2026", "alfa"]))

    text = answer.content.decode()
    assert "No question cost points" in text
    assert "One contact that nobody answered cost 33.33 more" in text


def test_questions_of_what_is_not_there_are_not_found(stage: Stage, log_in: LogIn) -> None:
    browser = log_in(stage.kjell)

    for year, company in (("2026", "zeta"), ("1999", "alfa"), ("2026", "gamma")):
        assert browser.get(reverse("lost_questions", args=[year, company])).status_code == 404


def test_the_pages_cost_the_same_with_one_contact_and_with_three(
    stage: Stage, log_in: LogIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    stage.award = tiny_award("2025")
    stage.award.contact("alfa", PERFECT | {"wait": "fair"})
    stage.award.contact("alfa", PERFECT | {"wait": "slow"})
    stage.award.contact("alfa", None)
    stage.award.contact("gamma", PERFECT | {"wait": "fair"})
    stage.release_to_clients()

    for user, company in ((stage.kjell, "alfa"), (stage.oda, "gamma")):
        browser = log_in(user)
        with django_assert_num_queries(29):
            browser.get(reverse("company", args=["2025", company]))
        with django_assert_num_queries(19):
            browser.get(reverse("lost_questions", args=["2025", company]))
