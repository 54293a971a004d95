"""A page that the phone does not keep, without a network: ours, with those that it keeps."""

from collections.abc import Callable

import pytest
from django.utils.formats import date_format
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests import people
from tests.browsers import PHONE
from tests.factories.awards import tiny_award
from tests.factories.reports import filled_report
from tests.journeys.conftest import assert_accessible, signed_in

pytestmark = pytest.mark.django_db(transaction=True)

# Resolves once the worker holds the page in this language.
HELD = """
async ([path, lang]) => {
  for (;;) {
    const found = await caches.match(path, {ignoreVary: true});
    if (found?.headers.get("Content-Language") === lang) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
"""
OFFLINE = "/my-calls/offline/"
WHAT = "Phone · ask"


def _held(page: Page, *paths: str, lang: str = "en") -> None:
    for path in paths:
        page.evaluate(HELD, [path, lang])


def test_a_page_that_is_not_kept_leads_to_those_that_are(
    live_server: LiveServer, new_context: Callable[..., BrowserContext]
) -> None:
    selma = people.selma()
    award, alma = tiny_award(), people.alma()
    report = filled_report(award, selma, alma)
    call = f"/my-calls/{report.test_call_id}/"
    assert report.test_call.due_on is not None
    due = date_format(report.test_call.due_on)
    context = new_context(viewport=PHONE, locale="en-GB")
    signed_in(context, selma, live_server.url)
    page = context.new_page()
    page.goto(f"{live_server.url}/my-calls/")
    _held(page, "/my-calls/", OFFLINE)
    page.goto(f"{live_server.url}{call}")
    _held(page, call, f"{call}report/")

    context.set_offline(True)
    page.goto(f"{live_server.url}/my-calls/fees/")

    expect(page.get_by_role("heading", level=1)).to_have_text("This page needs a network")
    rows = page.locator("#kept-pages li a")
    expect(rows).to_have_count(3)
    assert [row.get_attribute("href") for row in rows.all()] == [
        "/my-calls/",
        call,
        f"{call}report/",
    ]
    # Two calls of one company differ by what is asked, and by when.
    words = [" ".join(row.inner_text().split()) for row in rows.all()]
    assert words == [
        "My calls",
        f"Alfa Call {WHAT} · {due}",
        f"Alfa Report {WHAT} · {due}",
    ]
    assert_accessible(page)
    page.set_viewport_size(PHONE)
    rows.last.click()
    expect(page.locator("#report")).to_be_visible()

    context.set_offline(False)
    page.goto(f"{live_server.url}/my-calls/fees/")
    expect(page.get_by_role("heading", level=1)).to_have_text("My fees")


def test_it_speaks_the_language_that_she_reads(
    live_server: LiveServer, new_context: Callable[..., BrowserContext]
) -> None:
    selma = people.selma()
    context = new_context(viewport=PHONE, locale="en-GB")
    signed_in(context, selma, live_server.url)
    page = context.new_page()
    page.goto(f"{live_server.url}/my-calls/")
    _held(page, OFFLINE)
    page.locator(".site-tools .menu summary").first.click()
    page.get_by_role("button", name="Norsk").click()
    expect(page.locator("html")).to_have_attribute("lang", "nb")
    _held(page, OFFLINE, lang="nb")

    context.set_offline(True)
    page.goto(f"{live_server.url}/my-calls/fees/")

    expect(page.get_by_role("heading", level=1)).to_have_text("Denne siden trenger nett")
