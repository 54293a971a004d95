"""Return, approve, reject: what the page answers, and what it keeps."""

import uuid

import pytest
from django.test import Client as Browser
from django.urls import reverse

from evaluations.models import Evaluation, EvaluationEvent, Remark
from evaluations.services.review.reviewing import (
    approve,
    reject,
    send_back,
)
from tests import people
from tests.evaluations.web.review.conftest import Begin
from tests.evaluations.web.review_desk import (
    STEPS,
    ReviewDesk,
    address,
    decisions,
    press,
    reasons,
)
from tests.factories.reports import handed_in_again

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def begin() -> Begin:
    return lambda desk: desk.report(comments={"c_words": "Anne was quick"})


@pytest.fixture
def report(desk: ReviewDesk) -> Evaluation:
    made: Evaluation = desk.begun
    return made


def test_an_approval_opens_the_next_report(
    report: Evaluation, desk: ReviewDesk, reviewer: Browser
) -> None:
    other, third = desk.report("delta"), desk.report("beta")
    query = "?category=bank"

    answer = press(reviewer, report, "approve_report", query=query)

    assert answer.status_code == 302
    assert answer.headers["Location"] == address(third, query=query)
    assert list(Evaluation.objects.order_by("created_at").values_list("state", flat=True)) == [
        "approved",
        "submitted",
        "submitted",
    ]
    page = reviewer.get(answer.headers["Location"]).content.decode()
    assert "Approved: Alfa, Phone, by S-900." in page
    assert f'<a href="{reverse("review_queue")}?category=bank">To the queue</a>' in page
    assert other.state == "submitted"


def test_after_the_last_one_comes_the_first(
    report: Evaluation, desk: ReviewDesk, reviewer: Browser
) -> None:
    last = desk.report("beta")

    assert press(reviewer, last, "approve_report").headers["Location"] == address(report)


def test_after_the_only_one_comes_the_queue(report: Evaluation, reviewer: Browser) -> None:
    answer = press(reviewer, report, "approve_report")

    assert answer.headers["Location"] == reverse("review_queue")
    page = reviewer.get(answer.headers["Location"]).content.decode()
    assert "Approved: Alfa, Phone, by S-900." in page
    assert "To the queue" not in page


def test_ones_own_is_never_next(report: Evaluation, desk: ReviewDesk) -> None:
    desk.claras_report("beta")

    answer = press(desk.browser_of(desk.clara), report, "approve_report")

    assert answer.headers["Location"] == reverse("review_queue")


def test_a_return_carries_remarks_and_reason(report: Evaluation, reviewer: Browser) -> None:

    answer = press(
        reviewer,
        report,
        "send_back",
        reason="Which day?",
        reason_code="unclear",
        remark_wait="So fast?",
        remark_c_words="Who is Anne?",
        remark_fits="",
    )

    assert answer.status_code == 302
    assert Evaluation.objects.get().state == "returned"
    said = EvaluationEvent.objects.latest("pk")
    assert (said.reason, said.review_reason) == ("Which day?", "unclear")
    assert list(Remark.objects.values_list("key", "text")) == [
        ("wait", "So fast?"),
        ("c_words", "Who is Anne?"),
    ]


def test_a_rejection_needs_its_own_reason(report: Evaluation, reviewer: Browser) -> None:

    typed = {"rejection": "The wrong company", "rejection_code": "wrong_contact"}
    # What was chosen for a return that was never sent says nothing here.
    answer = press(reviewer, report, "reject_report", **typed, reason_code="unclear")

    assert answer.status_code == 302
    assert Evaluation.objects.get().state == "rejected"
    said = EvaluationEvent.objects.latest("pk")
    assert (said.reason, said.review_reason) == ("The wrong company", "wrong_contact")


@pytest.mark.parametrize(
    ("step", "field"), [("send_back", "reason"), ("reject_report", "rejection")]
)
def test_without_a_reason_everything_typed_stays(
    report: Evaluation, reviewer: Browser, step: str, field: str
) -> None:
    typed = {"remark_wait": "So fast?"} if step == "send_back" else {}

    none = press(reviewer, report, step, **typed, **{field: "  "})
    answer = press(reviewer, report, step, **typed, **{field: "  ", f"{field}_code": "other"})

    assert (none.status_code, answer.status_code) == (422, 422)
    errors = {field: ["Please give a reason."]}
    assert answer.context["decision"].errors == errors
    chosen = ["Choose the reason that fits best."]
    assert none.context["decision"].errors == errors | {f"{field}_code": chosen}
    assert ("So fast?" in answer.content.decode()) == bool(typed)
    assert (decisions(), Remark.objects.count()) == ([], 0)


