"""What the server has received does not stay on the phone, and what waits goes soon."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from evaluations.models import Draft
from tests.journeys.words_scene import ANOTHER, WITHOUT_WORKER, Desk, hold_time, stored, type_words

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(transactional_db: None, live_server: Any) -> Desk:
    return Desk.at(live_server.url)


@pytest.fixture
def phone(desk: Desk, new_context: Callable[..., BrowserContext]) -> Page:
    return desk.opened_on(new_context(**WITHOUT_WORKER))


def test_words_that_were_sent_at_once_do_not_stay_behind(desk: Desk, phone: Page) -> None:
    type_words(phone, "")
    hold_time(phone)
    phone.keyboard.type("Kind")
    with phone.expect_response(lambda answer: "/save/" in answer.url and answer.ok):
        phone.keyboard.press("Tab")
    expect(phone.locator("#saved")).to_have_text(re.compile("."))

    phone.clock.run_for(1000)

    expect(phone.locator("#kept")).to_be_hidden()
    stored(phone)
    desk.gets(phone, "Kind")


def _lost_answers(page: Page) -> None:
    """From now on the server receives every save, and no answer arrives."""

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/report/save/", lose)


def _sent_in_vain(page: Page, words: str) -> None:
    page.keyboard.type(words)
    with page.expect_event("requestfailed"):
        page.keyboard.press("Tab")


def test_words_are_written_down_before_they_are_sent(desk: Desk, phone: Page) -> None:
    type_words(phone, "")
    hold_time(phone)
    phone.keyboard.type("Ki")
    phone.clock.run_for(300)
    stored(phone, c__c_words="Ki")
    _lost_answers(phone)

    # A browser that is killed from here on writes down nothing more.
    _sent_in_vain(phone, "nd")

    desk.gets(phone, "Kind")
    stored(phone, c__c_words="Kind")


def test_words_that_followed_on_a_lost_answer_are_known_as_her_own(desk: Desk, phone: Page) -> None:
    type_words(phone, "")
    hold_time(phone)
    _lost_answers(phone)
    _sent_in_vain(phone, "Ki")
    phone.locator("#q-c_words").focus()
    phone.keyboard.press("Control+End")
    phone.keyboard.type("nd")
    phone.clock.run_for(300)
    stored(phone, c__c_words="Kind")
    desk.gets(phone, "Ki")
    phone.unroute("**/report/save/")

    phone.reload()

    expect(phone.locator("#q-c_words")).to_have_value("Kind")
    stored(phone)
    desk.gets(phone, "Kind")
    expect(phone.locator(".keep-choice")).to_have_count(0)


@pytest.mark.parametrize("key", [ANOTHER, ""])
def test_the_same_words_of_another_device_are_not_taken_for_her_own(
    desk: Desk, phone: Page, key: str
) -> None:
    phone.context.set_offline(True)
    type_words(phone, "Kind")
    stored(phone, c__c_words="Kind")
    type_words(phone, "Not kind")
    stored(phone, c__c_words="Not kind")
    desk.saves_elsewhere("Kind", key)
    phone.context.set_offline(False)

    phone.goto(desk.form)

    choice = phone.locator(".keep-choice")
    expect(choice).to_contain_text("Not kind")
    expect(phone.locator("#q-c_words")).to_have_value("Kind")
    desk.gets(phone, "Kind")


def test_the_same_words_of_another_device_are_not_replaced_by_a_page_that_is_open(
    desk: Desk, phone: Page
) -> None:
    phone.context.set_offline(True)
    type_words(phone, "Kind")
    stored(phone, c__c_words="Kind")
    type_words(phone, "Not kind")
    stored(phone, c__c_words="Not kind")
    desk.saves_elsewhere("Kind")

    phone.context.set_offline(False)

    expect(phone.locator(".keep-choice")).to_contain_text("Not kind")
    expect(phone.locator("#q-c_words")).to_have_value("Kind")
    desk.gets(phone, "Kind")


def _open_again(desk: Desk, phone: Page) -> None:
    phone.goto(desk.form)


def _try_again(_desk: Desk, phone: Page) -> None:
    phone.clock.run_for(3000)


@pytest.mark.parametrize("go_on", [_open_again, _try_again])
def test_what_she_began_from_is_not_taken_for_the_same_words_said_again_elsewhere(
    desk: Desk, phone: Page, go_on: Callable[[Desk, Page], None]
) -> None:
    type_words(phone, "Kind")
    _sent_by_leaving(phone)
    stored(phone)
    hold_time(phone)
    _lost_answers(phone)
    phone.locator("#q-c_words").fill("")
    _sent_in_vain(phone, "Not kind")
    desk.gets(phone, "Not kind")
    desk.saves_elsewhere("Kind")
    phone.unroute("**/report/save/")

    go_on(desk, phone)

    expect(phone.locator(".keep-choice")).to_contain_text("Not kind")
    expect(phone.locator("#q-c_words")).to_have_value("Kind")
    desk.gets(phone, "Kind")


def test_words_from_before_devices_had_keys_are_known_by_what_they_say(
    desk: Desk, phone: Page
) -> None:
    phone.context.set_offline(True)
    type_words(phone, "Kind")
    stored(phone, c__c_words="Kind")
    type_words(phone, "Kind, and quick")
    stored(phone, c__c_words="Kind, and quick")
    desk.saves_elsewhere("Kind")
    Draft.objects.update(said_on={})
    phone.context.set_offline(False)

    phone.goto(desk.form)

    expect(phone.locator("#q-c_words")).to_have_value("Kind, and quick")
    stored(phone)
    desk.gets(phone, "Kind, and quick")
    expect(phone.locator(".keep-choice")).to_have_count(0)


def _slow_digests(page: Page, words: str) -> None:
    """From now on the digest of these words is known only once the page is let go on."""
    page.evaluate(
        """words => {
          const quick = crypto.subtle.digest.bind(crypto.subtle);
          const go = new Promise((resolve) => (window.goOn = resolve));
          crypto.subtle.digest = async (kind, bytes) => {
            if (new TextDecoder().decode(bytes) === words) await go;
            return quick(kind, bytes);
          };
        }""",
        words,
    )


def _sent_by_leaving(page: Page) -> None:
    with page.expect_response(lambda answer: "/save/" in answer.url and answer.ok):
        page.keyboard.press("Tab")
    expect(page.locator("#saved")).to_have_text(re.compile("."))


@pytest.mark.parametrize("slow", ["Ki", "Kind"])
def test_words_that_are_written_down_while_they_are_received_do_not_stay_behind(
    desk: Desk, phone: Page, slow: str
) -> None:
    type_words(phone, "")
    hold_time(phone)
    phone.keyboard.type("Ki")
    phone.clock.run_for(300)
    stored(phone, c__c_words="Ki")
    _slow_digests(phone, slow)
    phone.keyboard.type("nd")
    if slow == "Ki":
        # Being written down as what follows on "Ki" when the answer comes.
        phone.clock.run_for(300)
        _sent_by_leaving(phone)
        stored(phone)
    else:
        # Written down between the answer and what comes of it.
        _sent_by_leaving(phone)
        phone.clock.run_for(300)
        stored(phone, c__c_words="Kind")

    phone.evaluate("goOn()")

    stored(phone)
    expect(phone.locator("#kept")).to_be_hidden()
    desk.gets(phone, "Kind")


def test_what_failed_together_is_sent_again_together_and_soon(desk: Desk, phone: Page) -> None:
    phone.route("**/report/save/", lambda route: route.abort())
    type_words(phone, "Kind")
    # Only what is written down waits to be sent.
    stored(phone, c__c_words="Kind")
    hold_time(phone)
    for name, value in {"q.wait": "fair", "q.correct": "no", "q.fits": "bad"}.items():
        with phone.expect_event("requestfailed"):
            phone.locator(f'[name="{name}"][value="{value}"]').evaluate("one => one.click()")
    expect(phone.locator("#kept")).to_contain_text("No network")
    phone.unroute("**/report/save/")

    phone.clock.run_for(2000)

    stored(phone)
    expect(phone.locator("#kept")).to_be_hidden()
    desk.gets(phone, "Kind")


def test_a_save_that_is_never_answered_does_not_hold_up_the_others(desk: Desk, phone: Page) -> None:
    form = phone.locator("#report")
    limits = form.get_attribute("hx-request") or "{}"
    assert 5_000 <= json.loads(limits)["timeout"] <= 30_000
    limited = "(form, limits) => form.setAttribute('hx-request', limits)"
    form.evaluate(limited, '{"timeout": 300}')
    phone.route("**/report/save/", lambda _route: None, times=1)

    with phone.expect_event("requestfailed"):
        type_words(phone, "Kind")

    expect(phone.locator("#kept")).to_be_visible()
    # The next one may take as long as a busy machine does.
    form.evaluate(limited, limits)
    stored(phone)
    desk.gets(phone, "Kind")
