"""Two officers at the same moment: nothing is in two pay runs, and no step is taken twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from evaluations.models import Fee, PayLine, PayRun
from evaluations.services.pay.pay_refusals import PayRefused
from evaluations.services.pay.pay_runs import (
    approve_run,
    cancel_run,
    draft_run,
    note_paid,
    open_file,
)
from evaluations.services.review.reviewing import approve
from evaluations.services.review.taking_back import TakingBackRefused, take_back
from shoppers.models import BankAccountReading, User
from tests import people
from tests.factories.awards import tiny_award
from tests.factories.paying import drafted, has_account, officer, second_officer, sent
from tests.factories.reports import submitted_report

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def alma() -> User:
    """She has approved one fee of Selma's, who has given an account."""
    alma, selma = people.alma(), people.selma()
    has_account(selma)
    report = submitted_report(tiny_award(), selma, alma, fee=Decimal("150.50"))
    approve(evaluation=report, by=alma)
    return alma


def at_once(*steps: Callable[[], object]) -> list[str]:
    """What came of each, all begun at the same moment."""
    together = Barrier(len(steps))

    def take(step: Callable[[], object]) -> str:
        try:
            together.wait(timeout=10)
            step()
        except (PayRefused, TakingBackRefused) as refusal:
            return refusal.code
        finally:
            connection.close()
        return "taken"

    with ThreadPoolExecutor(len(steps)) as threads:
        return sorted(threads.map(take, steps))


def test_of_two_who_draft_at_once_one_gets_the_fee(alma: User) -> None:
    today = timezone.localdate()
    officers = [officer(), second_officer()]

    outcomes = at_once(
        *(lambda by=by: draft_run(currency="NOK", until=today, by=by) for by in officers)
    )

    assert outcomes == ["nothing_to_pay", "taken"]
    assert (PayRun.objects.count(), PayLine.objects.count()) == (1, 1)


def test_of_two_who_note_the_payment_at_once_one_is_told(alma: User) -> None:
    run, today = sent(by=alma), timezone.localdate()

    outcomes = at_once(
        *(
            lambda by=by: note_paid(run=run, paid_on=today, by=by)
            for by in (officer(), second_officer())
        )
    )

    assert outcomes == ["not_this_step", "taken"]


def test_a_run_is_cancelled_or_sent_and_never_both(alma: User) -> None:
    run, petra = drafted(), officer()
    approve_run(run=run, by=alma)

    outcomes = at_once(
        lambda: cancel_run(run=run, by=petra), lambda: open_file(run=run, by=second_officer())
    )

    assert outcomes == ["not_this_step", "taken"]
    run.refresh_from_db()
    assert (run.cancelled_at is None) is (run.filed_at is not None)
    assert BankAccountReading.objects.exists() is (run.filed_at is not None)


def test_an_approval_is_taken_back_or_paid_and_never_both(alma: User) -> None:
    fee, petra = Fee.objects.select_related("test_call__evaluation").get(), officer()

    at_once(
        lambda: draft_run(currency="NOK", until=timezone.localdate(), by=petra),
        lambda: take_back(evaluation=fee.test_call.evaluation, by=alma),
    )

    fee = Fee.objects.get()
    assert hasattr(fee, "approval") is PayLine.objects.exists()
