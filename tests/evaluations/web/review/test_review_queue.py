"""The list of reports that wait for a reviewer."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from evaluations.models import Evaluation
from evaluations.services.review.reviewing import approve, send_back
from tests import people
from tests.evaluations.web.review_desk import ReviewDesk, address
from tests.factories.reports import handed_in_again
from tests.factories.tiny_method import PERFECT

pytestmark = pytest.mark.django_db
QUEUE = "/desk/review/"


def _companies(browser: Browser, query: str = "") -> list[str]:
    answer = browser.get(QUEUE + query)
    assert answer.status_code == 200
    return [row.company for row in answer.context["rows"]]


def _ago(hours: int) -> dt.datetime:
    return timezone.now() - dt.timedelta(hours=hours)


def test_reports_wait_with_the_oldest_first(desk: ReviewDesk, reviewer: Browser) -> None:
    for company, hours in (("beta", 5), ("alfa", 73), ("gamma", 71)):
        desk.report(company, at=_ago(hours))

    answer = reviewer.get(QUEUE)

    rows = answer.context["rows"]
    assert [(row.company, row.clock.late) for row in rows] == [
        ("Alfa", True),
        ("Gamma", False),
        ("Beta", False),
    ]
    first = rows[0]
    assert (first.category, first.channel, first.scenario) == ("Bank", "Phone", "ask")
    assert (first.shopper, first.number, first.own, first.flags) == ("S-900", 1, False, [])
    page = answer.content.decode()
    assert "Overdue by 1\xa0hour" in page
    assert "2\xa0days left" in page
    assert "3 reports" in page


def test_an_empty_queue_says_so(reviewer: Browser) -> None:
    page = reviewer.get(QUEUE).content.decode()

    assert "Nothing waits for review" in page
    assert "<table" not in page
    for state, words in (
        ("returned", "No report is with its shopper"),
        ("unmoderated", "No comment waits for a decision"),
        ("decided", "You have not decided about a report yet"),
    ):
        assert words in reviewer.get(f"{QUEUE}?state={state}").content.decode()


def test_a_filter_that_nothing_fits_can_be_cleared(desk: ReviewDesk, reviewer: Browser) -> None:
    desk.report()

    page = reviewer.get(f"{QUEUE}?channel=email&state=to_review").content.decode()

    assert "No report fits this filter" in page
    assert f'href="{QUEUE}?state=to_review"' in page


def test_the_filter_stands_in_the_address(desk: ReviewDesk, reviewer: Browser) -> None:
    desk.report("alfa")
    desk.report("beta", channel="email")
    desk.report("delta")
    desk.claras_report("gamma")

    assert _companies(reviewer, "?channel=email") == ["Beta"]
    assert _companies(reviewer, "?category=power") == ["Delta"]
    assert _companies(reviewer, "?shopper=950") == ["Gamma"]
    assert _companies(reviewer, "?programme=2026&channel=phone&category=bank&shopper=s-9") == [
        "Alfa",
        "Gamma",
    ]
    assert "email" in reviewer.get(f"{QUEUE}?channel=email").context["rows"][0].url
    # A word that is no choice is said beside its field, and narrows nothing.
    answer = reviewer.get(f"{QUEUE}?channel=fax")
    assert len(answer.context["rows"]) == 4
    assert "Select a valid choice" in answer.content.decode()


def test_the_list_sorts(desk: ReviewDesk, reviewer: Browser) -> None:
    report = desk.report("alfa", at=_ago(9))
    desk.report("delta", at=_ago(6))
    desk.claras_report("beta", channel="email", at=_ago(3))
    send_back(evaluation=report, reason="Which day?", remarks={}, by=desk.alma)
    handed_in_again(report, desk.selma, answers={"wait": "fair"}, at=_ago(1))

    for sort, companies in (
        ("", ["Delta", "Beta", "Alfa"]),
        ("-handed", ["Alfa", "Beta", "Delta"]),
        ("company", ["Alfa", "Beta", "Delta"]),
        ("-category", ["Delta", "Beta", "Alfa"]),
        ("channel", ["Beta", "Delta", "Alfa"]),
        ("-shopper", ["Beta", "Delta", "Alfa"]),
        ("-number", ["Alfa", "Delta", "Beta"]),
        ("weight", ["Delta", "Beta", "Alfa"]),
    ):
        assert _companies(reviewer, f"?sort={sort}") == companies, sort


def test_ones_own_report_is_marked_and_shows_nothing(desk: ReviewDesk) -> None:
    desk.claras_report(answers=PERFECT | {"correct": "no"})

    answer = desk.browser_of(desk.clara).get(QUEUE)

    (row,) = answer.context["rows"]
    assert (row.own, row.flags) == (True, [])
    assert "Your own: somebody else reviews it" in answer.content.decode()
    assert desk.browser_of(desk.alma).get(QUEUE).context["rows"][0].flags != []


def test_the_other_lists(desk: ReviewDesk, reviewer: Browser) -> None:
    words = {"c_words": "Anne was quick"}
    back, good, other = (desk.report(key, comments=words) for key in ("alfa", "beta", "gamma"))
    send_back(evaluation=back, reason="Which day?", remarks={}, by=desk.alma)
    approve(evaluation=good, by=desk.alma)
    approve(evaluation=other, by=desk.clara)
    # What came from a file was decided in the file.
    desk.award.contact("delta", PERFECT)

    assert _companies(reviewer) == []
    assert _companies(reviewer, "?state=returned") == ["Alfa"]
    assert _companies(reviewer, "?state=unmoderated") == ["Beta", "Gamma"]
    answer = reviewer.get(f"{QUEUE}?state=decided")
    assert [(row.company, row.state.label) for row in answer.context["rows"]] == [
        ("Beta", "Approved"),
        ("Alfa", "Returned"),
    ]
    # While a report is returned, its comments are its shopper's to change.
    assert [[chip.label for chip in row.flags] for row in answer.context["rows"]] == [
        ["Comments to moderate"],
        [],
    ]
    assert _companies(reviewer, "?state=decided&sort=decided") == ["Alfa", "Beta"]


def test_a_comment_that_was_decided_about_waits_no_more(
    desk: ReviewDesk, reviewer: Browser
) -> None:
    report = desk.report(comments={"c_words": "Anne was quick"})
    approve(evaluation=report, by=desk.alma)
    assert _companies(reviewer, "?state=unmoderated") == ["Alfa"]

    page = reviewer.get(address(report)).context["comments"][0]
    reviewer.post(
        f"{address(report)}comments/c_words/",
        {
            "c_words-read": page.form["read"].value(),
            "c_words-verdict": "hidden",
            "c_words-text": "",
        },
    )

    assert _companies(reviewer, "?state=unmoderated") == []
    assert _companies(reviewer, "?state=unmoderated&flag=critical") == []


def test_flags_of_decided_reports_are_found_too(desk: ReviewDesk, reviewer: Browser) -> None:
    for company, correct in (("alfa", "no"), ("beta", "yes")):
        report = desk.report(
            company, answers=PERFECT | {"correct": correct}, comments={"c_words": "Anne"}
        )
        approve(evaluation=report, by=desk.alma)

    assert _companies(reviewer, "?state=unmoderated&flag=critical") == ["Alfa"]


def test_a_report_that_nobody_answered_waits_for_a_second_reviewer(desk: ReviewDesk) -> None:
    report = desk.report("beta", answers=None)
    assert approve(evaluation=report, by=desk.clara) is False

    for reviewer in (desk.alma, desk.clara):
        browser = desk.browser_of(reviewer)
        (row,) = browser.get(f"{QUEUE}?flag=passed_on").context["rows"]
        assert [chip.label for chip in row.flags] == ["Needs a second reviewer", "Not answered"]
        page = browser.get(row.url).content.decode()
        assert ("First of two reviews: Approve" in page) == (reviewer == desk.clara)

    approve(evaluation=Evaluation.objects.get(), by=desk.alma)
    assert desk.browser_of(desk.alma).get(f"{QUEUE}?flag=passed_on").context["rows"] == []


def test_long_lists_have_pages(
    desk: ReviewDesk, reviewer: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evaluations.web.views.review.review_queue.REPORTS_A_PAGE", 2)
    for company in ("alfa", "beta", "gamma"):
        desk.report(company)

    assert _companies(reviewer, "?category=bank&page=2") == ["Gamma"]
    page = reviewer.get(f"{QUEUE}?category=bank&page=2").content.decode()
    assert re.search(r'rel="prev" href="\?category=bank&amp;page=1"', page)


def test_the_number_of_queries_does_not_grow(
    desk: ReviewDesk, reviewer: Browser, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for companies in (["alfa"], ["beta", "gamma"]):
        for company in companies:
            desk.report(company, comments={"c_words": "Anne was quick"})
        with django_assert_num_queries(13):
            reviewer.get(QUEUE)


@pytest.mark.parametrize("who", ["selma", "kari"])
def test_the_list_is_for_coordinators(desk: ReviewDesk, who: str) -> None:
    user: Any = desk.selma if who == "selma" else people.kari()

    assert desk.browser_of(user).get(QUEUE).status_code == 403


def test_strangers_are_asked_to_sign_in() -> None:
    assert Browser().get(QUEUE).headers["Location"] == "/sign-in/?next=%2Fdesk%2Freview%2F"


def test_a_coordinator_owes_her_second_factor(desk: ReviewDesk, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    browser = Browser()
    people.sign_in(browser, desk.alma, second_factor=False)

    assert browser.get(QUEUE).headers["Location"].startswith("/second-factor/")


def test_the_list_is_only_read(reviewer: Browser) -> None:
    assert reviewer.post(QUEUE).status_code == 405
