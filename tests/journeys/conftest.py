"""A real browser against a real server."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.test import Client as Browser
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, expect

from shoppers.models import User
from tests import people
from tests.browsers import DESKTOP, PHONE, QUIET, chromium

# A busy machine is not a fault: what comes at last has come.
PATIENCE = 60_000  # ms
expect.set_options(timeout=20_000)

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The faults alone come back: to tell what is sound took three quarters of a look.
VIOLATIONS = """
tags => axe.run(document, {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]})
  .then(found => found.violations.map(
    rule => [rule.id, rule.nodes.map(node => node.html.slice(0, 120))]))
"""
# What the browser and htmx say of a refusal or of a lost network, which journeys bring about.
WORKER = "An unknown error occurred when fetching the script."
REFUSED = ("Failed to load resource", "Response Status Error Code", "htmx:", WORKER)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": chromium(), "args": list(QUIET)}


@pytest.fixture(scope="session", autouse=True)
def _browser_beside_the_database() -> Iterator[None]:
    """Playwright keeps an event loop in this thread, which Django would take for async code."""
    patch = pytest.MonkeyPatch()
    patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def _server_answers_to_the_end(_live_server_helper: None) -> Iterator[None]:
    """No request outlives its test: it would write into the database that is being emptied.

    The browsers, asked for later, are closed by now, and with them their connections; each
    connection is a thread of the server.
    """
    yield
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(timeout=30)
            assert not thread.is_alive(), f"{thread.name} still answers"


@pytest.fixture
def new_context(
    new_context: Callable[..., BrowserContext],
) -> Iterator[Callable[..., BrowserContext]]:
    """Browsers in whose console a journey leaves nothing but answers that the server refused."""
    faults: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(REFUSED):
            faults.append(message.text)

    def listened_to(**options: Any) -> BrowserContext:
        context = new_context(**options)
        context.set_default_timeout(PATIENCE)
        context.on("console", note)
        context.on("weberror", lambda error: faults.append(str(error.error)))
        return context

    yield listened_to
    assert faults == []


def signed_in(context: BrowserContext, user: User, url: str) -> None:
    """Let the browser be this person's, her second factor shown."""
    browser = Browser()
    people.sign_in(browser, user)
    cookie = browser.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": url}])


def assert_accessible(page: Page) -> None:
    """WCAG 2.2 AA as far as a program can tell, on a light phone and on a dark desktop.

    The layout depends on the width and the colours on the scheme, never on both: two looks see
    what four would.
    """
    page.evaluate(AXE_SCRIPT)
    for size, scheme in ((PHONE, "light"), (DESKTOP, "dark")):
        page.set_viewport_size(size)
        # Without motion: a colour half-way between two schemes is nobody's.
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        violations = page.evaluate(VIOLATIONS, WCAG)
        assert violations == [], f"{page.url} at {size['width']} px, {scheme}"