def test_words_that_are_too_long_stay_as_well(report: Evaluation, reviewer: Browser) -> None:

    answer = press(reviewer, report, "send_back", reason="Which day?", remark_wait="x" * 2_001)

    assert answer.status_code == 422
    assert "x" * 2_001 in answer.content.decode()
    assert "Which day?" in answer.content.decode()
    assert decisions() == []
    assert press(reviewer, report, "send_back", reason="a\x00b").status_code == 422


@pytest.mark.parametrize("typed", [{"remark_wait": "So fast?"}, {"reason": "Which day?"}])
@pytest.mark.parametrize("step", ["approve_report", "reject_report"])
def test_words_to_the_shopper_are_not_dropped(
    report: Evaluation, reviewer: Browser, step: str, typed: dict[str, str]
) -> None:

    answer = press(reviewer, report, step, **typed, **reasons(step))

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "only a return is sent to them" in page
    assert next(iter(typed.values())) in page
    assert decisions() == []


@STEPS
def test_who_comes_second_is_told_who_came_first(
    report: Evaluation, desk: ReviewDesk, reviewer: Browser, step: str
) -> None:
    reject(evaluation=Evaluation.objects.get(), reason="The wrong company", by=desk.clara)

    answer = press(reviewer, report, step, remark_wait="So fast?", **reasons(step))

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "The report is rejected. This step is not possible now." in page
    assert "Rejected by Clara Coll" in page
    assert "What you had written" in page
    assert "So fast?" in page
    assert decisions() == ["reject"]


@STEPS
def test_a_report_handed_in_anew_is_read_first(
    report: Evaluation, desk: ReviewDesk, reviewer: Browser, step: str
) -> None:
    send_back(evaluation=Evaluation.objects.get(), reason="Sure?", remarks={}, by=desk.clara)
    again = handed_in_again(report, desk.selma, answers={"wait": "slow"})

    typed = {"remark_wait": "So fast?"} if step == "send_back" else {}
    answer = press(reviewer, report, step, **typed, **reasons(step))

    assert answer.status_code == 409
    assert "The report was handed in again in the meantime." in answer.content.decode()
    assert decisions() == ["return"]
    # The page now shows the new content, and still holds what was typed: it may be sent again.
    form = answer.context["decision"]
    assert form["read"].value() == again.content_hash
    assert form.remark("wait").value() == typed.get("remark_wait")
    assert press(reviewer, again, step, **typed, **reasons(step)).status_code == 302


@STEPS
def test_nobody_decides_about_her_own(desk: ReviewDesk, step: str) -> None:
    report = desk.claras_report()

    answer = press(desk.browser_of(desk.clara), report, step, **reasons(step))

    assert answer.status_code == 403
    assert "Somebody else has to review it." in answer.content.decode()
    assert decisions() == []
    assert press(desk.browser_of(desk.alma), report, step, **reasons(step)).status_code == 302


@STEPS
def test_decisions_are_for_coordinators(report: Evaluation, desk: ReviewDesk, step: str) -> None:

    for user in (desk.selma, people.kari()):
        assert press(desk.browser_of(user), report, step, **reasons(step)).status_code == 403
    assert press(Browser(), report, step).headers["Location"].startswith("/sign-in/")
    assert decisions() == []


@STEPS
def test_decisions_are_sent_about_a_report(
    report: Evaluation, reviewer: Browser, step: str
) -> None:

    assert reviewer.get(address(report, step)).status_code == 405
    assert reviewer.post(reverse(step, args=[uuid.uuid4()])).status_code == 404
    assert decisions() == []


def test_an_approved_report_stays_approved(
    report: Evaluation, desk: ReviewDesk, reviewer: Browser
) -> None:
    approve(evaluation=report, by=desk.clara)

    assert press(reviewer, report, "approve_report").status_code == 409
    assert decisions() == ["approve"]
