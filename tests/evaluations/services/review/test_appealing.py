"""An appeal is made once and in time, and somebody else decides."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from evaluations.enums import AppealOutcome, EvaluationState, FeeState
from evaluations.models import Appeal, AppealDecision, Evaluation, EvaluationEvent
from evaluations.queries.pay.fees import fees
from evaluations.services.calls.assigning import assign, in_place_of
from evaluations.services.calls.calling import NotYours
from evaluations.services.lifecycle import LifecycleError, ReasonMissing, StateChanged
from evaluations.services.review.appealing import (
    AppealedAlready,
    DecidedAlready,
    NotReviewedHere,
    OwnRejection,
    PlaceMoved,
    TooLate,
    WordsMissing,
    appeal,
    decide,
)
from evaluations.services.review.reviewing import OwnReport, approve, reject
from shoppers.models import Notice, User
from shoppers.services.notices import sweep_notices
from tests import people
from tests.evaluations.casting import Begin, Cast
from tests.factories.awards import Award
from tests.factories.reports import submitted_report

pytestmark = pytest.mark.django_db
UPHELD, FEE_ONLY, REFUSED = AppealOutcome.UPHELD, AppealOutcome.FEE_ONLY, AppealOutcome.REFUSED


def _reject(cast: Cast) -> tuple[Evaluation, User]:
    report = submitted_report(cast.award, cast.selma, cast.alma, fee=Decimal(150))
    clara = people.clara()
    reject(evaluation=report, reason="The wrong company", by=cast.alma)
    return Evaluation.objects.get(), clara


@pytest.fixture(scope="module")
def begin() -> Begin:
    return _reject


@pytest.fixture
def clara(cast: Cast) -> User:
    made: User = cast.begun[1]
    return made


@pytest.fixture
def rejected(cast: Cast) -> Evaluation:
    """A report of Selma's that pays and that Alma has rejected."""
    made: Evaluation = cast.begun[0]
    return made


def rows() -> list[Any]:
    models = (Appeal, AppealDecision, Evaluation, EvaluationEvent)
    return [list(model.objects.order_by("pk").values()) for model in models]


def state() -> FeeState:
    return FeeState(fees().get().state)


def test_an_appeal_is_kept_with_its_rejection_and_told_to_those_who_may_decide(
    rejected: Evaluation, alma: User, clara: User, selma: User
) -> None:
    filed = appeal(evaluation=rejected, words="  I called the right one. ", by=selma)

    assert (filed.words, filed.by, filed.rejection.author) == (
        "I called the right one.",
        selma,
        alma,
    )
    assert [each.recipient for each in Notice.objects.filter(kind="appeal_filed")] == [clara]
    Notice.objects.exclude(kind="appeal_filed").delete()
    assert (sweep_notices(), sweep_notices()) == (1, 0)
    assert "right one" not in mail.outbox[0].body
    assert f"/desk/review/appeals/{filed.pk}/" in mail.outbox[0].body
    assert state() == FeeState.PENDING


def test_what_is_no_appeal_is_refused_and_changes_nothing(
    award: Award, rejected: Evaluation, alma: User, selma: User, nora: User
) -> None:
    waiting = submitted_report(award, selma, alma, company="beta")
    from_file = award.rejected("gamma", {}, by=alma, reason="no")
    from_file.test_call.shopper = selma.shopper
    from_file.test_call.save()
    before = rows()
    cases: list[tuple[Evaluation, str, User, type[LifecycleError]]] = [
        (rejected, "Mine", nora, NotYours),
        (rejected, "  ", selma, WordsMissing),
        (waiting, "Early", selma, StateChanged),
        (from_file, "Elsewhere", selma, NotReviewedHere),
    ]
    for report, words, by, refusal in cases:
        with pytest.raises(refusal):
            appeal(evaluation=report, words=words, by=by)

    assert rows() == before
    appeal(evaluation=rejected, words="Once", by=selma)
    with pytest.raises(AppealedAlready):
        appeal(evaluation=rejected, words="Twice", by=selma)
    assert Appeal.objects.get().words == "Once"


