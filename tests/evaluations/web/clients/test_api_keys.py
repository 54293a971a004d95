"""The pages of clients and their API keys."""

import re
import uuid
from typing import Any

import pytest
from django.test import Client as Browser

from evaluations.models import ApiKey
from evaluations.queries.clients.api_keys import valid_key
from evaluations.services.clients.api_keys import issue_key, revoke_key
from evaluations.services.clients.clients import create_client
from shoppers.models import User
from tests import people
from tests.evaluations.web.conftest import LogIn
from tests.factories.clients import TwoClients

pytestmark = pytest.mark.django_db

OWN = "/client/keys/"
SECRET = re.compile(r"bit_[a-z0-9]{8}_[A-Za-z0-9_-]{43}")


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


def desk(clients: TwoClients) -> str:
    return f"/clients/{clients.client.pk}/keys/"


def form_of(browser: Browser, at: str) -> dict[str, str]:
    """What makes the form for a new key one of its own."""
    page = browser.get(at).content.decode()
    return {"form_token": re.findall(r'name="form_token" value="([^"]+)"', page)[0]}


def test_an_administrator_issues_a_key_and_sees_it_once(clients: TwoClients, log_in: LogIn) -> None:
    browser = log_in(clients.kari)

    answer = browser.post(OWN, {"label": "Reports", **form_of(browser, OWN)})

    page = answer.content.decode()
    secret = SECRET.findall(page)[0]
    key = valid_key(secret)
    assert key is not None
    assert (key.client, key.label, key.issued_by) == (clients.client, "Reports", clients.kari)
    assert answer.headers["Cache-Control"] == "private, no-store"
    again = browser.get(OWN).content.decode()
    assert secret not in again
    assert secret[:12] in again
    assert "Reports" in again


def test_a_form_that_is_sent_again_issues_no_second_key(
    clients: TwoClients, alma: User, log_in: LogIn
) -> None:
    for browser, at in ((log_in(clients.kari), OWN), (log_in(alma), desk(clients))):
        sent = {"label": f"Reports {len(at)}", **form_of(browser, at)}
        secret = SECRET.findall(browser.post(at, sent).content.decode())[0]
        known = ApiKey.objects.count()

        again = browser.post(at, sent)

        page = again.content.decode()
        assert again.status_code == 409
        assert "This form was sent before" in page
        assert f"{secret[:12]}…" in page
        assert secret[13:] not in page
        assert ApiKey.objects.count() == known
        key = ApiKey.objects.get(label=sent["label"])
        assert f"{at}{key.pk}/revoke/" in page
        # Another label is kept for a key of its own.
        other = browser.post(at, {**sent, "label": "Other"}).content.decode()
        assert 'value="Other"' in other
        token = re.findall(r'name="form_token" value="([^"]+)"', other)[0]
        assert token != sent["form_token"]
        assert browser.post(at, {"label": "Other", "form_token": token}).status_code == 200
        assert ApiKey.objects.count() == known + 1


@pytest.mark.parametrize("token", ["", "odd"])
def test_a_form_without_a_token_of_its_own_issues_nothing(
    clients: TwoClients, token: str, log_in: LogIn
) -> None:
    browser = log_in(clients.kari)

    answer = browser.post(OWN, {"label": "Reports", "form_token": token})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "This page was incomplete. Nothing is lost" in page
    assert 'value="Reports"' in page
    assert not ApiKey.objects.exists()
    token = re.findall(r'name="form_token" value="([^"]+)"', page)[0]
    assert browser.post(OWN, {"label": "Reports", "form_token": token}).status_code == 200
    assert ApiKey.objects.count() == 1


def test_a_coordinator_issues_a_key_for_a_client(
    clients: TwoClients, alma: User, log_in: LogIn
) -> None:
    browser, at = log_in(alma), desk(clients)
    page = browser.post(at, {"label": "Reports", **form_of(browser, at)}).content.decode()

    key = valid_key(SECRET.findall(page)[0])
    assert key is not None
    assert (key.client, key.issued_by) == (clients.client, alma)
    assert f"reads in the name of {clients.client.name}." in page
    assert "your name" not in page


@pytest.mark.parametrize("label", ["", "   ", "x" * 81, "a\u202eb"])
def test_a_wrong_label_is_said_beside_its_field(
    clients: TwoClients, label: str, log_in: LogIn
) -> None:
    browser = log_in(clients.kari)
    answer = browser.post(OWN, {"label": label, **form_of(browser, OWN)})

    assert answer.status_code == 422
    assert 'href="#new_label"' in answer.content.decode()
    assert not ApiKey.objects.exists()


def test_a_key_is_revoked_after_asking(clients: TwoClients, alma: User, log_in: LogIn) -> None:
    secret = issue_key(client=clients.client, label="Reports", by=alma)
    key = ApiKey.objects.get()
    for browser, at in ((log_in(clients.kari), OWN), (log_in(alma), desk(clients))):
        asked = browser.get(f"{at}{key.pk}/revoke/").content.decode()
        assert "Reports" in asked
        assert secret[13:] not in asked
    assert valid_key(secret)

    answer = log_in(clients.kari).post(f"{OWN}{key.pk}/revoke/", follow=True)

    assert "The key was revoked." in answer.content.decode()
    assert valid_key(secret) is None
    again = log_in(alma).post(f"{desk(clients)}{key.pk}/revoke/", follow=True)
    assert "had been revoked before" in again.content.decode()
    key.refresh_from_db()
    assert key.revoked_by == clients.kari


