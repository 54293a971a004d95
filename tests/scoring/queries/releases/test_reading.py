"""Row-level security: the database itself shows a client no row of another's.

Every query here is without a filter of ours, so what holds is the database's own.
"""

from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from evaluations.queries.clients.reading import reading_as
from evaluations.visibility import DESK, PUBLIC, Reader, client_reader
from scoring.models import ReleasedArea, ReleasedContact
from tests.factories.releases import Released, released_award

pytestmark = pytest.mark.django_db


def _seen(model: Any) -> set[str]:
    return set(model.objects.values_list("company__key", flat=True))


def _as(reader: Reader) -> tuple[set[str], set[str]]:
    with reading_as(reader):
        return _seen(ReleasedContact), _seen(ReleasedArea)


@pytest.fixture
def there() -> Released:
    return released_award()


def test_the_desk_sees_every_row(there: Released) -> None:
    everything = {"alfa", "beta", "gamma", "delta"}

    assert _as(DESK) == (everything, everything)


def test_without_a_reader_there_is_no_row(there: Released) -> None:
    assert (_seen(ReleasedContact), _seen(ReleasedArea)) == (set(), set())
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM scoring_releasedcontact")
        assert cursor.fetchone() == (0,)
    assert _as(DESK)[0]  # there was something to hide


def test_the_public_sees_no_row(there: Released) -> None:
    assert _as(PUBLIC) == (set(), set())


def test_a_client_sees_its_own_contacts_and_its_packages_areas(there: Released) -> None:
    assert _as(client_reader(there.clients.client)) == ({"alfa"}, {"alfa", "gamma"})


def test_another_client_sees_its_own_only(there: Released) -> None:
    assert _as(client_reader(there.clients.other)) == ({"beta"}, {"beta"})


def test_a_foreign_row_is_not_found_by_its_key_either(there: Released) -> None:
    with reading_as(DESK):
        foreign = ReleasedContact.objects.filter(company__key="beta").values_list("pk").first()
    assert foreign is not None

    with reading_as(client_reader(there.clients.client)):
        assert not ReleasedContact.objects.filter(pk=foreign[0]).exists()


def test_a_lost_company_is_no_longer_read(there: Released) -> None:
    there.clients.client.companies.all().delete()

    assert _as(client_reader(there.clients.client)) == (set(), {"gamma"})


def test_the_reader_ends_with_the_transaction(there: Released) -> None:
    with reading_as(client_reader(there.clients.client)):
        assert _seen(ReleasedContact) == {"alfa"}

    assert _seen(ReleasedContact) == set()


def test_the_reader_ends_when_the_transaction_fails(there: Released) -> None:
    with pytest.raises(LookupError), reading_as(DESK):
        raise LookupError

    assert _seen(ReleasedContact) == set()


def test_a_reader_inside_another_gives_the_place_back(there: Released) -> None:
    with reading_as(client_reader(there.clients.client)):
        with reading_as(client_reader(there.clients.other)):
            assert _seen(ReleasedContact) == {"beta"}
        assert _seen(ReleasedContact) == {"alfa"}
        with reading_as(PUBLIC):
            assert _seen(ReleasedContact) == set()


def test_a_queryset_read_outside_is_empty(there: Released) -> None:
    with reading_as(DESK):
        rows = ReleasedContact.objects.all()

    assert list(rows) == []


def test_the_app_cannot_lift_the_policy(there: Released) -> None:
    for statement in (
        "ALTER TABLE scoring_releasedcontact DISABLE ROW LEVEL SECURITY",
        "DROP POLICY readable ON scoring_releasedcontact",
        "CREATE VIEW all_contacts AS SELECT * FROM scoring_releasedcontact",
        "SET ROLE test_best_in_test_owner",
    ):
        with (
            pytest.raises(ProgrammingError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)

    assert _seen(ReleasedContact) == set()
