"""What a shopper typed survives a killed browser, a lost network, and a session that ended."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from evaluations.models import Draft, Evaluation
from evaluations.services.reports.evaluating import submit
from tests import people
from tests.browsers import chromium
from tests.journeys.words_scene import (
    WITHOUT_WORKER,
    Desk,
    held,
    hold_time,
    stored,
    type_words,
)
from tests.load.soak_phone import Phone

pytestmark = pytest.mark.django_db(transaction=True)

# Every database of this site goes; says how many there were.
WIPED = """
async () => {
  const there = await indexedDB.databases();
  const gone = ({ name }) => new Promise((done) => {
    indexedDB.deleteDatabase(name).onsuccess = done;
  });
  await Promise.all(there.map(gone));
  return there.length;
}
"""


@pytest.fixture
def desk(transactional_db: None, live_server: Any) -> Desk:
    return Desk.at(live_server.url)


@pytest.fixture
def phone(desk: Desk, new_context: Callable[..., BrowserContext]) -> Page:
    return desk.opened_on(new_context(**WITHOUT_WORKER))


def test_what_is_typed_without_a_network_waits_on_the_phone(desk: Desk, phone: Page) -> None:
    phone.context.set_offline(True)
    type_words(phone, "Two minutes of music")
    phone.evaluate("location.hash = 's-waiting'")
    phone.get_by_label("fair").first.check(force=True)

    stored(phone, c__c_words="Two minutes of music", q__wait="fair")
    expect(phone.locator("#kept")).to_contain_text("No network")
    expect(phone.locator("#saved")).to_be_hidden()
    assert desk.words == ""

    phone.context.set_offline(False)

    expect(phone.locator("#saved")).to_be_visible()
    expect(phone.locator("#kept")).to_be_hidden()
    desk.gets(phone, "Two minutes of music")
    assert Draft.objects.get().answers["wait"] == "fair"
    stored(phone)


def test_typing_without_a_pause_is_kept_meanwhile(phone: Page) -> None:
    phone.context.set_offline(True)
    type_words(phone, "")
    hold_time(phone)
    words = "They let me wait, and then they were kind."
    for letter in words:
        phone.keyboard.type(letter)
        phone.clock.run_for(100)

    kept = str(held(phone)["c.c_words"])

    assert words.startswith(kept)
    assert len(words) - len(kept) < 10  # letters of the last second


# A browser that is killed brings them back as well, and was not even told.
@pytest.mark.exhaustive
def test_a_closed_page_brings_it_back(desk: Desk, phone: Page) -> None:
    phone.context.set_offline(True)
    type_words(phone, "Kind, and quick")
    stored(phone, c__c_words="Kind, and quick")
    phone.close()

    again = phone.context.new_page()
    phone.context.set_offline(False)
    again.goto(desk.form)

    expect(again.locator("#q-c_words")).to_have_value("Kind, and quick")
    expect(again.locator("#saved")).to_be_visible()
    stored(again)
    desk.gets(again, "Kind, and quick")


def test_an_ended_session_takes_nothing_along(desk: Desk, phone: Page) -> None:
    Session.objects.all().delete()
    type_words(phone, "Asked for my name twice")
    phone.locator("#kept").get_by_role("link", name="Sign in").click()
    assert desk.words == ""

    phone.get_by_label("E-mail").fill(desk.selma.email)
    phone.get_by_label("Password", exact=True).fill(people.PASSWORD)
    # Back in the section that she was in.
    with phone.expect_navigation(url=f"{desk.form}#s-comments"):
        phone.locator("main form button.primary").click()

    expect(phone.locator("#q-c_words")).to_have_value("Asked for my name twice")
    stored(phone)
    desk.gets(phone, "Asked for my name twice")


@pytest.mark.parametrize(
    ("button", "kept"),
    [
        # Used as far as the receipt in test_too_late.
        pytest.param("Use this one", "From the phone", marks=pytest.mark.exhaustive),
        ("Drop it", "From elsewhere"),
    ],
)
def test_two_devices_are_shown_to_differ(desk: Desk, phone: Page, button: str, kept: str) -> None:
    phone.context.set_offline(True)
    type_words(phone, "From the phone")
    stored(phone, c__c_words="From the phone")
    desk.saves_elsewhere("From elsewhere")
    phone.context.set_offline(False)
    phone.goto(desk.form)

    choice = phone.locator(".keep-choice")
    expect(choice).to_contain_text("From the phone")
    expect(phone.locator("#q-c_words")).to_have_value("From elsewhere")
    desk.gets(phone, "From elsewhere")
    choice.get_by_role("button", name=button).click()

    expect(choice).to_have_count(0)
    stored(phone)
    expect(phone.locator("#q-c_words")).to_have_value(kept)
    desk.gets(phone, kept)


def test_words_that_came_too_late_are_shown(desk: Desk, phone: Page) -> None:
    phone.context.set_offline(True)
    type_words(phone, "One thing more")
    stored(phone, c__c_words="One thing more")
    submit(evaluation=desk.report, by=desk.selma)
    phone.context.set_offline(False)
    phone.goto(desk.form)

    left = phone.locator("#keep-left")
    expect(left).to_contain_text("One thing more")
    expect(left).to_contain_text("Words")
    left.get_by_role("button").click()

    expect(left).to_be_hidden()
    stored(phone)


def test_the_receipt_lets_the_phone_forget(desk: Desk, phone: Page) -> None:
    type_words(phone, "All in all, good")
    phone.get_by_role("button", name="Check and send").click()
    phone.locator("#send-now").get_by_label("No", exact=True).check()
    with phone.expect_navigation():
        phone.get_by_role("button", name="Send the report").click()

    expect(phone.locator("main")).to_contain_text("Received")
    stored(phone)
    expect(phone.locator("#keep-left")).to_be_hidden()
    assert Evaluation.objects.get().comments == {"c_words": "All in all, good"}


def test_a_wiped_phone_goes_on(desk: Desk, phone: Page) -> None:
    phone.context.set_offline(True)
    type_words(phone, "Before")
    stored(phone, c__c_words="Before")
    assert phone.evaluate(WIPED) == 1

    type_words(phone, "Before and after")

    stored(phone, c__c_words="Before and after")
    phone.context.set_offline(False)
    expect(phone.locator("#kept")).to_be_hidden()
    desk.gets(phone, "Before and after")


def test_a_killed_browser_loses_at_most_its_last_second(
    desk: Desk, playwright: Playwright, tmp_path: Path
) -> None:
    """Once, as an example; `make soak` does it as often as one likes, and at every moment."""
    words = "They let me wait, and then they were kind."
    with Phone(playwright, chromium(), tmp_path, desk.signs_in) as phone:
        phone.page.goto(desk.form)
        phone.offline(is_offline=True)
        type_words(phone.page, words)
        stored(phone.page, c__c_words=words)
        type_words(phone.page, f"{words} And")
        phone.kill()

        phone.page.goto(desk.form)

        expect(phone.page.locator("#q-c_words")).to_have_value(re.compile(re.escape(words)))
        expect(phone.page.locator("#kept")).to_be_hidden()
        expect(phone.page.locator("#saved")).to_be_visible()
        desk.gets(phone.page, phone.page.locator("#q-c_words").input_value())
