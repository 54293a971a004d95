"""What is owed for a call, what makes it payable, and that it is paid once."""

import datetime as dt
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from evaluations.enums import FeeCause, FeeGround, FeeState, TestCallState
from evaluations.models import Evaluation, Fee, FeeApproval, TestCall
from evaluations.queries.pay.fees import fees
from evaluations.services.pay.fees import (
    FeeSettled,
    NoReason,
    OwnFee,
    approve_by_hand,
    owe_fee,
)
from evaluations.services.review.reviewing import approve, reject, send_back
from shoppers.models import User
from tests.factories.awards import Award
from tests.factories.calls import accepted_call
from tests.factories.reports import handed_in_again, submitted_report
from tests.factories.tiny_method import PERFECT

FEE = Decimal("150.50")


def paying(award: Award, selma: User, alma: User, **facts: Any) -> Evaluation:
    """A report of a call that pays, waiting for review."""
    return submitted_report(award, selma, alma, fee=FEE, **facts)


def state(report: Evaluation) -> FeeState:
    return FeeState(fees().get(test_call=report.test_call).state)


@pytest.mark.django_db
def test_a_fee_is_owed_when_the_report_is_handed_in_and_approved_with_it(
    award: Award, alma: User, selma: User
) -> None:
    award.programme.currency, award.programme.fees_within_days = "SEK", 10
    award.programme.save()
    at = timezone.now() - dt.timedelta(days=2)
    report = paying(award, selma, alma, at=at)

    fee = fees().get()

    assert (fee.amount, fee.currency, fee.ground, fee.owed_at) == (FEE, "SEK", "report", at)
    assert fee.promised_on == timezone.localdate(at) + dt.timedelta(days=10)
    assert fee.state == FeeState.PENDING
    send_back(evaluation=report, reason="Which day?", remarks={}, by=alma)
    again = handed_in_again(report, selma, answers={"wait": "slow"})
    assert (Fee.objects.get().owed_at, state(report)) == (at, FeeState.PENDING)
    approve(evaluation=again, by=alma)
    assert state(report) == FeeState.APPROVED
    approval = FeeApproval.objects.get()
    assert (approval.cause, approval.by) == (FeeCause.REPORT_APPROVED, alma)


@pytest.mark.django_db
def test_a_call_without_a_fee_and_a_contact_from_a_file_owe_nothing(
    award: Award, alma: User, selma: User
) -> None:
    submitted_report(award, selma, alma)
    award.contact("beta", PERFECT)

    assert not Fee.objects.exists()


@pytest.mark.django_db
def test_stopping_for_safety_is_owed_once_and_approved_at_once(
    award: Award, alma: User, selma: User
) -> None:
    call, now = accepted_call(award, selma, alma, fee=FEE), timezone.now()

    first = owe_fee(call, at=now, ground=FeeGround.SAFETY)
    second = owe_fee(call, at=now + dt.timedelta(days=1))

    assert first == second == Fee.objects.get()
    assert FeeApproval.objects.get().cause == FeeCause.SAFETY
    assert fees().get().state == FeeState.APPROVED


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "expected"), [(14, FeeState.PENDING), (15, FeeState.REFUSED)])
def test_a_rejected_report_keeps_its_fee_until_no_appeal_is_possible(
    award: Award,
    alma: User,
    selma: User,
    monkeypatch: pytest.MonkeyPatch,
    days: int,
    expected: FeeState,
) -> None:
    report = paying(award, selma, alma)
    reject(evaluation=report, reason="The wrong company", by=alma)
    assert state(report) == FeeState.PENDING

    later = timezone.localdate() + dt.timedelta(days=days)
    monkeypatch.setattr(
        "evaluations.queries.review.appeals.timezone.localdate", lambda *_moment: later
    )

    assert state(report) == expected


@pytest.mark.django_db
def test_a_coordinator_approves_by_hand_with_a_reason_once(
    award: Award, alma: User, selma: User
) -> None:
    fee = Fee.objects.get(test_call=paying(award, selma, alma).test_call)
    with pytest.raises(NoReason):
        approve_by_hand(fee=fee, reason=" ", by=alma)
    with pytest.raises(OwnFee):
        approve_by_hand(fee=fee, reason="Mine", by=selma)
    assert not FeeApproval.objects.exists()

    approve_by_hand(fee=fee, reason="The company closed its line", by=alma)

    approval = FeeApproval.objects.get()
    assert (approval.cause, approval.reason) == ("by_hand", "The company closed its line")
    with pytest.raises(FeeSettled):
        approve_by_hand(fee=fee, reason="Again", by=alma)
    assert FeeApproval.objects.count() == 1


@pytest.mark.django_db
def test_the_migration_owes_what_was_done_here_before_and_invents_nothing(
    award: Award, alma: User, selma: User, nora: User
) -> None:
    migration = import_module("evaluations.migrations.0010_fees_and_appeals")
    done, waiting = (
        submitted_report(award, selma, alma),
        submitted_report(award, nora, alma, company="beta"),
    )
    approve(evaluation=done, by=alma)
    award.contact("gamma", PERFECT)
    TestCall.objects.filter(state=TestCallState.DONE).update(fee=FEE)

    with connection.cursor() as cursor:
        cursor.execute(migration.FEES_OWED)
        cursor.execute(migration.FEES_APPROVED)

    assert {fee.test_call_id for fee in fees()} == {done.test_call_id, waiting.test_call_id}
    assert (state(done), state(waiting)) == (FeeState.APPROVED, FeeState.PENDING)
