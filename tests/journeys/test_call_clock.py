"""The call clock counts from stored instants: no closed tab, lost network or wrong clock costs."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from evaluations.enums import AttemptEnding, AttemptOutcome
from evaluations.models import Attempt, ParticipationChannel, TestCall
from evaluations.services.calls.attempts import log_attempt
from shoppers.models import User
from tests import people
from tests.browsers import PHONE, PHONE_ROWS
from tests.factories.awards import tiny_award
from tests.factories.calls import accepted_call
from tests.factories.reports import MONDAY_AT_TEN, attempt
from tests.journeys.conftest import assert_accessible, signed_in
from tests.journeys.words_scene import wait_until

pytestmark = pytest.mark.django_db(transaction=True)

# There is nobody to call from here, and the browser's question whether to would wait for ever.
NO_DIALLING = """
addEventListener("click", (tap) => tap.target.closest("a[data-start]") && tap.preventDefault())
"""
ASKED = re.compile("/api/v1/test-calls/")
# A phone that is slow to write: a transaction stays open until it is told to go on.
SLOW_TO_WRITE = """
() => {
  const put = IDBObjectStore.prototype.put;
  window.isSlow = true;
  IDBObjectStore.prototype.put = function (row) {
    const hold = () => window.isSlow && (this.getKey("nobody").onsuccess = hold);
    if (this.name === "attempts") hold();
    return put.call(this, row);
  };
}
"""


@dataclass
class Call:
    """Selma with a call to make, her phone beside her."""

    url: str
    selma: User
    call: TestCall
    open_browser: Callable[..., BrowserContext]

    @property
    def address(self) -> str:
        """The call's page."""
        return f"{self.url}/my-calls/{self.call.pk}/"

    def open(self) -> Page:
        """Her phone, with the call open."""
        # Past a service worker the switch "offline" does not reach every request.
        context = self.open_browser(viewport=PHONE, locale="en-GB", service_workers="block")
        signed_in(context, self.selma, self.url)
        context.add_init_script(NO_DIALLING)
        page = context.new_page()
        page.goto(self.address)
        return page


@pytest.fixture
def call(transactional_db: None, live_server: Any, new_context: Any) -> Call:
    selma, award = people.selma(), tiny_award()
    ParticipationChannel.objects.update(contact_point="+47 22 00 00 00")
    made = accepted_call(award, selma, people.alma())
    return Call(live_server.url, selma, made, new_context)


def _tap(page: Page, name: str) -> None:
    page.get_by_role("button", name=re.compile(name)).locator("visible=true").click()


def _dial(page: Page) -> None:
    page.locator("#clock-steps [data-start]").click()


def _is_received(page: Page) -> None:
    expect(page.locator("[data-kept=received]")).to_be_visible()


def _held() -> Attempt:
    return Attempt.objects.get()


def forgotten(page: Page) -> None:
    """Wait until the phone has handed everything over."""
    wait_until(page, lambda: page.evaluate(PHONE_ROWS, "attempts"), [])


def _is_now(moment: dt.datetime | None, *, since: dt.datetime) -> bool:
    margin = dt.timedelta(seconds=1)
    return moment is not None and since - margin <= moment <= timezone.now() + margin


def test_the_way_on_opens_once_the_phone_holds_the_last_tap(call: Call) -> None:
    page = call.open()
    page.context.set_offline(True)
    _dial(page)
    _tap(page, "Somebody answered")
    onwards = page.get_by_role("link", name="Fill in the report")
    page.evaluate(SLOW_TO_WRITE)

    _tap(page, "The call is over")

    expect(page.locator("#clock [data-said]")).to_have_text("Somebody answered")
    expect(page.locator("[data-kept=offline]")).to_be_hidden()
    expect(onwards).to_be_hidden()
    page.evaluate("window.isSlow = false")
    expect(onwards).to_be_visible()
    expect(page.locator("[data-kept=offline]")).to_be_visible()
    [held] = page.evaluate(PHONE_ROWS, "attempts")
    assert held["ending"] == "answered"


def _held_again(began: dt.datetime) -> None:
    """The attempt is under way as if nobody had been said to answer, and both moments are kept."""
    held = _held()
    assert (held.outcome, held.answered_at) == (AttemptOutcome.UNDER_WAY, None)
    (mistake,) = held.taken_back
    said, back = (dt.datetime.fromisoformat(mistake[name]) for name in ("answered_at", "at"))
    assert began - dt.timedelta(minutes=1) < held.started_at < said < back