def test_another_clients_key_is_not_found(clients: TwoClients, alma: User, log_in: LogIn) -> None:
    foreign = issue_key(client=clients.other, label="Theirs", by=alma)
    key = ApiKey.objects.get()

    for browser, at in ((log_in(clients.kari), OWN), (log_in(alma), desk(clients))):
        for path in (f"{at}{key.pk}/revoke/", f"{at}{uuid.uuid4()}/revoke/"):
            assert browser.get(path).status_code == 404
            assert browser.post(path).status_code == 404
        assert "Theirs" not in browser.get(at).content.decode()
    assert log_in(alma).get(f"/clients/{uuid.uuid4()}/keys/").status_code == 404
    assert valid_key(foreign)


def test_only_administrators_and_coordinators_come_in(
    clients: TwoClients, alma: User, log_in: LogIn
) -> None:
    key = issue_key(client=clients.client, label="Reports", by=alma)
    selma = people.selma()
    paths = [
        OWN,
        desk(clients),
        "/clients/",
        f"{OWN}{ApiKey.objects.get().pk}/revoke/",
        f"{desk(clients)}{ApiKey.objects.get().pk}/revoke/",
    ]
    for user in (clients.kjell, selma):
        for path in paths:
            assert log_in(user).get(path).status_code == 403
            assert log_in(user).post(path, {"label": "x"}).status_code in {403, 405}
    for path in paths[1:3]:
        assert log_in(clients.kari).get(path).status_code == 403
    assert log_in(alma).get(OWN).status_code == 403
    for path in paths:
        assert Browser().get(path).status_code == 302
    assert ApiKey.objects.count() == 1
    assert valid_key(key)


def test_keys_wait_for_the_second_factor(
    clients: TwoClients, alma: User, settings: Any, log_in: LogIn
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    for user, path in ((clients.kari, OWN), (alma, desk(clients)), (alma, "/clients/")):
        answer = log_in(user).get(path)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/")
        assert path.split("/")[1] in answer.headers["Location"]
    assert log_in(clients.kari).post(OWN, {"label": "x"}).status_code == 302
    assert not ApiKey.objects.exists()


def test_a_forged_form_issues_nothing(clients: TwoClients) -> None:
    browser = Browser(enforce_csrf_checks=True)
    browser.force_login(clients.kari)

    assert browser.post(OWN, {"label": "x"}).status_code == 403
    assert not ApiKey.objects.exists()


def test_the_list_filters_pages_and_says_why_it_is_empty(
    clients: TwoClients, alma: User, log_in: LogIn
) -> None:
    browser = log_in(alma)
    at = desk(clients)
    assert "No keys yet" in browser.get(at).content.decode()
    for number in range(21):
        issue_key(client=clients.client, label=f"Key {number:02}", by=alma)
    revoke_key(key=ApiKey.objects.get(label="Key 00"), by=alma)

    def shown(query: str) -> list[str]:
        return re.findall(r"Key \d\d(?=</th>)", browser.get(at + query).content.decode())

    assert len(shown("")) == 20
    assert shown("?page=2") == ["Key 00"]
    assert shown("?state=revoked") == ["Key 00"]
    assert shown("?label=key+07") == ["Key 07"]
    assert "No key fits this filter" in browser.get(f"{at}?label=zzz").content.decode()
    assert browser.get(f"{at}?label=%00&state=odd&page=x").status_code == 200


def test_keys_are_sorted(clients: TwoClients, alma: User, log_in: LogIn) -> None:
    for label in ("Beta", "alfa", "Gamma"):
        issue_key(client=clients.client, label=label, by=alma)
    revoke_key(key=ApiKey.objects.get(label="alfa"), by=alma)
    revoke_key(key=ApiKey.objects.get(label="Beta"), by=alma)

    def shown(browser: Browser, at: str, sort: str) -> list[str]:
        page = browser.get(f"{at}?sort={sort}").content.decode()
        return re.findall(r'class="lead-cell">([^<]+)</th>', page)

    for browser, at in ((log_in(clients.kari), OWN), (log_in(alma), desk(clients))):
        assert shown(browser, at, "") == shown(browser, at, "odd") == ["Gamma", "alfa", "Beta"]
        assert shown(browser, at, "issued") == ["Beta", "alfa", "Gamma"]
        assert shown(browser, at, "label") == ["alfa", "Beta", "Gamma"]
        assert shown(browser, at, "-label") == ["Gamma", "Beta", "alfa"]
        assert shown(browser, at, "state") == ["Gamma", "alfa", "Beta"]
        assert shown(browser, at, "-state") == ["Beta", "alfa", "Gamma"]


@pytest.mark.parametrize("keys", [1, 3])
def test_the_list_of_keys_asks_as_often_for_one_as_for_three(
    clients: TwoClients, alma: User, keys: int, django_assert_num_queries: Any, log_in: LogIn
) -> None:
    for number in range(keys):
        issue_key(client=clients.client, label=f"Key {number}", by=alma)
    browser = log_in(alma)
    # Session, user with roles; the client; the count and a page.
    with django_assert_num_queries(5):
        browser.get(desk(clients))


def test_clients_are_listed_with_a_way_to_their_keys(
    clients: TwoClients, alma: User, log_in: LogIn
) -> None:
    browser = log_in(alma)
    page = browser.get("/clients/").content.decode()

    assert desk(clients) in page
    assert "2 clients" in page
    filtered = browser.get("/clients/?name=havn").content.decode()
    assert desk(clients) not in filtered
    assert "No client fits this filter" in browser.get("/clients/?name=zz").content.decode()
    for number in range(30):
        create_client(name=f"Client {number:02}", companies=[], by=alma)
    assert 'rel="next"' in browser.get("/clients/").content.decode()
