"""Row-level security of objections: inside a client's reading there is no row of another's.

Every query here is without a filter of ours, so what holds is the database's own.
"""

import pytest

from evaluations.models import (
    Objection,
    ObjectionDecision,
    ObjectionWithdrawal,
    TimeDisclosure,
)
from evaluations.queries.clients.reading import reading_as
from evaluations.services.objections.arbitrating import decide, tell_time
from evaluations.services.objections.objecting import withdraw
from evaluations.visibility import DESK, Reader, client_reader
from tests import people
from tests.factories.awards import tiny_award
from tests.factories.clients import TwoClients, two_clients
from tests.factories.objections import DAY, objection_to, preview_window, reviewed_by, ruling
from tests.factories.tiny_method import PERFECT

pytestmark = pytest.mark.django_db
# What hangs on an objection, by its key.
ABOUT = (ObjectionDecision, ObjectionWithdrawal, TimeDisclosure)


@pytest.fixture
def clients(db: None) -> TwoClients:
    """Both objected: the one is answered, and the other took one back."""
    award, alma, clara = tiny_award(), people.alma(), people.clara()
    own = reviewed_by(award.contact("alfa", PERFECT), alma)
    foreign = reviewed_by(award.contact("beta", PERFECT), alma)
    found = two_clients(own=[award.company("alfa")], others=[award.company("beta")], by=alma)
    preview_window(award.programme, -2 * DAY, DAY)
    first = objection_to(own, found.client, found.kari)
    tell_time(objection=first, by=clara)
    decide(evaluation=own, ruling=ruling(own), by=clara)
    withdraw(objection=objection_to(foreign, found.other, found.oda), by=found.oda)
    return found


def _seen(reader: Reader) -> tuple[set[str], list[int]]:
    with reading_as(reader):
        owners = set(Objection.objects.values_list("client__name", flat=True))
        return owners, [model.objects.count() for model in ABOUT]


def test_a_client_reads_its_own_and_what_hangs_on_them(clients: TwoClients) -> None:
    own, other = clients.client.name, clients.other.name

    assert _seen(client_reader(clients.client)) == ({own}, [1, 0, 1])
    assert _seen(client_reader(clients.other)) == ({other}, [0, 1, 0])
    assert _seen(DESK) == ({own, other}, [1, 1, 1])


def test_a_foreign_objection_is_not_found_by_its_key_either(clients: TwoClients) -> None:
    foreign = Objection.objects.get(client=clients.other)

    with reading_as(client_reader(clients.client)):
        assert not Objection.objects.filter(pk=foreign.pk).exists()
        assert not ObjectionWithdrawal.objects.filter(objection=foreign.pk).exists()
    assert Objection.objects.count() == 2
