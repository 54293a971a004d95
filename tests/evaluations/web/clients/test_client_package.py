"""What a client has bought: the page."""

import re

import pytest
from django.test import Client as Browser

from evaluations.enums import Package
from evaluations.models import Client, PackageCompetitor, Participation
from evaluations.services.clients.client_packages import PackageChanged, choice_of, set_package
from shoppers.models import User
from tests import people
from tests.factories.awards import Award
from tests.factories.clients import TwoClients, buy_competitors

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(reader: Browser) -> Browser:
    return reader


@pytest.fixture
def two(owners: TwoClients) -> TwoClients:
    return owners


def page_of(client: Client) -> str:
    return f"/clients/{client.pk}/"


def seen(page: str) -> dict[str, str]:
    """What the page says that it showed."""
    return {"seen": re.findall(r'name="seen" value="([^"]+)"', page)[0]}


def test_a_package_is_set_with_rivals_of_the_programme(
    client: Browser, alma: User, two: TwoClients
) -> None:
    path = f"{page_of(two.client)}packages/2026/"
    page = client.get(path).content.decode()
    assert re.findall(r'<option value="([^"]+)"></option>', page) == [
        "Beta",
        "Delta",
        "Gamma",
    ]

    facts = {"package": "competitors", "company_1": "Gamma", "company_3": "beta", **seen(page)}
    answer = client.post(path, facts, follow=True)

    assert answer.redirect_chain == [(page_of(two.client), 302)]
    assert "It counts from the next release on." in answer.content.decode()
    bought = two.client.packages.get()
    assert bought.package == Package.COMPETITORS
    assert [each.company.key for each in bought.competitors.all()] == ["gamma", "beta"]
    again = client.get(path).content.decode()
    assert 'value="Gamma"' in again.split("<datalist")[0]


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"package": "own", "company_1": "beta"}, "This package is for own results only."),
        (
            {"package": "competitors", "company_1": "beta", "company_2": "beta"},
            "A competitor is named twice.",
        ),
        ({"package": "competitors", "company_1": "alfa"}, "No company has this name."),
        ({"package": "competitors", "company_1": "e"}, "Close to this: Beta"),
        ({"package": "gold"}, "Select a valid choice."),
        ({}, "This field is required."),
    ],
)
def test_a_package_that_does_not_fit_is_sent_back(
    client: Browser, alma: User, two: TwoClients, facts: dict[str, str], why: str
) -> None:
    path = f"{page_of(two.client)}packages/2026/"

    answer = client.post(path, facts | seen(client.get(path).content.decode()))

    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert not two.client.packages.exists()


def test_whoever_was_overtaken_is_told_and_keeps_her_choice(
    client: Browser, alma: User, two: TwoClients, award: Award
) -> None:
    path = f"{page_of(two.client)}packages/2026/"
    mine = {"package": "competitors", "company_1": "Gamma"}
    mine |= seen(client.get(path).content.decode())
    clara = people.clara()
    buy_competitors(
        two.client, award.programme, [award.company("beta"), award.company("delta")], by=clara
    )
    logged = two.client.log.count()

    answer = client.post(path, mine)

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Somebody else has changed this package in the meantime." in page
    assert "Now it is: Own results and up to five competitors: Beta, Delta." in page
    assert 'value="Gamma"' in page.split("<datalist")[0]
    bought = two.client.packages.get()
    assert [each.company.key for each in bought.competitors.all()] == ["beta", "delta"]
    assert two.client.log.count() == logged

    again = client.post(path, mine | seen(page))

    assert again.status_code == 302
    assert [each.company.key for each in bought.competitors.all()] == ["gamma"]


def test_a_package_taken_to_be_missing_is_not_set_over_one_that_came(
    client: Browser, alma: User, two: TwoClients, award: Award
) -> None:
    set_package(client=two.client, programme=award.programme, package=Package.OWN, by=alma)
    with pytest.raises(PackageChanged):
        set_package(
            client=two.client,
            programme=award.programme,
            package=Package.COMPETITORS,
            competitors=[award.company("beta")],
            by=alma,
            seen=choice_of(None),
        )
    assert two.client.packages.get().package == Package.OWN
    assert not PackageCompetitor.objects.exists()


def test_a_page_that_does_not_say_what_it_showed_is_looked_at_again(
    client: Browser, alma: User, two: TwoClients
) -> None:
    answer = client.post(f"{page_of(two.client)}packages/2026/", {"package": "own"})

    assert answer.status_code == 409
    assert "Now there is no package." in answer.content.decode()
    assert not two.client.packages.exists()


def test_two_rivals_of_one_name_are_told_apart_by_their_keys(
    client: Browser, alma: User, two: TwoClients, award: Award
) -> None:
    Participation.objects.filter(company__key="gamma").update(name="beta")
    path = f"{page_of(two.client)}packages/2026/"
    page = client.get(path).content.decode()
    assert re.findall(r'<option value="([^"]+)"></option>', page) == [
        "Beta (beta)",
        "Delta",
        "beta (gamma)",
    ]

    facts = {"package": "competitors", **seen(page)}
    unclear = client.post(path, facts | {"company_1": "Beta"})
    assert unclear.status_code == 422
    assert "Close to this: Beta (beta), beta (gamma)." in unclear.content.decode()
    assert client.post(path, facts | {"company_1": "beta (gamma)"}).status_code == 302
    assert two.client.packages.get().competitors.get().company.key == "gamma"
