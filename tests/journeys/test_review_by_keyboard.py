"""A reviewer goes through her reports by keyboard: looks, returns, approves, switches keys off."""

import re
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from evaluations.models import Evaluation, ScreeningFlag
from evaluations.services.review.screening import sweep_screenings
from tests import people
from tests.factories.awards import tiny_award
from tests.factories.reports import submitted_report
from tests.journeys.conftest import assert_accessible, signed_in

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "The agent let me wait for a while but then she answered all of my questions."


def test_reports_are_returned_and_approved_by_keyboard(
    transactional_db: None, live_server: Any, context: BrowserContext, page: Page
) -> None:
    selma, alma, award = people.selma(), people.alma(), tiny_award()
    first, second, third = (
        submitted_report(award, selma, alma, company=company, comments={"c_words": words})
        for company, words in (("alfa", WORDS), ("beta", WORDS + "!"), ("gamma", ""))
    )
    sweep_screenings()
    signed_in(context, alma, live_server.url)
    page.goto(f"{live_server.url}/desk/review/{second.pk}/")

    _walks(page, [first, second])
    _settles_a_flag(page)
    _reads_about_the_keys(page)
    _returns(page, third)
    _approves(page)

    expect(page.locator("main")).to_contain_text("Alfa")
    states = dict(Evaluation.objects.values_list("pk", "state"))
    assert [states[each.pk] for each in (first, second, third)] == [
        "submitted",
        "approved",
        "returned",
    ]
    _switches_them_off(page)
    assert Evaluation.objects.get(pk=first.pk).state == "submitted"


def _walks(page: Page, reports: list[Evaluation]) -> None:
    """Back and forth, but not while a word is being typed, nor away from one."""
    first, second = reports
    page.keyboard.press("k")
    _there(page, first)
    page.keyboard.press("j")
    _there(page, second)
    page.keyboard.press("r")
    expect(page.get_by_label("Why it is returned")).to_be_focused()
    reason = page.get_by_label("Reason for the return")
    reason.focus()
    page.keyboard.type("jar")
    expect(reason).to_have_value("jar")
    page.get_by_role("heading", name="Answers").click()
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Next")).to_be_focused()
    _there(page, second)
    reason.fill("")


def _there(page: Page, report: Evaluation) -> None:
    """On the report's page, and its script as well."""
    expect(page).to_have_url(re.compile(f"{report.pk}/"))
    expect(page.locator("[data-review-keys]")).to_be_visible()


def _settles_a_flag(page: Page) -> None:
    page.get_by_role("heading", name="Answers").click()
    page.keyboard.press("f")
    flag = page.locator(".flag-item")
    expect(flag).to_be_focused()
    expect(flag.locator("blockquote")).to_have_text([WORDS + "!", WORDS])
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("The same was asked")
    assert_accessible(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(flag).to_contain_text("Dismissed: Words of another report")
    assert ScreeningFlag.objects.get().dismissals.get().reason == "The same was asked"


def _reads_about_the_keys(page: Page) -> None:
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys on this page")).to_be_visible()
    assert_accessible(page)
    # Behind it no key leads anywhere.
    page.keyboard.press("j")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def _returns(page: Page, report: Evaluation) -> None:
    page.keyboard.press("j")
    _there(page, report)
    page.keyboard.press("r")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("Which day?")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#messages")).to_contain_text("Returned to S-900")
    expect(page.locator("[data-review-keys]")).to_be_visible()


def _approves(page: Page) -> None:
    """The list goes on with its first report: one further on stands the second."""
    page.keyboard.press("j")
    expect(page.get_by_role("heading", level=1)).to_have_text("Beta")
    expect(page.locator("[data-review-keys]")).to_be_visible()
    page.keyboard.press("x")
    expect(page.get_by_label("Why it is rejected")).to_be_focused()
    page.get_by_role("heading", name="Answers").click()
    page.keyboard.press("a")
    expect(page.get_by_role("button", name="Approve")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Take it back")).to_be_visible()
    expect(page.locator("[data-review-keys]")).to_be_visible()


def _switches_them_off(page: Page) -> None:
    page.keyboard.press("?")
    page.get_by_label("Single keys work on this device").uncheck()
    page.get_by_role("button", name="Close the list").click()
    page.reload()
    expect(page.get_by_text("Single keys are switched off.")).to_be_visible()
    page.keyboard.press("a")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Approve")).not_to_be_focused()
    page.get_by_role("button", name="Show or switch off the keys").click()
    page.get_by_label("Single keys work on this device").check()
    page.keyboard.press("Escape")
    page.get_by_role("heading", name="Answers").click()
    page.keyboard.press("a")
    expect(page.get_by_role("button", name="Approve")).to_be_focused()
