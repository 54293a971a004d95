"""Nobody sees what is not theirs: every route, method and reader, grown from the URL map."""

from copy import deepcopy

import pytest
from django.http import HttpResponse
from django.test import Client as Browser

from tests.conftest import MakeOnce
from tests.guards.scope import UNRELEASED, Scope, addresses, make_scope
from tests.guards.test_access import ROUTES

pytestmark = pytest.mark.django_db

READERS = (
    "anonymous",
    "shopper",
    "viewer",
    "administrator",
    "other",
    "pay",
    "account",
    "key",
    "other key",
)
METHODS = ("head", "options", "post", "put", "patch", "delete")
QUERIES = ("?ordering=total", "?search=a", "?client=1", "?format=csv")
# Leaving is all that this one does; it would end the reader's session half-way.
LEAVING = {"sign-out/"}


@pytest.fixture(scope="module")
def _scope_of_the_module(make_once: MakeOnce[Scope]) -> Scope:
    return make_once(make_scope)


@pytest.fixture
def scope(db: None, _scope_of_the_module: Scope) -> Scope:
    return deepcopy(_scope_of_the_module)


def _ways(status: int) -> list[tuple[str, str]]:
    """In which other ways a route is asked, by what it answered to being read.

    Each query alone where somebody was let in or her query looked at; all in one where the door
    was shut before any of them was read.
    """
    queries = QUERIES if status in {200, 400} else ("?" + "&".join(q[1:] for q in QUERIES),)
    return [("get", query) for query in queries] + [(method, "") for method in METHODS]


def _leaks(response: HttpResponse, secrets: frozenset[str]) -> list[str]:
    body = b"".join(response) if response.streaming else response.content
    told = body.decode(errors="replace") + str(dict(response.headers))
    return sorted(secret for secret in secrets if secret in told)


def _ask(
    browser: Browser, method: str, address: str, headers: dict[str, str], secrets: frozenset[str]
) -> tuple[int, list[str]]:
    browser.raise_request_exception = False
    response = getattr(browser, method)(address, headers=headers)
    # What is quoted from the address itself tells the reader nothing new.
    known = frozenset(secret for secret in secrets if secret not in address)
    return response.status_code, _leaks(response, known)


@pytest.mark.exhaustive
@pytest.mark.parametrize("reader", READERS)
def test_no_route_tells_a_reader_what_is_not_theirs(scope: Scope, reader: str) -> None:
    browser, headers = scope.browsers()[reader]
    asked: list[str] = []
    wrong = []

    def ask(method: str, address: str) -> int:
        status, leaks = _ask(browser, method, address, headers, scope.secrets[reader])
        asked.append(address)
        if leaks or status >= 500:
            wrong.append((method, address, status, leaks))
        return status

    seen = set(LEAVING)
    for route, address in addresses(ROUTES, scope.values):
        if route in LEAVING:
            continue
        status = ask("get", address)
        if route not in seen:
            for method, query in _ways(status):
                ask(method, address + query)
        seen.add(route)

    assert wrong == []
    assert len(asked) > 1000


def test_every_kind_of_reader_is_asked_for(scope: Scope) -> None:
    assert scope.browsers().keys() == set(READERS) == scope.secrets.keys()


def test_what_is_hidden_exists_and_its_owner_reads_it(scope: Scope) -> None:
    browser, headers = scope.browsers()["key"]

    response = browser.get("/api/v1/programmes/2026/companies/alfa/contacts/", headers=headers)

    own = {contact["contact"] for contact in response.json()["results"]}
    assert len(own) == 3
    assert own <= scope.secrets["other key"]


def test_an_unreleased_year_answers_like_one_that_never_was(scope: Scope) -> None:
    browser, headers = scope.browsers()["key"]

    for part in ("rankings/", "winners/", "companies/alfa/", "companies/alfa/contacts/"):
        unreleased = browser.get(f"/api/v1/programmes/{UNRELEASED}/{part}", headers=headers)
        unknown = browser.get(f"/api/v1/programmes/1999/{part}", headers=headers)
        assert (unreleased.status_code, unreleased.content) == (404, unknown.content)
