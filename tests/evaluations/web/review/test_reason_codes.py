"""Why a report is returned or rejected, in a word: chosen at the desk, read by the shopper."""

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from evaluations.enums import ReviewReason
from evaluations.models import Evaluation, EvaluationEvent
from evaluations.services.review.reviewing import reject, send_back
from shoppers.models import User
from shoppers.services.notices import sweep_notices
from tests.evaluations.web.review_desk import ReviewDesk, address, press

pytestmark = pytest.mark.django_db
QUEUE = "/desk/review/"
TYPED = {"reason": "Which day?", "reason_code": "evidence_missing"}


def test_the_shopper_reads_it_everywhere_in_her_language(
    desk: ReviewDesk, reviewer: Browser
) -> None:
    report = desk.report()
    User.objects.filter(pk=desk.selma.pk).update(language="nb")
    press(reviewer, report, "send_back", **TYPED)
    sweep_notices()
    (letter,) = [each for each in mail.outbox if "kom tilbake" in each.subject]
    assert "Grunnen: Bevis mangler." in letter.body

    browser, call = desk.browser_of(desk.selma), report.test_call_id
    for page in (reverse("my_calls"), *(reverse(n, args=[call]) for n in ("my_call", "my_report"))):
        shown = browser.get(page, headers={"accept-language": "nb"}).content.decode()
        assert "Bevis mangler" in shown, page


def test_something_else_says_itself_what_it_is(desk: ReviewDesk, reviewer: Browser) -> None:
    report = desk.report()
    press(reviewer, report, "send_back", **TYPED | {"reason_code": "other"})

    page = desk.browser_of(desk.selma).get(reverse("my_report", args=[report.test_call_id]))

    assert "Which day?" in page.content.decode()
    assert "Something else" not in page.content.decode()


def test_the_history_of_the_report_names_it(desk: ReviewDesk, reviewer: Browser) -> None:
    report = desk.report()
    press(reviewer, report, "send_back", **TYPED)

    answer = reviewer.get(address(report))

    assert [(step.what, step.code) for step in answer.context["steps"]] == [
        ("Returned", "Evidence is missing"),
        ("Handed in", ""),
    ]
    assert "Evidence is missing" in answer.content.decode()


def test_the_desk_counts_and_filters_by_it(
    desk: ReviewDesk, reviewer: Browser, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    unclear, missing = ReviewReason.UNCLEAR, ReviewReason.EVIDENCE_MISSING
    for company, code in (("alfa", unclear), ("beta", missing), ("gamma", unclear)):
        report = desk.report(company)
        send_back(evaluation=report, reason="?", remarks={}, code=code, by=desk.alma)
    lost = desk.report("delta")
    reject(evaluation=lost, reason="No", code=ReviewReason.WRONG_CONTACT, by=desk.alma)

    with django_assert_num_queries(14):
        answer = reviewer.get(f"{QUEUE}?state=returned&reason=unclear")
    assert [(row.company, row.reason) for row in answer.context["rows"]] == [
        ("Alfa", "A comment is unclear"),
        ("Gamma", "A comment is unclear"),
    ]
    page = answer.content.decode()
    assert "A comment is unclear (2)" in page
    assert "Evidence is missing (1)" in page
    assert "Wrong company or channel (0)" in page
    (row,) = reviewer.get(f"{QUEUE}?state=rejected").context["rows"]
    assert (row.company, row.reason) == ("Delta", "Wrong company or channel")
    # What only waits has no reason yet.
    assert 'name="reason"' not in reviewer.get(QUEUE).content.decode()


def test_a_reason_belongs_to_a_return_or_a_rejection(desk: ReviewDesk) -> None:
    report = desk.report()
    # What came from a file, or from an arbiter, has none.
    assert set(EvaluationEvent.objects.values_list("review_reason", flat=True)) == {""}

    for event, reason in (("approve", "unclear"), ("return", "boredom")):
        with pytest.raises(IntegrityError, match="review_reason_known"), transaction.atomic():
            EvaluationEvent.objects.create(
                subject=report,
                event=event,
                review_reason=reason,
                author=desk.alma,
                at=timezone.now(),
                from_state="submitted",
                to_state="approved",
            )
    assert Evaluation.objects.get().state == "submitted"
