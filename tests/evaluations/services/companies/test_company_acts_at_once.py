"""Two coordinators act upon one company, or one while the other gives its calls away."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from evaluations.enums import Channel, CompanyActKind
from evaluations.models import ParticipationAct, TestCall
from evaluations.queries.companies.company_acts import consequences
from evaluations.services.calls import assigning
from evaluations.services.calls.assigning import Wanted
from evaluations.services.companies.company_acts import look_ahead, perform
from evaluations.services.lifecycle import LifecycleError
from shoppers.models import Notice
from tests import people
from tests.factories.awards import tiny_award
from tests.factories.calls import admit, offered_call
from tests.factories.company_acts import wish

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _overlapping(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between looking and writing there is time for the other to look, too."""

    def slowly(*which: Any, **facts: Any) -> Any:
        time.sleep(0.2)
        return consequences(*which, **facts)

    monkeypatch.setattr("evaluations.services.companies.company_acts.consequences", slowly)


def _at_once(*steps: Callable[[], object]) -> list[str]:
    together = Barrier(len(steps))

    def take(step: Callable[[], object]) -> str:
        try:
            together.wait(timeout=10)
            step()
        except LifecycleError as refusal:
            return refusal.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(steps)) as threads:
        return sorted(threads.map(take, steps))


def test_a_company_leaves_once() -> None:
    award, alma, clara, selma = tiny_award(), people.alma(), people.clara(), people.selma()
    offered_call(award, selma, alma)
    alfa, wanted = award.participations["alfa"], wish(CompanyActKind.WITHDRAW)
    seen = look_ahead(participation=alfa, wanted=wanted).shown()

    outcomes = _at_once(
        *(
            lambda by=by: perform(participation=alfa, wanted=wanted, by=by, seen=seen)
            for by in (alma, clara)
        )
    )

    assert outcomes == ["done", "left_already"]
    assert ParticipationAct.objects.count() == 1
    assert Notice.objects.filter(kind="call_cancelled").count() == 1


def test_no_call_is_given_while_a_company_leaves() -> None:
    award, alma, clara, selma = tiny_award(), people.alma(), people.clara(), people.selma()
    admit(selma, award.programme, alma)
    alfa = award.participations["alfa"]
    call = Wanted(alfa, Channel.PHONE, award.scenarios["ask"], timezone.localdate())

    _at_once(
        lambda: perform(participation=alfa, wanted=wish(CompanyActKind.BANKRUPT), by=clara),
        lambda: assigning.assign(wanted=call, shopper=selma.shopper, by=alma),
    )

    # Whoever was first: no call with it is open.
    alfa.refresh_from_db()
    assert alfa.has_left
    assert set(TestCall.objects.values_list("state", flat=True)) <= {"cancelled"}


def test_a_company_does_not_go_into_one_that_leaves() -> None:
    award, alma, clara = tiny_award(), people.alma(), people.clara()
    alfa, beta = award.participations["alfa"], award.participations["beta"]

    outcomes = _at_once(
        lambda: perform(participation=alfa, wanted=wish(CompanyActKind.MERGE, into=beta), by=alma),
        lambda: perform(participation=beta, wanted=wish(CompanyActKind.MERGE, into=alfa), by=clara),
    )

    assert outcomes == ["done", "wrong_merger"]
