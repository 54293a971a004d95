"""Reading releases: the two walls, each alone."""

import datetime as dt
from unittest import mock

import pytest
from django.utils import timezone

from evaluations.queries.clients.reading import reading_as
from evaluations.seals import BrokenSeal
from evaluations.visibility import DESK, PUBLIC, Reader, client_reader
from scoring.enums import Area
from scoring.models import ReleasedArea, ReleasedContact
from scoring.queries.releases import released
from scoring.visibility import Depth
from tests import people
from tests.factories.clients import TwoClients, two_clients
from tests.factories.frozen import (
    FrozenRelease,
    category,
    company,
    freeze_release,
    programme,
)

pytestmark = pytest.mark.django_db

OWN, RIVAL, STRANGER = "fjellbanken", "havbanken", "elvekraft"


@pytest.fixture
def clients() -> TwoClients:
    return two_clients(own=[company(OWN)], others=[company(STRANGER)], by=people.alma())


@pytest.fixture
def frozen(clients: TwoClients) -> FrozenRelease:
    bank, power = category("bank", position=1), category("power", position=2)
    before = timezone.now() - dt.timedelta(days=1)
    return freeze_release(
        of=programme("2026"),
        companies=[(company(OWN), bank), (company(RIVAL), bank), (company(STRANGER), power)],
        by=clients.kari,
        confirmed_by=clients.oda,
        clients_from=before,
        public_from=before,
        package=(clients.client, company(RIVAL)),
    )


def depths(frozen: FrozenRelease, reader: Reader) -> list[Depth]:
    found = [
        released.company_result(frozen.release, key, reader=reader)
        for key in (OWN, RIVAL, STRANGER)
    ]
    return [result.depth for result in found if result]


def test_depth_follows_ownership_and_package(clients: TwoClients, frozen: FrozenRelease) -> None:
    client, other = client_reader(clients.client), client_reader(clients.other)

    assert depths(frozen, PUBLIC) == [Depth.ROW, Depth.ROW, Depth.ROW]
    assert depths(frozen, client) == [Depth.CONTACTS, Depth.AREAS, Depth.ROW]
    assert depths(frozen, other) == [Depth.ROW, Depth.ROW, Depth.CONTACTS]
    assert depths(frozen, DESK) == [Depth.CONTACTS, Depth.CONTACTS, Depth.CONTACTS]


def test_a_company_that_is_not_ranked_is_not_found(frozen: FrozenRelease) -> None:
    company("newcomer")

    assert released.company_result(frozen.release, "newcomer", reader=DESK) is None
    assert released.contacts(frozen.release, "newcomer", reader=DESK) is None


def test_areas_come_with_their_base(clients: TwoClients, frozen: FrozenRelease) -> None:
    result = released.company_result(frozen.release, RIVAL, reader=client_reader(clients.client))
    told = frozen.canaries[RIVAL]

    assert result is not None
    assert {key: (str(area.mean), area.contacts) for key, area in result.sections.items()} == {
        "waiting": (told.section_mean, 3)
    }
    assert {key: (str(area.mean), area.contacts) for key, area in result.channels.items()} == {
        "phone": (told.channel_mean, 3)
    }


def test_the_database_holds_when_the_question_of_depth_is_answered_wrongly(
    clients: TwoClients, frozen: FrozenRelease
) -> None:
    with mock.patch.object(released, "depth_of", return_value=Depth.CONTACTS):
        for reader, keys in (
            (PUBLIC, (OWN, RIVAL, STRANGER)),
            (client_reader(clients.client), (RIVAL, STRANGER)),
            (client_reader(clients.other), (OWN, RIVAL)),
        ):
            for key in keys:
                # She sees none of them, so they are not what was sealed: nothing is said at all.
                with pytest.raises(BrokenSeal), reading_as(reader):
                    released.contacts(frozen.release, key, reader=reader)
        for reader, key in (
            (PUBLIC, OWN),
            (client_reader(clients.client), STRANGER),
            (client_reader(clients.other), RIVAL),
        ):
            with pytest.raises(BrokenSeal):
                released.company_result(frozen.release, key, reader=reader)


def test_depth_holds_when_the_database_would_show_everything(
    clients: TwoClients, frozen: FrozenRelease
) -> None:
    with mock.patch.object(released, "reading_as", return_value=reading_as(DESK)):
        result = released.company_result(
            frozen.release, STRANGER, reader=client_reader(clients.client)
        )
    with reading_as(DESK):
        assert ReleasedArea.objects.filter(area=Area.SECTION).count() == 3
        assert ReleasedContact.objects.count() == 9
        for key in (RIVAL, STRANGER):
            reader = client_reader(clients.client)
            assert released.contacts(frozen.release, key, reader=reader) is None

    assert result is not None
    assert (result.sections, result.channels) == ({}, {})


def test_categories_stand_in_their_order(frozen: FrozenRelease) -> None:
    assert released.released_categories(frozen.release) == ["bank", "power"]
