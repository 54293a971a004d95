"""Two coordinators at the same plan: nothing is given twice, and who comes second is told."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils.translation import override

from evaluations.models import PlanDraft, TestCall
from evaluations.services.plans.plan_starting import start_plan
from evaluations.services.plans.planning import PlanRefused, draft_plan
from shoppers.models import Notice, User
from tests import people
from tests.factories.awards import tiny_award
from tests.factories.plans import crew, lies_ahead, ready_plan

pytestmark = pytest.mark.django_db(transaction=True)


def _start(draft: PlanDraft, by: User) -> str:
    try:
        with override("en"):
            return f"{len(start_plan(draft=draft, by=by).offered)} offered"
    except PlanRefused as refused:
        return refused.code
    finally:
        connection.close()


def _ask(draft: PlanDraft, by: User) -> str:
    try:
        return str(draft_plan(programme=draft.programme, by=by).pk)
    finally:
        connection.close()


def test_of_two_coordinators_one_starts_the_plan() -> None:
    alma, clara = people.alma(), people.clara()
    award = lies_ahead(tiny_award())
    crew(award, alma)
    same, other = ready_plan(award, alma), ready_plan(award, alma, seed=8)

    with ThreadPoolExecutor(4) as pool:
        asked = set(pool.map(_ask, [same, same, same], [alma, clara, alma]))
        told = sorted(pool.map(_start, [same, other, same, other], [alma, clara, clara, alma]))

    assert len(asked) == 1
    assert told[0] == "12 offered"
    assert set(told[1:]) <= {"plan_started", "nothing_left"}
    assert TestCall.objects.count() == 12
    shoppers = set(TestCall.objects.values_list("shopper", flat=True))
    assert Notice.objects.count() == len(shoppers)
