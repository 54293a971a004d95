"""Setting up a small year by pages, from nothing to started."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from evaluations.checklist_sheet import COLUMNS
from evaluations.models import ContactPointConfirmation, Programme
from tests import people
from tests.browsers import DESKTOP, PHONE
from tests.journeys.conftest import assert_accessible, signed_in

pytestmark = pytest.mark.django_db(transaction=True)

NewContext = Callable[..., BrowserContext]


def test_a_year_is_set_up_from_nothing_and_started(
    transactional_db: None, live_server: Any, new_context: NewContext
) -> None:
    context = new_context(viewport=DESKTOP, locale="en-GB")
    signed_in(context, people.alma(), live_server.url)
    page = context.new_page()
    page.goto(f"{live_server.url}/desk/programmes/")
    page.get_by_role("link", name="New year").click()
    page.get_by_label("Name", exact=True).fill("Best in test 2099")
    page.get_by_label("Year", exact=True).fill("2099")
    page.get_by_label("Address").fill("2099")
    page.get_by_label("Fieldwork from").fill("2099-01-15")
    page.get_by_label("Fieldwork until").fill("2099-04-15")
    page.get_by_label("Otherwise the method of this rule set").select_option(
        "criteria_of_two_points"
    )
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("3 things are missing before the year can start.")).to_be_visible()
    assert_accessible(page)

    _writes_the_checklist(page)
    _writes_a_scenario(page)
    _takes_a_company_in(page)
    _starts(page)

    programme = Programme.objects.get()
    assert programme.has_started
    assert programme.start.by.name == "Alma Aas"
    assert ContactPointConfirmation.objects.count() == 1
    stranger = new_context(viewport=PHONE, locale="en-GB").new_page()
    stranger.goto(f"{live_server.url}/2099/method/")
    expect(stranger.get_by_text(programme.method_hash)).to_be_visible()


def _writes_the_checklist(page: Page) -> None:
    """By the spreadsheet; a last word on the page."""
    page.get_by_role("link", name="Checklist", exact=True).click()
    with page.expect_download() as loading:
        page.get_by_role("link", name="Spreadsheet (CSV)").click()
    text = loading.value.path().read_text(encoding="utf-8-sig")
    page.get_by_role("link", name="Read a spreadsheet").click()
    _sends(page, text.replace("section,access", "chapter,access"))
    said = "Line 2, column row: “chapter” cannot be read. Allowed: section, comment."
    expect(page.get_by_text(said).first).to_be_visible()
    _sends(page, _worded(text))
    expect(page.get_by_text("A draft. Every text is there: it can be published.")).to_be_visible()
    page.get_by_role("button", name="Move up: Words of answer", exact=True).click()
    headings = page.locator("main h2")
    expect(headings.nth(1)).to_have_text("Words of answer")
    page.get_by_role("link", name="Words of access_1").click()
    page.get_by_label("Question – English").fill("Were you welcome?")
    assert_accessible(page)
    page.get_by_role("button", name="Save the draft").click()
    page.get_by_role("link", name="See it as a shopper").click()
    expect(page.get_by_text("Were you welcome?")).to_be_visible()
    assert_accessible(page)
    page.go_back()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("The checklist is published.")).to_be_visible()
    page.get_by_role("link", name="Set-up").first.click()
    expect(page.get_by_text("2 things are missing before the year can start.")).to_be_visible()


def _sends(page: Page, text: str) -> None:
    sheet = {"name": "checklist.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page.get_by_label("Spreadsheet (CSV, UTF-8)").set_input_files(sheet)  # type: ignore[arg-type] # a plain dictionary does
    page.get_by_role("button", name="Check and save").click()


def _worded(text: str) -> str:
    """The sheet with words wherever none are."""
    rows = list(csv.DictReader(io.StringIO(text)))
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    for row in rows:
        words = f"Words of {row['key'] or row['value']}"
        writer.writerow(row | {name: row[name] or words for name in ("nb", "sv", "en")})
    return out.getvalue()


def _writes_a_scenario(page: Page) -> None:
    page.get_by_role("link", name="Scenarios", exact=True).click()
    page.get_by_role("link", name="New scenario").click()
    page.get_by_label("Short name").fill("moving")
    for field in page.locator("main textarea").all():
        field.fill("What it costs to move")
    page.locator("[name=if_asked_sv]").fill("")
    page.get_by_role("button", name="Save the scenario").click()
    expect(page.locator(".error-summary")).to_be_visible()
    page.locator("[name=if_asked_sv]").fill("Ja, det är ett test")
    page.get_by_role("button", name="Save the scenario").click()
    expect(page.get_by_text("The scenario is saved.")).to_be_visible()
    page.get_by_role("link", name="Set-up").first.click()


def _takes_a_company_in(page: Page) -> None:
    page.get_by_role("link", name="Categories", exact=True).click()
    page.get_by_role("link", name="New category").click()
    for language in ("nb", "sv", "en"):
        page.locator(f"[name=text_{language}]").fill("Bank")
    page.get_by_role("button", name="Save the category").click()
    page.get_by_role("link", name="Set-up").first.click()
    page.get_by_role("link", name="Companies", exact=True).click()
    page.get_by_role("link", name="Add a company").click()
    page.get_by_label("Name this year").fill("Fjordbank")
    for channel in ("E-mail", "Chat", "Messenger"):
        page.get_by_role("checkbox", name=channel).uncheck()
    page.get_by_label("Has signed up").check()
    page.get_by_role("button", name="Add the company").click()
    page.get_by_label("Number, address or page").fill("815 00 000")
    page.get_by_label("Confirmed now by").select_option("probe")
    page.get_by_label("Who said so, or what was met").fill("A person at once")
    page.get_by_label("Confirmed on").fill("2026-01-05")
    assert_accessible(page)
    page.get_by_role("button", name="Save the contact points").click()
    expect(page.get_by_role("row", name="Fjordbank")).to_contain_text("205")
    assert_accessible(page)
    page.get_by_role("link", name="Set-up").first.click()


def _starts(page: Page) -> None:
    expect(page.get_by_text("Nothing is missing: the year can start.")).to_be_visible()
    page.get_by_role("link", name="Start the year").click()
    expect(page.get_by_role("button", name="Yes, start the year")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Yes, start the year").click()
    expect(page.get_by_text("Alma Aas started this year")).to_be_visible()
