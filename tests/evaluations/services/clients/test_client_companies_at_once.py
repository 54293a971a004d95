"""A company that two want for a client at the same moment."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from evaluations.services.clients.clients import ClientRefused
from tests import people
from tests.evaluations.services.clients.test_client_companies import add, owned
from tests.factories.awards import tiny_award
from tests.factories.clients import buy_competitors, two_clients

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_who_add_it_at_once_one_is_told() -> None:
    alma, award = people.alma(), tiny_award()
    two = two_clients(own=[], others=[], by=alma)

    def one(_number: int) -> str:
        try:
            add(two.client, award, "beta", alma)
        except ClientRefused as refusal:
            return refusal.code
        finally:
            connection.close()
        return "added"

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(one, range(2))) == ["added", "company_known"]
    assert owned(two.client) == [("beta", "owner")]
    assert two.client.log.filter(change="company_added").count() == 1


def test_of_buying_a_rival_and_owning_it_at_once_one_is_told() -> None:
    alma, award = people.alma(), tiny_award()
    two = two_clients(own=[], others=[], by=alma)

    def one(number: int) -> str:
        try:
            if number:
                add(two.client, award, "beta", alma)
            else:
                buy_competitors(two.client, award.programme, [award.company("beta")], by=alma)
        except ClientRefused as refusal:
            return refusal.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as threads:
        outcomes = sorted(threads.map(one, range(2)))
    assert outcomes in (["company_refused", "done"], ["competitors_refused", "done"])
