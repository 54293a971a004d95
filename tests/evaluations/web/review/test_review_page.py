"""One report beside the points of its answers."""

import datetime as dt
import re
import uuid
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from evaluations.enums import AttemptOutcome
from evaluations.models import Evaluation, Participation, TestCall
from evaluations.services.reports.drafting import open_report
from evaluations.services.review.reviewing import approve, send_back
from tests import people
from tests.evaluations.web.review_desk import ReviewDesk, address
from tests.factories.reports import MONDAY_AT_TEN, attempt, handed_in_again
from tests.factories.tiny_method import NEEDS, PERFECT
from tests.factories.words import moderated

pytestmark = pytest.mark.django_db


def _lines(context: Any) -> dict[str, tuple[str, str, str]]:
    """By question: answer, points, what is unusual."""
    return {
        line.key: (line.answer, line.points, line.note)
        for section in context["sections"]
        for line in section.lines
    }


def test_the_contact_is_the_attempt_that_was_answered_whenever_it_was_noted(
    desk: ReviewDesk, reviewer: Browser
) -> None:
    tuesday = MONDAY_AT_TEN + dt.timedelta(days=1)
    in_vain = attempt(outcome=AttemptOutcome.NOT_ANSWERED, wait_seconds=300)

    context = reviewer.get(address(desk.report(attempts=[attempt(tuesday), in_vain]))).context

    told = next(fact.value for fact in context["facts"].facts if fact.term == "Contact")
    assert told == "Tue 3 February 2026, 10:00"
    assert [line.started_at for line in context["attempts"]] == [MONDAY_AT_TEN, tuesday]


def test_answers_stand_beside_their_points(desk: ReviewDesk, reviewer: Browser) -> None:
    answers = PERFECT | NEEDS | {"wait": "fair", "found": "na", "correct": "no", "mood": "up"}
    report = desk.report(answers=answers, scenario="buy")

    answer = reviewer.get(address(report))

    assert _lines(answer.context) == {
        "wait": ("fair", "2 of 4", ""),
        "asked": ("yes", "2 of 2", ""),
        "found": ("Not applicable", "–", "Left out of points got and possible"),
        "correct": ("no", "0 of 2", "The section scores 0"),
        "fits": ("well", "8 of 8", ""),
        "mood": ("up", "Not scored", ""),
    }
    assert [(each.name, each.points, each.note) for each in answer.context["sections"]] == [
        ("Waiting", "2 of 4 points", ""),
        ("Needs", "2 of 2 points", ""),
        (
            "Solution",
            "0 of 10 points",
            "A critical answer sets this section to 0; without it, it had 8.",
        ),
        ("Experience", "Asked, not scored", ""),
    ]


def test_an_optional_question_may_be_empty(desk: ReviewDesk, reviewer: Browser) -> None:
    answer = reviewer.get(address(desk.report()))

    assert _lines(answer.context)["mood"] == ("No answer", "Not scored", "")


def test_answers_that_are_not_shown_stand_apart(desk: ReviewDesk, reviewer: Browser) -> None:
    answer = reviewer.get(address(desk.report(answers=PERFECT | NEEDS)))

    assert answer.context["routed_out"] == [("asked", "yes"), ("found", "yes")]
    assert "asked" not in _lines(answer.context)
    assert "Answered, but not shown in this contact" in answer.content.decode()


def test_an_unanswered_contact_has_no_answers(desk: ReviewDesk, reviewer: Browser) -> None:
    answer = reviewer.get(address(desk.report(answers=None)))

    assert answer.context["sections"] == []
    assert "Nobody answered within the limit" in answer.content.decode()


def test_the_contact_is_told(desk: ReviewDesk, reviewer: Browser) -> None:
    sunday = MONDAY_AT_TEN - dt.timedelta(days=1)
    missed = attempt(sunday, AttemptOutcome.NOT_ANSWERED, wait_seconds=299)
    report = desk.report(attempts=[missed, attempt()])
    TestCall.objects.update(fee="250.00", due_on=dt.date(2026, 2, 9))
    scenario = report.test_call.scenario
    scenario.briefing = {"role": {"nb": "n", "sv": "s", "en": "A private customer"}}
    scenario.save()

    answer = reviewer.get(address(report))

    assert {fact.term: fact.value for fact in answer.context["facts"].facts} == {
        "Shopper": "S-900",
        "Company": "Alfa, Bank",
        "Programme": "Best in test 2026",
        "Channel": "Phone",
        "Scenario": "ask (Question)",
        "Contact": "Mon 2 February 2026, 10:00",
        "Due": "9 February 2026",
        "Fee": "250 NOK",
    }
    assert [(fact.term, fact.value) for fact in answer.context["facts"].briefing] == [
        ("Role", "A private customer")
    ]
    assert [
        (line.started, line.outcome, line.waited, [chip.label for chip in line.flags])
        for line in answer.context["attempts"]
    ] == [
        (
            "Sun 1 February 2026, 10:00",
            "Nobody answered",
            "4:59 min",
            ["Outside the hours", "Ended before the limit"],
        ),
        ("Mon 2 February 2026, 10:00", "Somebody answered", "0:30 min", []),
    ]
    assert f'href="{reverse("shopper", args=["S-900"])}"' in answer.content.decode()