@pytest.mark.parametrize(("days", "taken"), [(14, True), (15, False)])
def test_the_fourteenth_day_is_the_last(
    rejected: Evaluation, selma: User, monkeypatch: pytest.MonkeyPatch, days: int, *, taken: bool
) -> None:
    today = timezone.localdate() + dt.timedelta(days=days)
    real = timezone.localdate
    monkeypatch.setattr(
        "evaluations.services.review.appealing.timezone.localdate",
        lambda *moment: real(*moment) if moment else today,
    )
    if not taken:
        with pytest.raises(TooLate, match="its last day was"):
            appeal(evaluation=rejected, words="Late", by=selma)
    else:
        appeal(evaluation=rejected, words="In time", by=selma)

    assert Appeal.objects.exists() == taken


def test_upheld_the_report_waits_for_review_again_and_the_fee_is_paid(
    rejected: Evaluation, alma: User, clara: User, selma: User
) -> None:
    filed = appeal(evaluation=rejected, words="Right one", by=selma)
    before = rows()
    for by, outcome, reason, refusal in [
        (alma, UPHELD, "No", OwnRejection),
        (selma, UPHELD, "No", OwnReport),
        (clara, UPHELD, " ", ReasonMissing),
        (clara, FEE_ONLY, "No", PlaceMoved),
    ]:
        with pytest.raises(refusal):
            decide(filed=filed, outcome=outcome, reason=reason, by=by)
    assert rows() == before

    decide(filed=filed, outcome=UPHELD, reason="She is right", by=clara)

    report = Evaluation.objects.get()
    assert (report.state, state()) == (EvaluationState.SUBMITTED, FeeState.APPROVED)
    step = report.events.latest("pk")
    assert (step.event, step.author, step.reason) == ("uphold", clara, "She is right")
    assert Notice.objects.filter(kind="appeal_decided", recipient=selma).count() == 1
    with pytest.raises(DecidedAlready):
        decide(filed=filed, outcome=REFUSED, reason="No", by=clara)
    approve(evaluation=report, by=alma)
    assert Evaluation.objects.get().state == EvaluationState.APPROVED


def test_a_second_rejection_takes_neither_the_fee_nor_another_appeal(
    rejected: Evaluation, alma: User, clara: User, selma: User
) -> None:
    filed = appeal(evaluation=rejected, words="Right one", by=selma)
    decide(filed=filed, outcome=UPHELD, reason="Look again", by=clara)
    reject(evaluation=Evaluation.objects.get(), reason="Still wrong", by=alma)

    with pytest.raises(AppealedAlready):
        appeal(evaluation=Evaluation.objects.get(), words="Again", by=selma)
    assert state() == FeeState.APPROVED


def test_refused_the_rejection_stands_and_the_fee_is_not_paid(
    rejected: Evaluation, clara: User, selma: User
) -> None:
    filed = appeal(evaluation=rejected, words="Right one", by=selma)

    decide(filed=filed, outcome=REFUSED, reason="The number was another one", by=clara)

    assert Evaluation.objects.get().state == EvaluationState.REJECTED
    assert state() == FeeState.REFUSED
    Notice.objects.exclude(kind="appeal_decided").delete()
    assert sweep_notices() == 1
    assert "/my-calls/" in mail.outbox[0].body


def test_a_place_that_was_given_away_brings_back_the_fee_alone(
    rejected: Evaluation, alma: User, clara: User, selma: User, nora: User
) -> None:
    filed = appeal(evaluation=rejected, words="Right one", by=selma)
    wanted = in_place_of(rejected.test_call, due_on=timezone.localdate())
    assign(wanted=wanted, shopper=nora.shopper, by=alma)
    with pytest.raises(PlaceMoved):
        decide(filed=filed, outcome=UPHELD, reason="Right", by=clara)

    decide(filed=filed, outcome=FEE_ONLY, reason="Right, but given away", by=clara)

    assert rejected.events.filter(event="uphold").count() == 0
    assert Evaluation.objects.get().state == EvaluationState.REJECTED
    assert state() == FeeState.APPROVED
