"""What shoppers are to companies."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from evaluations.enums import RelationKind
from evaluations.models import Relation
from evaluations.services.roster import relations
from tests import people
from tests.factories.awards import shopper
from tests.factories.frozen import company


@pytest.mark.django_db
def test_a_relation_is_noted_once_per_kind() -> None:
    facts: dict[str, Any] = {"shopper": shopper("S-1"), "by": people.alma()}
    one = company("one")

    relations.add(company=one, kind=RelationKind.FORMER, **facts)
    relations.add(company=one, kind=RelationKind.EMPLOYEE, **facts)
    with pytest.raises(relations.RelationKnown):
        relations.add(company=one, kind=RelationKind.FORMER, **facts)

    noted = Relation.objects.order_by("kind").values_list("company__key", "kind")
    assert list(noted) == [("one", "employee"), ("one", "former")]


@pytest.mark.django_db
def test_a_relation_is_removed_and_put_back() -> None:
    facts: dict[str, Any] = {"shopper": shopper("S-1"), "by": people.alma()}
    facts |= {"company": company("one"), "kind": RelationKind.CUSTOMER}
    relations.add(**facts)
    kept = relations.add(**{**facts, "company": company("two")})

    relations.remove(**facts)
    with pytest.raises(relations.RelationGone):
        relations.remove(**facts)

    assert list(Relation.objects.all()) == [kept]
    relations.add(**facts)
    assert Relation.objects.count() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("step", "refused"), [("add", "relation_known"), ("remove", "relation_gone")]
)
def test_of_two_at_once_one_is_told(step: str, refused: str) -> None:
    facts: dict[str, Any] = {"shopper": shopper("S-1"), "by": people.alma()}
    facts |= {"company": company("one"), "kind": RelationKind.CUSTOMER}
    if step == "remove":
        relations.add(**facts)

    def one(_number: int) -> str:
        try:
            getattr(relations, step)(**facts)
        except relations.RelationRefused as refusal:
            return refusal.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(one, range(2))) == ["done", refused]