def test_one_tap_dials_and_the_rest_is_counted(call: Call) -> None:
    page, began = call.open(), timezone.now()
    _dial(page)
    with page.expect_response(lambda answer: answer.request.method == "DELETE"):
        _tap(page, "Begun by mistake")
    expect(page.locator("#clock-steps")).to_be_visible()
    assert not Attempt.objects.exists()
    with page.expect_response(ASKED):
        _dial(page)
    clock = page.locator("#clock")
    expect(clock).to_contain_text("of at most 5 minutes")
    expect(clock.get_by_role("button", name="Nobody answered")).to_be_disabled()
    assert _held().outcome == AttemptOutcome.UNDER_WAY
    assert_accessible(page)
    page.set_viewport_size(PHONE)

    with page.expect_response(ASKED):
        _tap(page, "Somebody answered")
    with page.expect_response(ASKED):
        _tap(page, "Nobody is there yet")
    expect(clock).to_contain_text("of at most 5 minutes")
    expect(clock.locator("h2:visible")).to_have_text("Waiting")
    _held_again(began)
    with page.expect_response(ASKED):
        _tap(page, "Somebody answered")
    with page.expect_response(ASKED):
        _tap(page, "The call is over")

    _is_received(page)
    expect(page.get_by_role("link", name="Fill in the report")).to_be_visible()
    held = _held()
    assert held.ending == AttemptEnding.ANSWERED
    assert held.answered_at is not None
    assert held.ended_at is not None
    assert _is_now(held.started_at, since=began)
    assert held.started_at < held.answered_at < held.ended_at
    (mistake,) = held.taken_back
    assert mistake["answered_at"] < mistake["at"] < held.answered_at.isoformat()
    expect(page.locator("#attempts-made")).to_contain_text("“Somebody answered” was taken back at")
    forgotten(page)

    page.get_by_text("Correct the wait").first.click()
    page.get_by_label("Minutes").fill("1")
    page.get_by_label("Seconds").fill("35")
    page.get_by_label("Why is the clock's wait not right?").fill("I tapped too late.")
    with page.expect_response(ASKED):
        page.get_by_role("button", name="Correct the wait").click()
    expect(page.locator("#attempts-made")).to_contain_text("waited 1:35 min")
    assert (_held().wait_seconds, _held().words) == (95, "I tapped too late.")


def test_the_panel_is_about_the_attempt_that_was_answered(call: Call) -> None:
    later = attempt(MONDAY_AT_TEN + dt.timedelta(days=1), AttemptOutcome.NOT_ANSWERED, 300)
    for note in (later, attempt()):
        log_attempt(call=call.call, note=note, by=call.selma)

    page = call.open()

    expect(page.locator("#clock h2:visible")).to_have_text("Somebody answered")
    expect(page.locator("#clock")).to_contain_text("Now fill in the report.")


def test_without_a_network_the_clock_goes_on_and_is_sent_later(call: Call) -> None:
    page, began = call.open(), timezone.now()
    page.context.set_offline(True)
    _dial(page)
    _tap(page, "Somebody answered")
    expect(page.locator("#clock h2:visible")).to_have_text("Talking")
    expect(page.locator("[data-kept=offline]")).to_be_visible()
    page.close()

    again = page.context.new_page()
    assert not Attempt.objects.exists()
    page.context.set_offline(False)
    again.goto(call.address)
    expect(again.locator("#clock h2:visible")).to_have_text("Talking")
    with again.expect_response(ASKED):
        _tap(again, "The call is over")

    _is_received(again)
    held = _held()
    assert (held.outcome, held.ending) == (AttemptOutcome.ANSWERED, AttemptEnding.ANSWERED)
    assert _is_now(held.answered_at, since=began)
    forgotten(again)


def test_a_clock_three_days_wrong_counts_right(call: Call) -> None:
    context = call.open_browser(viewport=PHONE, locale="en-GB")
    signed_in(context, call.selma, call.url)
    context.add_init_script(NO_DIALLING)
    context.clock.install(time=timezone.now() - dt.timedelta(days=3))
    page, began = context.new_page(), timezone.now()
    page.goto(call.address)
    with page.expect_response(ASKED):
        _dial(page)
    assert _is_now(_held().started_at, since=began)

    page.goto(call.address)
    expect(page.locator("#clock [data-time]").first).to_have_text(re.compile(r"0:\d\d"))
    with page.expect_response(ASKED):
        _tap(page, "Somebody answered")
    with page.expect_response(ASKED):
        _tap(page, "The call is over")

    held = _held()
    assert _is_now(held.started_at, since=began)
    assert _is_now(held.ended_at, since=began)
    assert held.wait_seconds < 30


def test_two_tabs_agree_and_an_ended_session_loses_nothing(call: Call) -> None:
    page = call.open()
    other = page.context.new_page()
    other.goto(call.address)
    with page.expect_response(ASKED):
        _dial(page)
    expect(other.locator("#clock h2:visible")).to_have_text("Waiting")
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    _tap(other, "Busy")

    expect(other.get_by_role("link", name="sign in again")).to_be_visible()
    expect(page.locator("#clock h2:visible")).to_have_text("Busy")
    assert _held().outcome == AttemptOutcome.UNDER_WAY
    page.context.add_cookies(cookies)  # type: ignore[arg-type]  # what it gave itself
    page.reload()

    expect(page.locator("#attempts-made")).to_contain_text("Ended before the limit")
    assert _held().ending == AttemptEnding.BUSY
    forgotten(page)
