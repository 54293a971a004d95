"""Setting up clients."""

import pytest
from django.db.models import QuerySet

from evaluations.enums import ClientTie, MemberRole, Package
from evaluations.models import Client, ClientMember, PackageCompetitor, Participation
from evaluations.queries.clients.clients import clients as listed
from evaluations.queries.clients.clients import reader_for
from evaluations.services.clients.client_packages import CompetitorsRefused, set_package
from evaluations.services.clients.clients import (
    MemberElsewhere,
    NameRefused,
    add_member,
    create_client,
)
from evaluations.visibility import PUBLIC, client_reader
from shoppers.enums import Role
from shoppers.models import User
from tests import people
from tests.factories.clients import two_clients
from tests.factories.frozen import category, company, programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def alma(db: None) -> User:
    """No award is there yet."""
    return people.alma()


def test_a_client_owns_its_companies_once(alma: User) -> None:
    own = company("one")
    client = create_client(name=" Fjell  Group ", companies=[own, own], by=alma)

    assert client.name == "Fjell Group"
    assert [(tie.company, tie.tie) for tie in client.companies.all()] == [(own, ClientTie.OWNER)]


@pytest.mark.parametrize("name", ["", "  ", "x" * 121, "fjell GROUP"])
def test_a_client_needs_a_name_of_its_own(alma: User, name: str) -> None:
    create_client(name="Fjell Group", companies=[], by=alma)

    with pytest.raises(NameRefused):
        create_client(name=name, companies=[company("one")], by=alma)
    assert Client.objects.count() == 1


def test_a_name_that_was_taken_meanwhile_is_refused(
    alma: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    create_client(name="Fjell Group", companies=[], by=alma)
    monkeypatch.setattr(QuerySet, "exists", lambda _rows: False)  # as it was a moment ago

    with pytest.raises(NameRefused):
        create_client(name="Fjell Group", companies=[company("one")], by=alma)
    assert Client.objects.count() == 1


def test_a_member_reads_for_the_client(alma: User) -> None:
    client = create_client(name="Fjell Group", companies=[], by=alma)
    newcomer = people.person("new@client.example", "Nina Ny")
    assert reader_for(newcomer) == PUBLIC

    add_member(client=client, user=newcomer, role=MemberRole.VIEWER, by=alma)

    assert newcomer.has_role(Role.CLIENT)
    assert newcomer.role_assignments.get().granted_by == alma
    assert reader_for(newcomer) == client_reader(client)


def test_a_member_gets_another_role_but_no_second_client(alma: User) -> None:
    two = two_clients(own=[], others=[], by=alma)

    add_member(client=two.client, user=two.kjell, role=MemberRole.ADMINISTRATOR, by=alma)
    with pytest.raises(MemberElsewhere):
        add_member(client=two.other, user=two.kjell, role=MemberRole.VIEWER, by=alma)

    member = ClientMember.objects.get(user=two.kjell)
    assert (member.client, member.role) == (two.client, MemberRole.ADMINISTRATOR)


def test_a_package_names_up_to_five_rivals_in_order(alma: User) -> None:
    year = programme("2026")
    rivals = [_take_part(year, f"rival-{number}") for number in range(6)]
    client = create_client(name="Fjell Group", companies=[], by=alma)

    def buy(*chosen: int) -> None:
        set_package(
            client=client,
            programme=year,
            package=Package.COMPETITORS,
            competitors=[rivals[number].company for number in chosen],
            by=alma,
        )

    buy(0, 1)
    buy(4, 3, 2, 1, 0)
    for wrong in ((0, 1, 2, 3, 4, 5), (0, 0)):
        with pytest.raises(CompetitorsRefused):
            buy(*wrong)

    named = PackageCompetitor.objects.values_list("company__key", "place")
    assert list(named) == [(f"rival-{4 - place}", place + 1) for place in range(5)]


def test_a_package_holds_neither_own_companies_nor_strangers(alma: User) -> None:
    year = programme("2026")
    own, rival = _take_part(year, "own").company, _take_part(year, "rival").company
    client = create_client(name="Fjell Group", companies=[own], by=alma)

    for package, chosen in (
        (Package.COMPETITORS, [own]),
        (Package.COMPETITORS, [company("absent")]),
        (Package.OWN, [rival]),
    ):
        with pytest.raises(CompetitorsRefused):
            set_package(client=client, programme=year, package=package, competitors=chosen, by=alma)

    assert not client.packages.exists()
    set_package(client=client, programme=year, package=Package.OWN, by=alma)
    assert client.packages.get().package == Package.OWN


def test_clients_are_listed_with_their_counts(
    alma: User, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    two = two_clients(own=[company("one"), company("two")], others=[], by=alma)
    set_package(client=two.client, programme=programme("2026"), package=Package.OWN, by=alma)

    with django_assert_num_queries(1):  # type: ignore[operator]
        found = list(listed())
    assert [
        (client.name, client.member_count, client.company_count, client.package_count)  # type: ignore[attr-defined]
        for client in found
    ] == [("Fjell Group", 2, 2, 1), ("Havn Group", 1, 0, 0)]
    assert [client.name for client in listed(name="havn")] == ["Havn Group"]


def _take_part(year: object, key: str) -> Participation:
    return Participation.objects.create(
        programme=year,  # type: ignore[misc]
        company=company(key),
        category=category("bank"),
        name=key,
        signed_up=True,
    )
