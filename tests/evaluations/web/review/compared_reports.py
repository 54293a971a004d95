"""Reports that were compared, and flags of them, on the reviewers' desk of the tests."""

from typing import Any

from django.utils import timezone

from evaluations.models import Evaluation, ScreeningFlag
from evaluations.services.review.screening import sweep_screenings
from tests.evaluations.web.review_desk import ReviewDesk

WORDS = "The agent let me wait for a while but then she answered all of my questions."


def alike(desk: ReviewDesk) -> tuple[Evaluation, Evaluation, Evaluation]:
    """Beta's words are Alfa's; Gamma's report is like no other; all are compared."""
    reports = (
        desk.report("alfa", comments={"c_words": WORDS}),
        desk.report("beta", comments={"c_words": WORDS + "!"}),
        desk.report("gamma"),
    )
    sweep_screenings()
    return reports


def another(report: Evaluation, kind: str, **facts: Any) -> ScreeningFlag:
    """One more flag of a report, as a larger programme would have it."""
    now, shopper = timezone.now(), report.test_call.shopper
    assert shopper is not None
    return ScreeningFlag.objects.create(
        programme=report.test_call.participation.programme,
        evaluation=report,
        shopper=shopper,
        kind=kind,
        ground="0" * 64,
        found_at=now,
        seen_at=now,
        **facts,
    )
