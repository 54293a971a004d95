"""Every page, as everybody who may open it: accessible on a phone and a desktop, light and dark."""

from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import URLPattern
from playwright.sync_api import BrowserContext, Page

from shoppers.models import User
from tests import people
from tests.guards.scope import Scope, addresses, make_scope
from tests.guards.test_access import ROUTES
from tests.journeys.conftest import assert_accessible, signed_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.exhaustive]

OK = 200
PAGES: list[tuple[str, URLPattern]] = [
    (route, pattern) for route, pattern in ROUTES if not route.startswith("api/") or "docs" in route
]


@pytest.fixture
def scope(transactional_db: None) -> Scope:
    return make_scope()


def _user(scope: Scope, reader: str) -> User | None:
    return {
        "anonymous": None,
        "coordinator": User.objects.get(email="alma@award.example"),
        "client": scope.clients.kari,
        "shopper": scope.selma,
    }[reader]


def _pages(browser: Browser, scope: Scope) -> dict[str, str]:
    """One address of each route that answers this reader with a page, by route."""
    found: dict[str, str] = {}
    for route, address in addresses(PAGES, scope.values):
        if route in found:
            continue
        response = browser.get(address)
        # A fragment that replaces a part of a page is looked at with its page.
        if response.status_code == OK and b"<html" in response.content:
            found[route] = address
    return found


# In halves, which two workers look at side by side.
@pytest.mark.parametrize("half", [0, 1])
@pytest.mark.parametrize(
    ("reader", "least"), [("anonymous", 8), ("coordinator", 20), ("client", 8), ("shopper", 4)]
)
def test_every_page_is_accessible(
    scope: Scope,
    live_server: Any,
    context: BrowserContext,
    page: Page,
    reader: str,
    least: int,
    half: int,
) -> None:
    browser = Browser()
    user = _user(scope, reader)
    # What anyone may open is looked at once; a reader's own pages carry her navigation.
    seen = _pages(browser, scope) if user is not None else {}
    if user is not None:
        people.sign_in(browser, user)
        signed_in(context, user, live_server.url)
    pages = [address for route, address in _pages(browser, scope).items() if route not in seen]
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))

    for address in pages[half::2]:
        page.goto(live_server.url + address)
        assert_accessible(page)

    assert len(pages) >= least
    assert faults == []
