"""Two tabs of one browser show one report: nothing that one wrote down is typed over in another."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.words_scene import WITHOUT_WORKER, Desk, stored, type_words

pytestmark = pytest.mark.django_db(transaction=True)

# A page that was put away hears nothing of the others until it is looked at again.
DEAF = """
window.BroadcastChannel = class extends EventTarget { postMessage() {} };
"""
LOOKED_AT = "document.dispatchEvent(new Event('visibilitychange'))"


@pytest.fixture
def desk(transactional_db: None, live_server: Any) -> Desk:
    return Desk.at(live_server.url)


def type_on(page: Page, words: str) -> None:
    page.locator("#q-c_words").focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def test_what_one_tab_writes_down_the_other_goes_on_from(
    desk: Desk, new_context: Callable[..., BrowserContext]
) -> None:
    context = new_context(**WITHOUT_WORKER)
    first, second = desk.opened_on(context), context.new_page()
    second.goto(desk.form)
    words, other = first.locator("#q-c_words"), second.locator("#q-c_words")
    context.set_offline(True)
    first.evaluate("location.hash = 's-waiting'")
    first.get_by_label("fair").first.check(force=True)
    type_words(first, "Kind")
    expect(other).to_have_value("Kind")
    expect(second.get_by_label("fair").first).to_be_checked()
    second.evaluate("location.hash = 's-comments'")
    type_on(second, ", and quick")
    expect(words).to_have_value("Kind, and quick")
    stored(second, c__c_words="Kind, and quick", q__wait="fair")

    context.set_offline(False)

    stored(first)
    desk.gets(first, "Kind, and quick")
    # There and back again: what the other tab said is no echo of one's own.
    for page, there, said in ((first, other, "Kind"), (second, words, "Kind, and quick")):
        type_words(page, said)
        page.keyboard.press("Tab")
        stored(page)
        expect(there).to_have_value(said)
        desk.gets(page, said)
    for page in (first, second):
        expect(page.locator(".keep-choice")).to_have_count(0)


def test_a_tab_that_was_put_away_looks_at_what_was_written_down_since(
    desk: Desk, new_context: Callable[..., BrowserContext]
) -> None:
    context = new_context(**WITHOUT_WORKER)
    first, second = desk.opened_on(context), context.new_page()
    second.add_init_script(DEAF)
    second.goto(desk.form)
    context.set_offline(True)
    type_words(first, "Kind")
    stored(first, c__c_words="Kind")

    second.evaluate(LOOKED_AT)

    expect(second.locator("#q-c_words")).to_have_value("Kind")
    second.evaluate("location.hash = 's-comments'")
    type_on(second, ", and quick")
    stored(second, c__c_words="Kind, and quick")


def test_a_choice_between_two_devices_is_made_in_one_tab(
    desk: Desk, new_context: Callable[..., BrowserContext]
) -> None:
    context = new_context(**WITHOUT_WORKER)
    first, second = desk.opened_on(context), context.new_page()
    second.goto(desk.form)
    context.set_offline(True)
    type_words(first, "Kind")
    expect(second.locator("#q-c_words")).to_have_value("Kind")
    desk.saves_elsewhere("Slow")
    context.set_offline(False)
    for page in (first, second):
        expect(page.locator(".keep-choice")).to_contain_text("Kind")
        page.evaluate(LOOKED_AT)
        expect(page.locator(".keep-choice")).to_have_count(1)

    first.evaluate("location.hash = 's-comments'")
    first.locator(".keep-choice [data-drop]").click()

    for page in (first, second):
        expect(page.locator(".keep-choice")).to_have_count(0)
        expect(page.locator("#q-c_words")).to_have_value("Slow")
    stored(first)
    desk.gets(first, "Slow")
