"""An approval is taken back at once by who gave it, as long as nothing rests on it."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import Error, connection, transaction
from django.utils import timezone

from evaluations.enums import FeeCause, FeeState
from evaluations.models import Evaluation, EvaluationEvent, Fee, FeeApproval, Points
from evaluations.queries.pay.fees import fees
from evaluations.queries.review.second_look import first_reviewer
from evaluations.rules import TAKE_BACK_WITHIN
from evaluations.services.lifecycle import StateChanged
from evaluations.services.pay import fees as paying
from evaluations.services.review.double_reviewing import SecondReviewerNeeded
from evaluations.services.review.reviewing import approve, reject
from evaluations.services.review.taking_back import (
    TAKEN_BACK_AT_ONCE,
    FeePaid,
    NotHerDecision,
    TakingBackRefused,
    TooLate,
    standing_decision,
    take_back,
)
from scoring.models import Run, RunInput
from shoppers.models import Notice, User
from tests import people
from tests.evaluations.casting import Begin, Cast
from tests.factories.awards import Award
from tests.factories.paying import has_account, paid
from tests.factories.reports import submitted_report

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def begin() -> Begin:
    return lambda cast: submitted_report(cast.award, cast.selma, cast.alma, fee=Decimal(150))


@pytest.fixture
def report(cast: Cast) -> Evaluation:
    made: Evaluation = cast.begun
    return made


def _read() -> Evaluation:
    return Evaluation.objects.get()


def _everything() -> list[Any]:
    models = (Evaluation, EvaluationEvent, Points, Fee, FeeApproval)
    return [list(model.objects.order_by("pk").values()) for model in models]


def _fee() -> FeeState:
    return FeeState(fees().get().state)


def test_all_that_an_approval_made_is_undone_and_both_are_told(
    report: Evaluation, alma: User
) -> None:
    notices = Notice.objects.count()
    approve(evaluation=_read(), by=alma)
    assert (Points.objects.count(), _fee()) == (1, FeeState.APPROVED)

    take_back(evaluation=_read(), by=alma)

    assert (_read().state, Points.objects.count(), _fee()) == ("submitted", 0, FeeState.PENDING)
    assert Notice.objects.count() == notices
    steps = EvaluationEvent.objects.order_by("pk").values_list("event", "author", "reason")
    assert list(steps)[1:] == [
        ("approve", alma.pk, ""),
        ("take_back_approval", alma.pk, TAKEN_BACK_AT_ONCE),
    ]
    # The report is reviewed as if nothing had been said.
    approve(evaluation=_read(), by=people.clara())
    assert (_read().state, Points.objects.count(), _fee()) == ("approved", 1, FeeState.APPROVED)


def test_her_own_reason_is_kept(report: Evaluation, alma: User) -> None:
    approve(evaluation=_read(), by=alma)

    take_back(evaluation=_read(), reason=" The wrong button. ", by=alma)

    assert EvaluationEvent.objects.latest("pk").reason == "The wrong button."


def test_a_first_look_is_taken_back_too(award: Award, alma: User, nora: User) -> None:
    clara = people.clara()
    unanswered = submitted_report(award, nora, alma, answers=None, company="beta")

    def _read() -> Evaluation:
        return Evaluation.objects.get(pk=unanswered.pk)

    approve(evaluation=_read(), by=alma)

    take_back(evaluation=_read(), by=alma)

    assert (_read().state, first_reviewer(_read())) == ("submitted", None)
    assert EvaluationEvent.objects.latest("pk").event == "take_back_agreement"
    assert approve(evaluation=_read(), by=alma) is False
    # The second reviewer's approval goes alone: the first look stands.
    assert approve(evaluation=_read(), by=clara) is True
    take_back(evaluation=_read(), by=clara)
    assert (_read().state, first_reviewer(_read())) == ("submitted", alma)
    with pytest.raises(SecondReviewerNeeded):
        approve(evaluation=_read(), by=alma)


def test_a_fee_that_was_approved_for_another_reason_stays_approved(
    report: Evaluation, alma: User
) -> None:
    paying.approve_by_hand(fee=Fee.objects.get(), reason="She was promised it.", by=alma)
    approve(evaluation=_read(), by=alma)

    take_back(evaluation=_read(), by=alma)

    assert FeeApproval.objects.get().cause == FeeCause.BY_HAND


def test_a_fee_that_was_paid_keeps_the_approval(
    report: Evaluation, alma: User, selma: User
) -> None:
    approve(evaluation=_read(), by=alma)
    has_account(selma)
    paid(by=people.clara())
    before = _everything()

    with pytest.raises(FeePaid, match="The fee of this report stands in a pay run"):
        take_back(evaluation=_read(), by=alma)

    assert _everything() == before


def test_a_run_that_counted_the_report_keeps_the_approval(report: Evaluation, alma: User) -> None:
    approve(evaluation=_read(), by=alma)
    part = report.test_call.participation
    run = Run.objects.create(programme=part.programme, method_hash="0" * 64)
    RunInput.objects.create(
        run=run, evaluation=report, participation=part, channel="phone", content_hash="0" * 64
    )
    before = _everything()

    with pytest.raises(TakingBackRefused, match="A run has counted this report already"):
        take_back(evaluation=_read(), by=alma)

    assert _everything() == before


def test_an_approval_stands_when_its_time_is_over(
    report: Evaluation, alma: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    approve(evaluation=_read(), by=alma)
    assert standing_decision(_read(), by=alma) is not None
    late = timezone.now() + TAKE_BACK_WITHIN + dt.timedelta(seconds=1)
    before = _everything()

    monkeypatch.setattr(timezone, "now", lambda: late)

    assert standing_decision(_read(), by=alma) is None
    with pytest.raises(TooLate, match="within 10 minutes"):
        take_back(evaluation=_read(), by=alma)

    assert _everything() == before


def test_nobody_takes_back_what_another_decided(report: Evaluation, alma: User) -> None:
    clara = people.clara()
    approve(evaluation=_read(), by=alma)
    before = _everything()

    with pytest.raises(NotHerDecision, match="Only who approved a report takes it back"):
        take_back(evaluation=_read(), by=clara)

    assert (_everything(), standing_decision(_read(), by=clara)) == (before, None)


@pytest.mark.parametrize("decided", ["nothing", "rejected", "taken back"])
def test_only_an_approval_is_taken_back(report: Evaluation, alma: User, decided: str) -> None:
    if decided == "rejected":
        reject(evaluation=_read(), reason="Another company.", by=alma)
    elif decided == "taken back":
        approve(evaluation=_read(), by=alma)
        take_back(evaluation=_read(), by=alma)
    before = _everything()

    with pytest.raises(StateChanged):
        take_back(evaluation=_read(), by=alma)

    assert (_everything(), standing_decision(_read(), by=alma)) == (before, None)


def test_the_database_takes_no_other_approval_of_a_fee_back(report: Evaluation, alma: User) -> None:
    approve(evaluation=_read(), by=alma)

    with pytest.raises(Error, match="taken back"), transaction.atomic():
        connection.cursor().execute("SELECT evaluations_unapprove_fee(%s)", [report.pk])

    assert FeeApproval.objects.count() == 1
