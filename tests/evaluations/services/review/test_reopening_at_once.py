"""A report is reopened in the moment in which its fee is put into a pay run."""

from decimal import Decimal

import pytest
from django.utils import timezone

from evaluations.enums import FeeState
from evaluations.models import Evaluation, PayLine
from evaluations.queries.pay.fees import fees
from evaluations.services.pay.pay_refusals import PayRefused
from evaluations.services.pay.pay_runs import draft_run
from evaluations.services.review.reopening import reopen
from evaluations.services.review.reviewing import approve
from shoppers.models import User
from tests import people
from tests.factories.awards import tiny_award
from tests.factories.paying import has_account, officer
from tests.factories.reports import submitted_report
from tests.queueing import in_a_queue

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def alma() -> User:
    """She has approved one report of Selma's, who has given an account."""
    alma, selma = people.alma(), people.selma()
    has_account(selma)
    approve(evaluation=submitted_report(tiny_award(), selma, alma, fee=Decimal(150)), by=alma)
    return alma


def _reopen(by: User) -> None:
    reopen(evaluation=Evaluation.objects.get(), reason="Another company.", by=by)


def _draft() -> None:
    draft_run(currency="NOK", until=timezone.localdate(), by=officer())


def _what_stands() -> tuple[str, FeeState, int]:
    state = Evaluation.objects.get().state
    return str(state), FeeState(fees().get().state), PayLine.objects.count()


def test_what_is_reopened_first_is_in_no_pay_run(alma: User) -> None:
    officer()
    outcomes = in_a_queue(lambda: _reopen(alma), _draft, refusals=(PayRefused,))

    assert outcomes == ["taken", "nothing_to_pay"]
    assert _what_stands() == ("submitted", FeeState.PENDING, 0)


def test_what_a_pay_run_holds_first_is_paid_once(alma: User) -> None:
    officer()
    outcomes = in_a_queue(_draft, lambda: _reopen(alma), refusals=(PayRefused,))

    assert outcomes == ["taken", "taken"]
    assert _what_stands() == ("submitted", FeeState.APPROVED, 1)
    approve(evaluation=Evaluation.objects.get(), by=alma)
    assert _what_stands() == ("approved", FeeState.APPROVED, 1)
