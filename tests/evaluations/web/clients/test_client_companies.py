"""Whose contacts a client reads: the pages."""

import re
import uuid

import pytest
from django.test import Client as Browser

from evaluations.services.clients.client_companies import remove_company
from shoppers.models import User
from tests import people
from tests.factories.awards import Award, tiny_award
from tests.factories.clients import TwoClients, buy_competitors
from tests.factories.frozen import company

pytestmark = pytest.mark.django_db

BETA = {"company": "Beta", "tie": "outsourcer", "reason": "A new contract."}


@pytest.fixture
def client(reader: Browser) -> Browser:
    return reader


@pytest.fixture
def two(owners: TwoClients) -> TwoClients:
    return owners


def at(two: TwoClients, key: str = "") -> str:
    step = f"{key}/remove/" if key else ""
    return f"/clients/{two.client.pk}/companies/{step}"


def owned(two: TwoClients) -> list[str]:
    return sorted(each.company.key for each in two.client.companies.select_related("company"))


def test_a_company_is_added_after_a_look_at_what_that_opens(
    client: Browser, alma: User, two: TwoClients
) -> None:
    assert at(two) in client.get(f"/clients/{two.client.pk}/").content.decode()
    assert client.get(at(two)).status_code == 200

    asked = client.post(at(two), BETA)

    page = asked.content.decode()
    assert asked.status_code == 200
    assert "Open these contacts to the client?" in page
    assert "every contact of Beta, as far as it is released" in page
    assert "Best in test 2026." in page
    assert 'value="A new contract."' in page
    assert owned(two) == ["alfa"]

    agreed = re.findall(r'name="agreed" value="([^"]*)"', page)[0]
    answer = client.post(at(two), {**BETA, "agreed": agreed}, follow=True)

    assert answer.redirect_chain == [(f"/clients/{two.client.pk}/", 302)]
    page = answer.content.decode()
    assert "Beta belongs to the client now." in page
    assert "(Runs the service for the owner). Reason: A new contract." in page
    assert owned(two) == ["alfa", "beta"]


def test_another_company_than_the_agreed_one_is_asked_about_again(
    client: Browser, alma: User, two: TwoClients
) -> None:
    asked = client.post(at(two), {**BETA, "company": "Gamma", "agreed": "beta"})

    assert asked.status_code == 200
    assert "every contact of Gamma" in asked.content.decode()
    assert owned(two) == ["alfa"]


def test_a_company_without_a_year_opens_nothing_yet(
    client: Browser, alma: User, two: TwoClients
) -> None:
    company("late")

    page = client.post(at(two), {**BETA, "company": "late"}).content.decode()

    assert "has not taken part in any programme yet" in page


@pytest.mark.parametrize(
    ("change", "status", "why"),
    [
        ({"company": ""}, 422, "This field is required."),
        ({"company": "zzz"}, 422, "No company has this name."),
        ({"tie": "friend"}, 422, "Select a valid choice."),
        ({"reason": " "}, 422, "This field is required."),
        ({"reason": "x" * 501}, 422, "at most 500 characters"),
        ({"company": "alfa"}, 409, "This company belongs to the client already."),
        ({"company": "gamma"}, 409, "is a competitor in the client&#x27;s package for Best in"),
    ],
)
def test_a_company_that_does_not_fit_is_refused_with_what_was_typed(
    client: Browser,
    alma: User,
    award: Award,
    two: TwoClients,
    change: dict[str, str],
    status: int,
    why: str,
) -> None:
    buy_competitors(two.client, award.programme, [award.company("gamma")], by=alma)
    typed = {**BETA, **change}

    answer = client.post(at(two), {**typed, "agreed": typed["company"]})

    assert answer.status_code == status
    page = answer.content.decode()
    assert why in page
    if typed["reason"] == BETA["reason"]:
        assert f'value="{typed["reason"]}"' in page
    assert owned(two) == ["alfa"]


def test_a_company_is_removed_after_a_question_with_a_reason(
    client: Browser, alma: User, two: TwoClients
) -> None:
    asked = client.get(at(two, "alfa"))
    assert asked.status_code == 200
    assert "Remove Alfa?" in asked.content.decode()
    unreasoned = client.post(at(two, "alfa"), {"reason": ""})
    assert unreasoned.status_code == 422
    assert owned(two) == ["alfa"]

    answer = client.post(at(two, "alfa"), {"reason": "Sold."}, follow=True)

    page = answer.content.decode()
    assert page.count("Alfa no longer belongs to the client.") == 2
    assert "Reason: Sold." in page
    assert "None: this client reads no contacts." in page
    assert owned(two) == []


def test_a_company_that_is_gone_is_refused_in_words(
    client: Browser, alma: User, award: Award, two: TwoClients
) -> None:
    remove_company(client=two.client, company=award.company("alfa"), reason="Sold.", by=alma)

    answer = client.post(at(two, "alfa"), {"reason": "Sold."})

    assert answer.status_code == 409
    assert "does not belong to the client, or no longer" in answer.content.decode()
    assert client.get(at(two, "alfa")).status_code == 404
    assert client.get(at(two, "delta")).status_code == 404
    assert two.other.companies.count() == 1


def test_only_coordinators_come_in(client: Browser, alma: User, two: TwoClients) -> None:
    tiny_award("2025")
    paths = [at(two), at(two, "alfa")]
    assert client.put(paths[0]).status_code == 405
    assert client.put(paths[1]).status_code == 405
    assert client.get(at(two, "nobody")).status_code == 404
    stranger = f"/clients/{uuid.uuid4()}/companies/"
    assert client.get(stranger).status_code == 404
    assert client.post(f"{stranger}alfa/remove/", {"reason": "x"}).status_code == 404
    for user in (None, people.selma(), two.kari, two.kjell, two.oda):
        browser = Browser()
        if user is not None:
            people.sign_in(browser, user)
        refused = 302 if user is None else 403
        for path in paths:
            assert browser.get(path).status_code == refused
            assert browser.post(path, {**BETA, "agreed": "beta"}).status_code == refused
    assert owned(two) == ["alfa"]
