"""An approved report offers to be reopened, with a reason."""

import uuid

import pytest
from django.test import Client as Browser
from django.urls import reverse

from evaluations.models import Evaluation, EvaluationEvent
from evaluations.services.review.reviewing import approve
from tests import people
from tests.evaluations.web.review_desk import ReviewDesk, address, decisions

pytestmark = pytest.mark.django_db
OFFER, WHY = "Reopen for review", {"reason": "Another company."}


def test_it_is_reopened_with_a_reason_and_shown_again(desk: ReviewDesk, reviewer: Browser) -> None:
    report = desk.report()
    assert OFFER not in reviewer.get(address(report)).content.decode()
    approve(evaluation=report, by=desk.clara)
    assert OFFER in reviewer.get(address(report)).content.decode()
    for wrong in ("", "x" * 2_001):
        answer = reviewer.post(address(report, "reopen_report"), {"reason": wrong})
        assert answer.status_code == 422
        assert wrong in answer.content.decode()
    assert decisions() == ["approve"]

    answer = reviewer.post(address(report, "reopen_report", "?channel=phone"), WHY, follow=True)

    assert answer.redirect_chain == [(address(report, query="?channel=phone"), 302)]
    page = answer.content.decode()
    assert "Reopened: Alfa, Phone, by S-900. It waits for review again." in page
    assert "Reopened for review" in page
    assert answer.context["decision"] is not None
    assert EvaluationEvent.objects.latest("pk").reason == WHY["reason"]
    again = reviewer.post(address(report, "reopen_report"), WHY)
    assert again.status_code == 409
    assert WHY["reason"] in again.content.decode()


def test_who_has_just_approved_is_offered_the_quiet_way_alone(
    desk: ReviewDesk, reviewer: Browser
) -> None:
    report = desk.report()
    approve(evaluation=report, by=desk.alma)

    page = reviewer.get(address(report)).content.decode()

    assert "Take it back" in page
    assert OFFER not in page


def test_a_report_that_has_to_stand_says_why(desk: ReviewDesk, reviewer: Browser) -> None:
    report = desk.report()
    approve(evaluation=report, by=desk.clara)
    type(report.test_call).objects.update(assigned_at=None)

    page = reviewer.get(address(report)).content.decode()

    assert OFFER not in page
    assert "This contact came from a file" in page
    answer = reviewer.post(address(report, "reopen_report"), WHY)
    assert answer.status_code == 409
    assert (Evaluation.objects.get().state, decisions()) == ("approved", ["approve"])


def test_reopening_is_for_coordinators(desk: ReviewDesk, reviewer: Browser) -> None:
    report, own = desk.report(), desk.claras_report("beta")
    approve(evaluation=report, by=desk.alma)
    approve(evaluation=own, by=desk.alma)

    for user in (desk.selma, people.kari(), people.mona()):
        assert desk.browser_of(user).post(address(report, "reopen_report"), WHY).status_code == 403
    signed_out = Browser().post(address(report, "reopen_report"))
    assert signed_out.headers["Location"].startswith("/sign-in/")
    assert desk.browser_of(desk.clara).post(address(own, "reopen_report"), WHY).status_code == 403
    assert reviewer.get(address(report, "reopen_report")).status_code == 405
    assert reviewer.post(reverse("reopen_report", args=[uuid.uuid4()])).status_code == 404
    assert decisions() == ["approve", "approve"]
