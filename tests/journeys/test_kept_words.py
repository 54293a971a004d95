"""What a shopper typed survives a killed browser, a lost network, and a session that ended."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from evaluations.models import Draft, Evaluation
from evaluations.services.drafting import Changes, save_draft
from evaluations.services.evaluating import submit
from shoppers.models import User
from tests import people
from tests.browsers import PHONE, chromium
from tests.factories.awards import tiny_award
from tests.factories.reports import filled_report
from tests.factories.tiny_method import PERFECT
from tests.journeys.conftest import signed_in
from tests.load.soak_phone import Phone

pytestmark = pytest.mark.django_db(transaction=True)

ON_THE_PHONE = """
() => new Promise((resolve) => {
  const opening = indexedDB.open("best-in-test");
  // Where nothing was kept yet there is no database, and looking must not make one.
  opening.onupgradeneeded = () => opening.transaction.abort();
  opening.onerror = () => resolve({});
  opening.onsuccess = () => {
    const all = opening.result.transaction("typed").objectStore("typed").getAll();
    all.onsuccess = () => {
      opening.result.close();
      resolve(Object.fromEntries(all.result.map(({ name, value }) => [name, value])));
    };
  };
})
"""


@dataclass
class Desk:
    """Selma with a report that is filled in but for what she types now."""

    url: str
    selma: User
    report: Evaluation

    @property
    def form(self) -> str:
        """Where the form is."""
        return f"{self.url}/my-calls/{self.report.test_call_id}/report/"

    def signs_in(self, context: BrowserContext) -> None:
        """Let her browser be signed in."""
        signed_in(context, self.selma, self.url)

    def saves_elsewhere(self, words: str) -> None:
        """Let her have typed on another device."""
        changes = Changes(comments={"c_words": words})
        save_draft(evaluation=self.report, changes=changes, by=self.selma)

    @property
    def words(self) -> str:
        """What the server has."""
        return str(Draft.objects.get().comments.get("c_words", ""))


@pytest.fixture
def desk(transactional_db: None, live_server: Any) -> Desk:
    selma = people.selma()
    report = filled_report(tiny_award(), selma, people.alma(), PERFECT)
    return Desk(live_server.url, selma, report)


@pytest.fixture
def phone(desk: Desk, new_context: Callable[..., BrowserContext]) -> Page:
    """Her phone, with the form open; without the worker, which keeps pages and no words."""
    context = new_context(viewport=PHONE, locale="en-GB", service_workers="block")
    desk.signs_in(context)
    page = context.new_page()
    page.goto(desk.form)
    return page


def _type(page: Page, words: str) -> None:
    page.evaluate("location.hash = 's-comments'")
    page.locator("#q-c_words").fill(words)


def _hold_time(page: Page) -> None:
    """From now on no time passes on the page but what the test lets pass."""
    page.clock.install(time=0)
    page.clock.pause_at(1000)


def _stored(page: Page, **fields: str) -> None:
    """Wait until the phone holds exactly these fields."""
    wanted = {name.replace("__", "."): value for name, value in fields.items()}
    for _try in range(300):
        if page.evaluate(ON_THE_PHONE) == wanted:
            return
        page.wait_for_timeout(50)
    assert page.evaluate(ON_THE_PHONE) == wanted


def test_what_is_typed_without_a_network_waits_on_the_phone(desk: Desk, phone: Page) -> None:
    phone.context.set_offline(True)
    _type(phone, "Two minutes of music")
    phone.evaluate("location.hash = 's-waiting'")
    phone.get_by_label("fair").first.check(force=True)

    _stored(phone, c__c_words="Two minutes of music", q__wait="fair")
    expect(phone.locator("#kept")).to_contain_text("No network")
    expect(phone.locator("#saved")).to_be_hidden()
    assert desk.words == ""

    phone.context.set_offline(False)

    expect(phone.locator("#saved")).to_be_visible()
    expect(phone.locator("#kept")).to_be_hidden()
    assert (desk.words, Draft.objects.get().answers["wait"]) == ("Two minutes of music", "fair")
    _stored(phone)


def test_typing_without_a_pause_is_kept_meanwhile(phone: Page) -> None:
    phone.context.set_offline(True)
    _type(phone, "")
    _hold_time(phone)
    words = "They let me wait, and then they were kind."
    for letter in words:
        phone.keyboard.type(letter)
        phone.clock.run_for(100)

    kept = phone.evaluate(ON_THE_PHONE)["c.c_words"]

    assert words.startswith(kept)
    assert len(words) - len(kept) < 10  # letters of the last second


def test_words_that_were_sent_at_once_do_not_stay_behind(desk: Desk, phone: Page) -> None:
    _type(phone, "")
    _hold_time(phone)
    phone.keyboard.type("Kind")
    with phone.expect_response(lambda answer: "/save/" in answer.url and answer.ok):
        phone.keyboard.press("Tab")
    expect(phone.locator("#saved")).to_have_text(re.compile("."))

    phone.clock.run_for(1000)

    expect(phone.locator("#kept")).to_be_hidden()
    _stored(phone)
    assert desk.words == "Kind"


def test_a_save_that_is_never_answered_does_not_hold_up_the_others(desk: Desk, phone: Page) -> None:
    form = phone.locator("#report")
    limit = json.loads(form.get_attribute("hx-request") or "{}")["timeout"]
    assert 5_000 <= limit <= 30_000
    form.evaluate("""form => form.setAttribute("hx-request", '{"timeout": 300}')""")
    phone.route("**/report/save/", lambda _route: None, times=1)

    _type(phone, "Kind")

    expect(phone.locator("#kept")).to_be_visible()
    _stored(phone)
    assert desk.words == "Kind"


# A browser that is killed brings them back as well, and was not even told.
@pytest.mark.exhaustive
def test_a_closed_page_brings_it_back(desk: Desk, phone: Page) -> None:
    phone.context.set_offline(True)
    _type(phone, "Kind, and quick")
    _stored(phone, c__c_words="Kind, and quick")
    phone.close()

    again = phone.context.new_page()
    phone.context.set_offline(False)
    again.goto(desk.form)

    expect(again.locator("#q-c_words")).to_have_value("Kind, and quick")
    expect(again.locator("#saved")).to_be_visible()
    _stored(again)
    assert desk.words == "Kind, and quick"


def test_an_ended_session_takes_nothing_along(desk: Desk, phone: Page) -> None:
    Session.objects.all().delete()
    _type(phone, "Asked for my name twice")
    phone.locator("#kept").get_by_role("link", name="Sign in").click()
    assert desk.words == ""

    phone.get_by_label("E-mail").fill(desk.selma.email)
    phone.get_by_label("Password", exact=True).fill(people.PASSWORD)
    with phone.expect_navigation(url=desk.form):
        phone.locator("main form button.primary").click()

    expect(phone.locator("#q-c_words")).to_have_value("Asked for my name twice")
    _stored(phone)
    assert desk.words == "Asked for my name twice"


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
    _type(phone, "From the phone")
    _stored(phone, c__c_words="From the phone")
    desk.saves_elsewhere("From elsewhere")
    phone.context.set_offline(False)
    phone.goto(desk.form)

    choice = phone.locator(".keep-choice")
    expect(choice).to_contain_text("From the phone")
    expect(phone.locator("#q-c_words")).to_have_value("From elsewhere")
    assert desk.words == "From elsewhere"
    choice.get_by_role("button", name=button).click()

    expect(choice).to_have_count(0)
    _stored(phone)
    expect(phone.locator("#q-c_words")).to_have_value(kept)
    assert desk.words == kept


def test_words_that_came_too_late_are_shown(desk: Desk, phone: Page) -> None:
    phone.context.set_offline(True)
    _type(phone, "One thing more")
    _stored(phone, c__c_words="One thing more")
    submit(evaluation=desk.report, by=desk.selma)
    phone.context.set_offline(False)
    phone.goto(desk.form)

    left = phone.locator("#keep-left")
    expect(left).to_contain_text("One thing more")
    expect(left).to_contain_text("Words")
    left.get_by_role("button").click()

    expect(left).to_be_hidden()
    _stored(phone)


def test_the_receipt_lets_the_phone_forget(desk: Desk, phone: Page) -> None:
    _type(phone, "All in all, good")
    phone.get_by_role("button", name="Check and send").click()
    phone.locator("#send-now").get_by_label("No", exact=True).check()
    with phone.expect_navigation():
        phone.get_by_role("button", name="Send the report").click()

    expect(phone.locator("main")).to_contain_text("Received")
    _stored(phone)
    expect(phone.locator("#keep-left")).to_be_hidden()
    assert Evaluation.objects.get().comments == {"c_words": "All in all, good"}


def test_a_wiped_phone_goes_on(desk: Desk, phone: Page) -> None:
    phone.context.set_offline(True)
    _type(phone, "Before")
    _stored(phone, c__c_words="Before")
    phone.evaluate(
        "() => new Promise(done => indexedDB.deleteDatabase('best-in-test').onsuccess = done)"
    )

    _type(phone, "Before and after")

    _stored(phone, c__c_words="Before and after")
    phone.context.set_offline(False)
    expect(phone.locator("#kept")).to_be_hidden()
    assert desk.words == "Before and after"


def test_a_killed_browser_loses_at_most_its_last_second(
    desk: Desk, playwright: Playwright, tmp_path: Path
) -> None:
    """Once, as an example; `make soak` does it as often as one likes, and at every moment."""
    words = "They let me wait, and then they were kind."
    with Phone(playwright, chromium(), tmp_path, desk.signs_in) as phone:
        phone.page.goto(desk.form)
        phone.offline(is_offline=True)
        _type(phone.page, words)
        phone.page.wait_for_timeout(1000)
        _type(phone.page, f"{words} And")
        phone.kill()

        phone.page.goto(desk.form)

        expect(phone.page.locator("#q-c_words")).to_have_value(re.compile(re.escape(words)))
        expect(phone.page.locator("#kept")).to_be_hidden()
        expect(phone.page.locator("#saved")).to_be_visible()
        assert desk.words in {words, f"{words} And"}
