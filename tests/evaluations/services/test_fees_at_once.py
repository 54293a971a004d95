"""Two coordinators note the same payment at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from evaluations.models import Fee, FeePayment, PayRun
from evaluations.services.fees import FeeRefused, pay
from evaluations.services.reviewing import approve
from shoppers.models import User
from tests import people
from tests.factories.awards import tiny_award
from tests.factories.reports import submitted_report

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_who_pay_at_once_one_is_told() -> None:
    alma, clara, selma = people.alma(), people.clara(), people.selma()
    paid = submitted_report(tiny_award(), selma, alma, fee=Decimal("150.50"))
    approve(evaluation=paid, by=alma)
    key, today, together = Fee.objects.get().pk, timezone.localdate(), Barrier(2)

    def note(by: User) -> str:
        try:
            together.wait(timeout=10)
            pay(fees=[key], paid_on=today, by=by)
        except FeeRefused as refusal:
            return refusal.code
        finally:
            connection.close()
        return "taken"

    with ThreadPoolExecutor(2) as threads:
        outcomes = list(threads.map(note, (alma, clara)))

    assert sorted(outcomes) == ["not_payable", "taken"]
    assert (PayRun.objects.count(), FeePayment.objects.count()) == (1, 1)
