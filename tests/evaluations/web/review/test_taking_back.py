"""A press on "Approve" that was one too many is offered back; a second one is no error."""

import re
import uuid

import pytest
from django.test import Client as Browser
from django.urls import reverse

from evaluations.models import Evaluation, EvaluationEvent
from evaluations.services.review.reviewing import approve
from tests import people
from tests.evaluations.web.review_desk import (
    ReviewDesk,
    address,
    decisions,
    press,
)

pytestmark = pytest.mark.django_db
OFFER = "Take it back"


@pytest.mark.parametrize("answers", [{}, {"answers": None}], ids=["approved", "passed on"])
def test_the_next_page_offers_to_take_it_back(
    desk: ReviewDesk, reviewer: Browser, answers: dict[str, None]
) -> None:
    report, other = desk.report("alfa", **answers), desk.report("beta")

    page = press(reviewer, report, "approve_report", query="?channel=phone")
    following = reviewer.get(page.headers["Location"])

    assert following.context["report"] == other
    shown = following.content.decode()
    assert ("Approved: Alfa, Phone" in shown) == (not answers)
    assert ("a second reviewer gives theirs without seeing it" in shown) == bool(answers)
    back = re.findall(r'<form[^>]* action="([^"]*take-back/[^"]*)"', shown)
    assert back == [address(report, "take_back", "?channel=phone")]

    answer = reviewer.post(back[0], follow=True)

    assert answer.redirect_chain == [(address(report, query="?channel=phone"), 302)]
    page_again = answer.content.decode()
    assert "Taken back: Alfa, Phone, by S-900. It waits for review again." in page_again
    assert "Approval taken back" in page_again or "First review taken back" in page_again
    assert "Taken back at once" in page_again
    assert answer.context["decision"] is not None
    assert decisions()[1].startswith("take_back_")
    # Offered once, and not on a page that comes later.
    assert OFFER not in reviewer.get(address(other)).content.decode()


def test_the_report_itself_offers_it_too_with_a_reason(desk: ReviewDesk, reviewer: Browser) -> None:
    report = desk.report()
    approve(evaluation=report, by=desk.alma)
    shown = reviewer.get(address(report)).content.decode()
    assert OFFER in shown
    assert OFFER not in desk.browser_of(desk.clara).get(address(report)).content.decode()

    assert (
        reviewer.post(address(report, "take_back"), {"reason": "The wrong one."}).status_code == 302
    )

    assert EvaluationEvent.objects.latest("pk").reason == "The wrong one."


@pytest.mark.parametrize("answers", [{}, {"answers": None}], ids=["approved", "passed on"])
def test_a_second_press_finds_it_done(
    desk: ReviewDesk, reviewer: Browser, answers: dict[str, None]
) -> None:
    report, other = desk.report("alfa", **answers), desk.report("beta")
    press(reviewer, report, "approve_report")

    second = press(reviewer, report, "approve_report")

    assert second.status_code == 302
    assert second.headers["Location"] == address(other)
    assert len(decisions()) == 1
    shown = reviewer.get(second.headers["Location"]).content.decode()
    assert shown.count("Alfa, Phone, by S-900.") == 1
    assert OFFER in shown


def test_somebody_elses_press_is_told(desk: ReviewDesk, reviewer: Browser) -> None:
    report = desk.report()
    press(reviewer, report, "approve_report")

    answer = press(desk.browser_of(desk.clara), report, "approve_report")

    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "The report is approved. This step is not possible now." in shown
    assert "Approved by Alma Aas" in shown
    assert decisions() == ["approve"]


def test_what_can_no_longer_be_taken_back_is_told(desk: ReviewDesk, reviewer: Browser) -> None:
    report = desk.report()
    approve(evaluation=report, by=desk.clara)

    answer = reviewer.post(address(report, "take_back"), {"reason": "I would not have."})

    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "Only who approved a report takes it back." in shown
    assert "I would not have." in shown
    assert (Evaluation.objects.get().state, decisions()) == ("approved", ["approve"])


def test_a_reason_that_cannot_be_kept_stays_on_the_page(
    desk: ReviewDesk, reviewer: Browser
) -> None:
    report = desk.report()
    approve(evaluation=report, by=desk.alma)

    answer = reviewer.post(address(report, "take_back"), {"reason": "x" * 2_001})

    assert answer.status_code == 422
    assert "x" * 2_001 in answer.content.decode()
    assert decisions() == ["approve"]


def test_taking_back_is_for_coordinators(desk: ReviewDesk, reviewer: Browser) -> None:
    report, own = desk.report(), desk.claras_report("beta")
    approve(evaluation=report, by=desk.alma)
    approve(evaluation=own, by=desk.alma)

    for user in (desk.selma, people.kari()):
        assert desk.browser_of(user).post(address(report, "take_back")).status_code == 403
    assert Browser().post(address(report, "take_back")).headers["Location"].startswith("/sign-in/")
    assert desk.browser_of(desk.clara).post(address(own, "take_back")).status_code == 403
    assert reviewer.get(address(report, "take_back")).status_code == 405
    assert reviewer.post(reverse("take_back", args=[uuid.uuid4()])).status_code == 404
    assert decisions() == ["approve", "approve"]
