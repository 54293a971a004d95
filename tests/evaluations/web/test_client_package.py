"""What a client has bought: the page."""

import re

import pytest
from django.test import Client as Browser

from evaluations.enums import Package
from evaluations.models import Client
from shoppers.models import User
from tests import people
from tests.factories.awards import Award
from tests.factories.clients import TwoClients, two_clients

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Browser:
    return Browser(headers={"accept-language": "en"})


@pytest.fixture
def alma(client: Browser) -> User:
    return people.sign_in(client, people.alma())


@pytest.fixture
def two(alma: User, award: Award) -> TwoClients:
    return two_clients(own=[award.company("alfa")], others=[award.company("delta")], by=alma)


def page_of(client: Client) -> str:
    return f"/clients/{client.pk}/"


def test_a_package_is_set_with_rivals_of_the_programme(
    client: Browser, alma: User, two: TwoClients
) -> None:
    path = f"{page_of(two.client)}packages/2026/"
    page = client.get(path).content.decode()
    assert re.findall(r'<option value="([^"]+ \([a-z]+\))">', page) == [
        "Beta (beta)",
        "Delta (delta)",
        "Gamma (gamma)",
    ]

    facts = {"package": "competitors", "company_1": "Gamma (gamma)", "company_3": "beta"}
    answer = client.post(path, facts, follow=True)

    assert answer.redirect_chain == [(page_of(two.client), 302)]
    assert "It counts from the next release on." in answer.content.decode()
    bought = two.client.packages.get()
    assert bought.package == Package.COMPETITORS
    assert [each.company.key for each in bought.competitors.all()] == ["gamma", "beta"]
    again = client.get(path).content.decode()
    assert 'value="Gamma (gamma)"' in again.split("<datalist")[0]


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"package": "own", "company_1": "beta"}, "This package is for own results only."),
        (
            {"package": "competitors", "company_1": "beta", "company_2": "beta"},
            "A competitor is named twice.",
        ),
        ({"package": "competitors", "company_1": "alfa"}, "No company has this name."),
        ({"package": "competitors", "company_1": "e"}, "Close to this: Beta (beta)"),
        ({"package": "gold"}, "Select a valid choice."),
        ({}, "This field is required."),
    ],
)
def test_a_package_that_does_not_fit_is_sent_back(
    client: Browser, alma: User, two: TwoClients, facts: dict[str, str], why: str
) -> None:
    answer = client.post(f"{page_of(two.client)}packages/2026/", facts)

    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert not two.client.packages.exists()
