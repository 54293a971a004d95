"""Nobody sees what is not theirs: every route, method and reader, grown from the URL map."""

import pytest
from django.http import HttpResponse
from django.test import Client as Browser

from tests.guards.scope import UNRELEASED, Scope, addresses, make_scope
from tests.guards.test_access import ROUTES

pytestmark = pytest.mark.django_db

READING = ("get", "head", "options")
WRITING = ("post", "put", "patch", "delete")
QUERIES = ("", "?ordering=total", "?search=a", "?client=1", "?format=csv")
# Leaving is all that this one does; it would end the reader's session half-way.
LEAVING = {"sign-out/"}


@pytest.fixture
def scope() -> Scope:
    return make_scope()


def _questions(*, first: bool) -> list[tuple[str, str]]:
    """Each address is read; the first of each route is also asked in every other way."""
    if not first:
        return [("get", "")]
    return [("get", query) for query in QUERIES] + [
        (method, "") for method in (*READING[1:], *WRITING)
    ]


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


@pytest.mark.parametrize(
    "reader", ["anonymous", "shopper", "viewer", "administrator", "other", "key", "other key"]
)
def test_no_route_tells_a_reader_what_is_not_theirs(scope: Scope, reader: str) -> None:
    browser, headers = scope.browsers()[reader]
    asked, wrong, seen = 0, [], set()
    for route, address in addresses(ROUTES, scope.values):
        if route in LEAVING:
            continue
        for method, query in _questions(first=route not in seen):
            status, leaks = _ask(browser, method, address + query, headers, scope.secrets[reader])
            asked += 1
            if leaks or status >= 500:
                wrong.append((method, address + query, status, leaks))
        seen.add(route)

    assert wrong == []
    assert asked > 600


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
