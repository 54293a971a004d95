"""A report that came back: the reviewer's words stand beside it, and it is sent again."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from evaluations.enums import AttachmentKind
from evaluations.models import Attachment, Draft, Evaluation, Submission, TestCall
from evaluations.services.review.reviewing import send_back
from shoppers.models import User
from tests.evaluations.casting import Begin, Cast
from tests.evaluations.web.conftest import LogIn
from tests.evaluations.web.review_desk import browser_of
from tests.factories.reports import submitted_report

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def begin() -> Begin:
    return lambda cast: submitted_report(cast.award, cast.selma, cast.alma)


@pytest.fixture
def report(cast: Cast) -> Evaluation:
    made: Evaluation = cast.begun
    return made


def _url(name: str) -> str:
    return reverse(name, args=[TestCall.objects.get().pk])


def _seen() -> dict[str, str]:
    """What the button of the second look sends."""
    return {"confirmed": "yes", "revision": str(Draft.objects.get().revision)}


def test_a_returned_report_shows_each_remark_at_its_question(
    report: Evaluation, alma: User, selma: User, log_in: LogIn
) -> None:
    browser = log_in(selma)
    for reason, remarks in (
        ("The first time", {"wait": "Old remark"}),
        ("Look again", {"fits": "Why well?", "c_words": "Say more", "asked": "Not asked at all"}),
    ):
        report = Evaluation.objects.get()
        send_back(evaluation=report, reason=reason, remarks=remarks, by=alma)
        if reason == "The first time":
            browser.post(_url("submit_report"), _seen())

    response = browser.get(_url("my_report"))

    page = response.content.decode()
    assert "Look again" in page
    assert "Old remark" not in page
    for key in ("fits", "c_words"):
        assert f'id="q-{key}-remark"' in page
    lines = [(line.label, line.text, line.href) for line in response.context["remark_lines"]]
    # A question that is no part of this contact has no place that a link could lead to.
    assert lines == [
        ("fits", "Why well?", "#q-fits"),
        ("Words", "Say more", "#q-c_words"),
        ("asked", "Not asked at all", ""),
    ]


def test_the_next_step_of_a_returned_report_is_to_mend_it(
    report: Evaluation, alma: User, selma: User, log_in: LogIn
) -> None:
    browser = log_in(selma)
    before = browser.get(_url("my_receipt")).content.decode()
    send_back(evaluation=Evaluation.objects.get(), reason="Which day?", remarks={}, by=alma)

    receipt = browser.get(_url("my_receipt")).content.decode()
    call = browser.get(_url("my_call"))

    assert ("Read the report" in before, "Mend the report" in before) == (True, False)
    assert ("Read the report" in receipt, "Mend the report" in receipt) == (False, True)
    # The step leads where the report is; its receipt is still there to look at.
    assert (call.context["has_report"], call.context["has_receipt"]) == (False, True)
    assert _url("my_receipt") in call.content.decode()


def test_a_mended_report_is_sent_again_and_both_receipts_are_listed(
    report: Evaluation, alma: User, selma: User, log_in: LogIn
) -> None:
    send_back(evaluation=Evaluation.objects.get(), reason="Look again", remarks={}, by=alma)
    browser = log_in(selma)
    browser.post(_url("save_report"), {"q.fits": "fair"})

    answer = browser.post(_url("submit_report"), _seen(), follow=True)

    assert answer.redirect_chain == [(_url("my_receipt"), 302)]
    page = answer.content.decode()
    assert "Sent before" in page
    for receipt in Submission.objects.all():
        assert receipt.content_hash in page
    report = Evaluation.objects.get()
    assert (report.state, report.test_call.state) == ("submitted", "done")
    assert Submission.objects.count() == 2


UNCHANGED = "Nothing in it was changed since it was returned."


def test_a_report_that_comes_back_as_it_was_says_so_to_both(
    report: Evaluation, alma: User, selma: User, log_in: LogIn
) -> None:
    reviewer, browser = browser_of(alma), log_in(selma)
    told = []
    for changed in (True, False, True):
        report = Evaluation.objects.get()
        send_back(evaluation=report, reason="Look again", remarks={}, by=alma)
        if changed:
            other = "fair" if report.answers["fits"] == "well" else "well"
            browser.post(_url("save_report"), {"q.fits": other})
        answer = browser.post(_url("submit_report"), _seen(), follow=True)
        page = reviewer.get(reverse("review", args=[report.pk]))
        flags = [chip.label for chip in page.context["head"].flags]
        listed = reviewer.get(reverse("review_queue") + "?flag=unchanged").context["rows"]
        told.append((UNCHANGED in answer.content.decode(), flags, len(listed)))

    assert told == [(False, [], 0), (True, ["Sent again unchanged"], 1), (False, [], 0)]
    assert Evaluation.objects.get().state == "submitted"


def test_a_file_that_was_added_is_a_change(
    report: Evaluation, alma: User, selma: User, log_in: LogIn
) -> None:
    send_back(evaluation=report, reason="The mail, please", remarks={}, by=alma)
    Attachment.objects.create(
        evaluation=report,
        key=uuid.uuid4(),
        kind=AttachmentKind.PICTURE,
        size=1,
        sha256="0" * 64,
        announced_at=timezone.now(),
        delete_on=timezone.localdate(),
    )
    browser = log_in(selma)

    answer = browser.post(_url("submit_report"), _seen(), follow=True)

    assert UNCHANGED not in answer.content.decode()
