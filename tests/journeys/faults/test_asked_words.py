"""While she is asked which of two answers counts, none of them goes away."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from evaluations.models import Draft
from tests.journeys.words_scene import WITHOUT_WORKER, Desk, hold_time, stored, type_words

# A phone that is slow to read what it holds: until it is told to go on.
SLOW_TO_READ = """
const all = IDBObjectStore.prototype.getAll;
window.isSlow = true;
IDBObjectStore.prototype.getAll = function (...range) {
  const hold = () => window.isSlow && (this.getKey("nobody").onsuccess = hold);
  if (this.name === "typed") hold();
  return all.apply(this, range);
};
"""
GO_ON = "window.isSlow = false"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(transactional_db: None, live_server: Any) -> Desk:
    return Desk.at(live_server.url)


@pytest.fixture
def phone(desk: Desk, new_context: Callable[..., BrowserContext]) -> Page:
    return desk.opened_on(new_context(**WITHOUT_WORKER))


def test_what_is_typed_while_the_question_comes_is_asked_about_too(desk: Desk, phone: Page) -> None:
    words, choice = phone.locator("#q-c_words"), phone.locator(".keep-choice")
    type_words(phone, "")
    hold_time(phone)
    phone.keyboard.type("Kind")
    desk.saves_elsewhere("Slow")
    on_their_way: list[Route] = []
    # The list's own method cannot carry the mark that the library gives a handler.
    phone.route("**/report/save/", lambda route: on_their_way.append(route), times=1)  # noqa: PLW0108
    with phone.expect_request("**/report/save/"):
        phone.keyboard.press("Tab")
    words.focus()
    phone.keyboard.press("Control+End")
    phone.keyboard.type(", too")

    # What she types now is not written down yet when the answer comes.
    on_their_way[0].continue_()
    expect(choice).to_contain_text("Kind, too")
    phone.clock.run_for(300)

    stored(phone, c__c_words="Kind, too")
    expect(choice).to_contain_text("Kind, too")
    expect(words).to_have_value("Slow")
    desk.gets(phone, "Slow")


def test_words_wait_for_her_choice_before_she_types_on(desk: Desk, phone: Page) -> None:
    words, choice = phone.locator("#q-c_words"), phone.locator(".keep-choice")
    phone.context.set_offline(True)
    type_words(phone, "Kind")
    stored(phone, c__c_words="Kind")
    desk.saves_elsewhere("Slow")
    phone.context.set_offline(False)
    expect(choice).to_contain_text("Kind")

    words.focus()
    phone.keyboard.type("Not a key reaches a field that is asked about")
    expect(words).to_have_value("Slow")
    choice.get_by_role("button", name="Use this one").click()
    expect(words).to_have_value("Kind")
    words.focus()
    phone.keyboard.press("Control+End")
    phone.keyboard.type(", and quick")
    phone.keyboard.press("Tab")

    expect(choice).to_have_count(0)
    stored(phone)
    expect(phone.locator("#saved")).to_have_text(re.compile("."))
    desk.gets(phone, "Kind, and quick")


def test_leaving_the_field_is_no_answer_to_the_question(desk: Desk, phone: Page) -> None:
    choice = phone.locator(".keep-choice")
    type_words(phone, "")
    desk.saves_elsewhere("Slow")
    words = phone.locator("#q-c_words")
    words.fill("Kind")
    expect(choice).to_contain_text("Kind")
    expect(words).to_have_value("Slow")

    saves: list[str] = []
    phone.on("request", lambda sent: saves.append(sent.post_data or ""))
    words.blur()
    # Of another field a save goes through, after whatever leaving this one has set off.
    with phone.expect_response("**/report/save/") as answer:
        phone.evaluate("location.hash = 's-start'")
        phone.get_by_label("Yes", exact=True).first.dispatch_event("change")

    assert answer.value.status == 200
    assert not any("c_words" in save for save in saves)
    expect(choice).to_contain_text("Kind")
    stored(phone, c__c_words="Kind")
    desk.gets(phone, "Slow")


@pytest.mark.parametrize(("button", "counts"), [("[data-use]", "Kind"), ("[data-drop]", "Quick")])
def test_words_typed_before_the_phone_knows_what_it_holds_stand_beside_them(
    desk: Desk, new_context: Callable[..., BrowserContext], button: str, counts: str
) -> None:
    context = new_context(**WITHOUT_WORKER)
    closed = desk.opened_on(context)
    context.set_offline(True)
    closed.evaluate("location.hash = 's-waiting'")
    closed.get_by_label("fair").first.check(force=True)
    type_words(closed, "Kind")
    stored(closed, c__c_words="Kind", q__wait="fair")
    closed.close()
    context.set_offline(False)
    phone = context.new_page()
    phone.add_init_script(SLOW_TO_READ)
    phone.goto(desk.form)
    phone.evaluate("location.hash = 's-waiting'")
    phone.get_by_label("slow").first.check(force=True)
    type_words(phone, "Quick")
    expect(phone.locator(".keep-choice")).to_have_count(0)

    phone.evaluate(GO_ON)

    choice, words = phone.locator(".keep-choice"), phone.locator("#q-c_words")
    expect(choice).to_contain_text("Kind")
    expect(words).to_have_value("Quick")
    stored(phone, c__c_words=["Kind", "Quick"])
    phone.reload()
    phone.evaluate(GO_ON)
    expect(choice).to_contain_text("Kind")
    expect(words).to_have_value("Quick")
    phone.evaluate("location.hash = 's-comments'")
    choice.locator(button).click()
    stored(phone)
    expect(words).to_have_value(counts)
    desk.gets(phone, counts)
    assert Draft.objects.get().answers["wait"] == "slow"


def test_words_typed_at_once_are_kept_where_nothing_else_is_held(
    desk: Desk, new_context: Callable[..., BrowserContext]
) -> None:
    context = new_context(**WITHOUT_WORKER)
    desk.signs_in(context)
    phone = context.new_page()
    phone.add_init_script(SLOW_TO_READ)
    phone.goto(desk.form)
    context.set_offline(True)
    type_words(phone, "Kind")

    phone.evaluate(GO_ON)

    stored(phone, c__c_words="Kind")
    context.set_offline(False)
    stored(phone)
    desk.gets(phone, "Kind")


def test_words_that_were_on_their_way_are_no_answer_to_the_question(
    desk: Desk, new_context: Callable[..., BrowserContext]
) -> None:
    context = new_context(**WITHOUT_WORKER)
    closed = desk.opened_on(context)
    context.set_offline(True)
    type_words(closed, "Kind")
    stored(closed, c__c_words="Kind")
    closed.close()
    context.set_offline(False)
    phone = context.new_page()
    phone.add_init_script(SLOW_TO_READ)
    on_their_way: list[Route] = []
    phone.route("**/report/save/", lambda route: on_their_way.append(route), times=1)  # noqa: PLW0108
    phone.goto(desk.form)
    with phone.expect_request("**/report/save/"):
        type_words(phone, "Quick")
        phone.keyboard.press("Tab")
    phone.evaluate(GO_ON)
    choice = phone.locator(".keep-choice")
    expect(choice).to_contain_text("Kind")

    with phone.expect_response("**/report/save/"):
        on_their_way[0].continue_()

    expect(phone.locator("#saved")).to_have_text(re.compile("."))
    expect(choice).to_contain_text("Kind")
    phone.reload()
    phone.evaluate(GO_ON)
    expect(choice).to_contain_text("Kind")
    choice.locator("[data-use]").click()
    stored(phone)
    desk.gets(phone, "Kind")
