"""Coordinators act upon the same calls at once: nothing twice, no limit exceeded, losers told."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import Count
from django.utils import timezone

from evaluations.enums.acts import ActKind
from evaluations.models import FieldAct, Participation, TestCall
from evaluations.queries.calls.candidates import monday_of
from evaluations.services.calls.assigning import shown
from evaluations.services.field.acting import FieldBusy, Item, Order, perform
from shoppers.enums import Role
from shoppers.models import Notice, Shopper, User
from tests import people
from tests.factories.awards import Award, tiny_award
from tests.factories.calls import admit, shopper_user

pytestmark = pytest.mark.django_db(transaction=True)
CAPACITY = 3


def _companies(award: Award, count: int) -> list[Participation]:
    """So many more companies of the category."""
    like = award.participations["alfa"]
    made = []
    for number in range(count):
        company = type(like.company).objects.create(key=f"c{number}", name=f"Company {number}")
        made.append(
            Participation.objects.create(
                programme=like.programme,
                company=company,
                category=like.category,
                name=company.name,
                signed_up=True,
            )
        )
    return made


def _planned(award: Award, count: int) -> list[TestCall]:
    """Calls of the plan that nobody has, four with each company."""
    companies = _companies(award, count // 4)
    return TestCall.objects.bulk_create(
        TestCall(
            participation=companies[number % len(companies)],
            channel="phone",
            scenario=award.scenarios["ask"],
            due_on=timezone.localdate(),
        )
        for number in range(count)
    )


def _all_at_once(
    coordinators: list[User], calls: list[TestCall], shoppers: list[Shopper]
) -> list[Counter[str]]:
    """Each gives every call to another of the shoppers; how often which refusal she was told."""
    together = Barrier(len(coordinators))

    def act(number: int) -> Counter[str]:
        items = [
            Item(call.pk, shown(call), shoppers[(number + place) % len(shoppers)])
            for place, call in enumerate(calls)
        ]
        try:
            together.wait(timeout=60)
            done = perform(
                key=uuid4(), order=Order(ActKind.OFFER), items=items, by=coordinators[number]
            )
            return Counter(done.calls.values_list("refusal", flat=True))
        except FieldBusy as busy:
            return Counter({busy.code: len(items)})
        finally:
            connection.close()

    with ThreadPoolExecutor(len(coordinators)) as threads:
        return list(threads.map(act, range(len(coordinators))))


def _check(calls: list[TestCall], told: list[Counter[str]]) -> None:
    given = TestCall.objects.filter(shopper__isnull=False)
    assert given.count() == sum(counts[""] for counts in told) > 0
    for counts in told:
        assert sum(counts.values()) == len(calls)
        assert set(counts) <= {"", "rules_broken", "call_moved", "field_busy"}
    weeks = Counter(
        (shopper, monday_of(day)) for shopper, day in given.values_list("shopper", "due_on") if day
    )
    assert max(weeks.values()) <= CAPACITY
    met = given.values("participation", "shopper").annotate(number=Count("pk"))
    assert {row["number"] for row in met} == {1}
    offers = Counter(TestCall.objects.values_list("events__event", flat=True))
    assert offers["offer"] == given.count()
    assert Notice.objects.filter(kind="call_offered").count() <= given.count()


def _stage(coordinators: int, calls: int, shoppers: int) -> tuple[list[User], list[TestCall]]:
    award, alma = tiny_award(), people.alma()
    for number in range(shoppers):
        user = shopper_user(f"X-{number:03}", f"Shopper {number}", capacity=CAPACITY)
        admit(user, award.programme, alma)
    desk = [
        people.person(f"desk{number}@award.example", f"Desk {number}", Role.COORDINATOR)
        for number in range(coordinators)
    ]
    return desk, _planned(award, calls)


@pytest.mark.parametrize(
    ("coordinators", "calls", "shoppers"),
    [(4, 12, 5), pytest.param(50, 100, 40, marks=pytest.mark.exhaustive)],
)
def test_coordinators_who_offer_the_same_calls_give_none_twice(
    coordinators: int, calls: int, shoppers: int
) -> None:
    desk, planned = _stage(coordinators, calls, shoppers)

    told = _all_at_once(desk, planned, list(Shopper.objects.filter(code__startswith="X-")))

    _check(planned, told)
    busy = sum("field_busy" in counts for counts in told)
    assert FieldAct.objects.count() == coordinators - busy > 0