def test_no_total_and_no_standing_is_in_sight(desk: ReviewDesk, reviewer: Browser) -> None:
    report = desk.report(answers=PERFECT | {"fits": "fair"})
    desk.award.contact("alfa", PERFECT)

    page = reviewer.get(address(report)).content.decode()
    main = page[page.index("<main") : page.index("</main>")]

    assert "4 of 8" in main
    assert "%" not in main
    assert not re.search(r"rank|total|score\b|standing|weight", main, re.IGNORECASE)
    assert re.findall(r'href="/(?:results|winners|desk/runs|desk/releases)', main) == []


def test_one_walks_through_the_list_with_its_filter(desk: ReviewDesk, reviewer: Browser) -> None:
    first, second = desk.report("alfa"), desk.report("beta")
    desk.claras_report("alfa", channel="email")
    third = desk.report("gamma")
    query = "?category=bank&channel=phone"

    middle = reviewer.get(address(second, query=query))

    assert middle.context["previous_url"] == address(first, query=query)
    assert middle.context["next_url"] == address(third, query=query)
    assert f'href="{reverse("review_queue")}?category=bank&amp;channel=phone"' in (
        middle.content.decode()
    )
    assert "2 of 3" in middle.content.decode()
    # One's own are left out of the walk.
    walk = desk.browser_of(desk.clara).get(address(second)).context
    assert (walk["beside"].position, walk["beside"].count) == (2, 3)
    # A report outside the list has no neighbours in it.
    outside = reviewer.get(address(first, query="?category=power")).context
    assert (outside["previous_url"], outside["next_url"]) == ("", "")


def test_ones_own_report_is_explained_and_not_shown(desk: ReviewDesk) -> None:
    report = desk.claras_report(comments={"c_words": "Anne was quick"})
    browser = desk.browser_of(desk.clara)

    answer = browser.get(address(report))

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Somebody else has to review it." in page
    assert "Anne was quick" not in page
    assert "sections" not in answer.context
    assert "Anne was quick" in desk.browser_of(desk.alma).get(address(report)).content.decode()


def test_a_decided_report_takes_no_decision(desk: ReviewDesk, reviewer: Browser) -> None:
    report = desk.report()
    approve(evaluation=report, by=desk.clara)

    page = reviewer.get(address(report)).content.decode()

    assert 'id="decision"' not in page
    assert "By Clara Coll" in page
    assert "Remark" not in page


def test_privacy_mode_is_said_beside_the_comments(desk: ReviewDesk, reviewer: Browser) -> None:
    report = desk.report(comments={"c_words": "Anne was quick"})
    said = "the client sees no comment of this contact, whatever is decided here"
    assert said not in reviewer.get(address(report)).content.decode()

    Participation.objects.update(signed_up=False)

    assert said in reviewer.get(address(report)).content.decode()


def test_a_report_from_a_file_is_shown_as_well(desk: ReviewDesk, reviewer: Browser) -> None:
    report = desk.award.contact("alfa", PERFECT)

    answer = reviewer.get(address(report))

    assert answer.context["changes"] is None
    assert _lines(answer.context)["wait"] == ("fast", "4 of 4", "")
    assert "Nothing is known about its way here." in answer.content.decode()


def test_the_number_of_queries_does_not_grow(
    desk: ReviewDesk, reviewer: Browser, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    report = desk.report("alfa", comments={"c_words": "Anne was quick"})
    for returns, companies in ((1, []), (3, ["beta", "gamma"])):
        for company in companies:
            desk.report(company, comments={"c_words": "Anne was quick"})
        for number in range(returns):
            moderated(report, "c_words", by=desk.clara)
            send_back(evaluation=report, reason="?", remarks={"wait": "?"}, by=desk.clara)
            report = handed_in_again(report, desk.selma, comments={"c_words": f"{number}!"})
        with django_assert_num_queries(19):
            reviewer.get(address(report))


@pytest.mark.parametrize("who", ["selma", "kari"])
def test_the_page_is_for_coordinators(desk: ReviewDesk, who: str) -> None:
    user: Any = desk.selma if who == "selma" else people.kari()
    report = desk.report()

    assert desk.browser_of(user).get(address(report)).status_code == 403


def test_strangers_are_asked_to_sign_in(desk: ReviewDesk) -> None:
    report = desk.report()

    assert Browser().get(address(report)).headers["Location"].startswith("/sign-in/?next=")


def test_an_unknown_report_is_not_found(reviewer: Browser) -> None:
    assert reviewer.get(reverse("review", args=[uuid.uuid4()])).status_code == 404


def test_a_draft_is_its_shoppers(desk: ReviewDesk, reviewer: Browser) -> None:
    draft = open_report(call=desk.call(), by=desk.selma)

    assert reviewer.get(address(draft)).status_code == 404
    assert Evaluation.objects.get() == draft


def test_the_page_is_only_read(desk: ReviewDesk, reviewer: Browser) -> None:
    assert reviewer.post(address(desk.report())).status_code == 405
