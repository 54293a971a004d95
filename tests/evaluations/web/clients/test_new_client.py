"""The list of clients, and setting one up."""

import re

import pytest
from django.test import Client as Browser

from evaluations.models import ApiKey, Client, Company
from evaluations.services.clients.api_keys import issue_key, revoke_key
from evaluations.services.clients.clients import create_client
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


def test_a_client_is_set_up_after_a_look_at_its_companies(
    client: Browser, alma: User, award: Award
) -> None:
    facts = {"name": "Vann  Group", "tie": "outsourcer", "company_1": "alfa", "company_2": "beta"}

    asked = client.post("/clients/new/", facts)

    assert asked.status_code == 200
    page = asked.content.decode()
    assert "Set up Vann" in page
    assert "Runs the service for the owner" in page
    assert "company_2=Beta" in page
    assert not Client.objects.exists()

    answer = client.post("/clients/new/", facts | {"confirmed": "yes"}, follow=True)

    made = Client.objects.get()
    assert answer.redirect_chain == [(page_of(made), 302)]
    assert made.name == "Vann Group"
    ties = made.companies.order_by("company__key").values_list("company__key", "tie")
    assert list(ties) == [("alfa", "outsourcer"), ("beta", "outsourcer")]
    assert [entry.by for entry in made.log.all()] == [alma]


def test_going_back_loses_nothing(client: Browser, alma: User, award: Award) -> None:
    page = client.get("/clients/new/?name=Vann+Group&company_2=beta&tie=outsourcer")

    text = page.content.decode()
    assert 'value="Vann Group"' in text
    assert 'value="Beta"' in text.split("<datalist")[0]
    assert re.search(r'value="outsourcer"[^>]*checked', text)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"name": "FJELL group"}, "Another client has this name."),
        ({"name": ""}, "This field is required."),
        ({"tie": "friend"}, "Select a valid choice."),
        ({"company_1": "zzz"}, "No company has this name."),
    ],
)
def test_a_client_that_does_not_fit_is_not_set_up(
    client: Browser, alma: User, two: TwoClients, change: dict[str, str], why: str
) -> None:
    facts = {"name": "Vann Group", "tie": "owner", "company_1": "beta", "confirmed": "yes"}

    answer = client.post("/clients/new/", facts | change)

    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert Client.objects.count() == 2


@pytest.mark.parametrize("name", ["Fjell Group", " FJELL  group "])
def test_a_name_that_is_taken_is_said_before_the_question(
    client: Browser, alma: User, two: TwoClients, name: str
) -> None:
    facts = {"name": name, "tie": "outsourcer", "company_1": "beta"}

    answer = client.post("/clients/new/", facts)

    assert answer.status_code == 422
    page = answer.content.decode()
    assert answer.context["form"].errors == {"name": ["Another client has this name."]}
    assert "Set up" not in page
    assert 'value="Beta"' in page.split("<datalist")[0]
    assert Client.objects.count() == 2


def test_a_name_that_was_taken_while_she_looked_is_said_after_the_question(
    client: Browser, alma: User, award: Award, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = {"name": "Vann Group", "tie": "owner", "company_1": "beta"}
    assert client.post("/clients/new/", facts).status_code == 200
    monkeypatch.setattr(
        "evaluations.web.forms.clients.client_account.checked_name",
        lambda name: create_client(name=name, companies=[], by=alma).name,
    )

    answer = client.post("/clients/new/", facts | {"confirmed": "yes"})

    assert answer.status_code == 422
    assert answer.context["form"].errors == {"name": ["Another client has this name."]}
    assert Client.objects.get().name == "Vann Group"
    assert not Client.objects.get().companies.exists()


def test_the_list_leads_to_each_account_and_is_sorted(
    client: Browser, alma: User, two: TwoClients
) -> None:
    Company.objects.create(key="extra", name="Extra")
    create_client(name="Aas Group", companies=Company.objects.all(), by=alma)

    def shown(query: str) -> list[str]:
        page = client.get(f"/clients/{query}").content.decode()
        return re.findall(r'<a href="/clients/[0-9a-f-]{36}/">([^<]+)</a>', page)

    assert shown("") == shown("?sort=odd") == ["Aas Group", "Fjell Group", "Havn Group"]
    assert shown("?sort=-name") == ["Havn Group", "Fjell Group", "Aas Group"]
    assert shown("?sort=-members") == ["Fjell Group", "Havn Group", "Aas Group"]
    assert shown("?sort=-companies&name=group") == ["Aas Group", "Fjell Group", "Havn Group"]
    assert shown("?sort=packages") == ["Aas Group", "Fjell Group", "Havn Group"]
    for label in ("Reports", "Old"):
        issue_key(client=two.client, label=label, by=alma)
    revoke_key(key=ApiKey.objects.get(label="Old"), by=alma)
    assert shown("?sort=-keys") == ["Fjell Group", "Aas Group", "Havn Group"]
    listed = {each.name: each.key_count for each in client.get("/clients/").context["page"]}
    assert listed == {"Aas Group": 0, "Fjell Group": 1, "Havn Group": 0}
    assert "/clients/new/" in client.get("/clients/").content.decode()
    assert page_of(two.client) in client.get(f"{page_of(two.client)}keys/").content.decode()
