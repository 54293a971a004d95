"""The form without a network: filled in, closed, opened again, handed in, and received once."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import BrowserContext, Page, Route, expect

from evaluations.models import (
    ChecklistVersion,
    Draft,
    Evaluation,
    Submission,
)
from evaluations.services.reports.drafting import LONGEST_COMMENT, Changes, save_draft
from shoppers.models import User
from tests import people
from tests.browsers import PHONE
from tests.factories.awards import tiny_award
from tests.factories.reports import filled_report
from tests.factories.tiny_method import PERFECT
from tests.journeys.conftest import signed_in
from tests.journeys.words_scene import stored

pytestmark = pytest.mark.django_db(transaction=True)

# Resolves once the worker is there and holds the page.
HELD = """
async (path) => {
  await navigator.serviceWorker.ready;
  for (;;) {
    if (await caches.match(path, {ignoreVary: true})) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
"""


@pytest.fixture
def report(transactional_db: None) -> Evaluation:
    return filled_report(tiny_award(), people.selma(), people.alma(), PERFECT)


@pytest.fixture
def form(live_server: Any, report: Evaluation) -> str:
    """Where the form is."""
    return f"{live_server.url}/my-calls/{report.test_call_id}/report/"


@pytest.fixture
def phone(
    live_server: Any, report: Evaluation, form: str, new_context: Callable[..., BrowserContext]
) -> Page:
    """Selma's phone, with the form open and held by the worker."""
    context = new_context(viewport=PHONE, locale="en-GB")
    signed_in(context, _selma(), live_server.url)
    page = context.new_page()
    page.goto(form)
    page.evaluate(HELD, form.removeprefix(live_server.url))
    return page


def _words(page: Page, words: str) -> None:
    page.evaluate("location.hash = 's-comments'")
    page.locator("#q-c_words").fill(words)


def _hand_in(page: Page) -> None:
    page.get_by_role("button", name="Check and send").click()
    page.locator("#send-now").get_by_label("No", exact=True).check()
    page.get_by_role("button", name="Send the report").click()


def test_a_press_is_not_lost_to_what_is_said_meanwhile(phone: Page) -> None:
    phone.context.set_offline(True)
    phone.evaluate("location.hash = 's-comments'")
    # The words are not to be written down before the press, however slow the machine.
    phone.clock.install(time=0)
    phone.clock.pause_at(1000)
    phone.locator("#q-c_words").fill("Kind")
    box = phone.get_by_role("button", name="Check and send").bounding_box()
    assert box is not None
    phone.mouse.move(box["x"] + 20, box["y"] + 5)
    with phone.expect_event("requestfailed"):
        phone.mouse.down()  # leaving the field sends it, which fails
    phone.clock.run_for(600)  # what was typed is written down
    expect(phone.locator("#kept")).to_be_hidden()
    phone.clock.resume()
    phone.mouse.up()

    expect(phone.locator("#send-now")).to_be_visible()
    expect(phone.locator("#kept")).to_contain_text("No network.")


def test_a_form_that_was_closed_without_a_network_is_sent_once(phone: Page, form: str) -> None:
    context = phone.context
    context.set_offline(True)
    _words(phone, "Kind")
    phone.close()  # the last save may arrive, its answer does not
    page = context.new_page()
    page.goto(form)
    expect(page.locator("#q-c_words")).to_have_value("Kind")
    _words(page, "Kind, and quick")
    _hand_in(page)
    row = page.locator("#outbox")
    expect(row).to_contain_text("On this phone, not received yet.")
    expect(page.locator("#report")).to_be_hidden()
    page.close()
    page = context.new_page()
    page.goto(form)
    expect(page.locator("#outbox")).to_contain_text("On this phone, not received yet.")
    assert Submission.objects.count() == 0

    with page.expect_navigation(url=re.compile("/receipt/")):
        context.set_offline(False)

    expect(page.locator("main")).to_contain_text("Received")
    expect(page.locator("#keep-left")).to_be_hidden()
    assert Submission.objects.get().content["comments"] == {"c_words": "Kind, and quick"}


def test_a_page_older_than_her_own_words_does_not_take_them_for_anothers(
    phone: Page, form: str
) -> None:
    context, saves = phone.context, list[Route]()

    def hold(route: Route) -> None:
        saves.append(route)

    phone.route("**/report/save/", hold)
    _words(phone, "Kind")
    phone.locator("#q-c_words").blur()
    _words(phone, "Kind, and quick")  # typed on before the answer came
    with phone.expect_response("**/report/save/"):
        saves[0].fulfill(response=saves[0].fetch())
    stored(phone, c__c_words="Kind, and quick")
    phone.close()
    context.set_offline(True)

    page = context.new_page()
    page.goto(form)

    expect(page.locator("#q-c_words")).to_have_value("Kind, and quick")
    expect(page.locator("#kept")).to_contain_text("No network")
    context.set_offline(False)
    expect(page.locator("#kept")).to_be_hidden()
    expect(page.locator(".keep-choice")).to_have_count(0)
    assert Draft.objects.get().comments == {"c_words": "Kind, and quick"}


def _answers(page: Page, *statuses: int) -> None:
    """Let the server answer a whole form in these ways first."""
    waiting = list(statuses)

    def answer(route: Route) -> None:
        if waiting:
            route.fulfill(status=waiting.pop(0), body="{}")
        else:
            route.continue_()

    page.route("**/api/v1/evaluations/**", answer)


def test_a_restart_and_a_new_version_meanwhile_cost_nothing(
    phone: Page, report: Evaluation
) -> None:
    _answers(phone, 503, 502)
    version = report.checklist_version
    _newer(version)
    _words(phone, "Kind")
    phone.clock.install()
    with phone.expect_response("**/api/v1/evaluations/**"):
        _hand_in(phone)
    expect(phone.locator("#outbox")).to_contain_text("On this phone, not received yet.")

    # It tries again by itself, later each time.
    with phone.expect_response("**/api/v1/evaluations/**"):
        phone.clock.fast_forward(2_000)
    with phone.expect_navigation(url=re.compile("/receipt/")):
        phone.clock.fast_forward(4_000)

    assert Submission.objects.get().content["comments"] == {"c_words": "Kind"}
    assert Evaluation.objects.get().checklist_version == version


def test_an_ended_session_is_renewed_and_the_report_sent(phone: Page, form: str) -> None:
    _words(phone, "Kind")
    Session.objects.all().delete()
    _hand_in(phone)
    phone.locator("#outbox").get_by_role("link", name="Sign in").click()
    phone.get_by_label("E-mail").fill("selma@mail.example")
    phone.get_by_label("Password", exact=True).fill(people.PASSWORD)
    phone.locator("main form button.primary").click()

    phone.wait_for_url(re.compile("/receipt/"))

    assert Submission.objects.get().content["comments"] == {"c_words": "Kind"}


def test_another_token_is_fetched_by_itself(phone: Page) -> None:
    phone.context.clear_cookies(name="csrftoken")
    with phone.expect_response(lambda answer: "/save/" in answer.url and answer.ok):
        _words(phone, "Kind")
    assert Draft.objects.get().comments == {"c_words": "Kind"}
    phone.context.clear_cookies(name="csrftoken")
    _hand_in(phone)

    phone.wait_for_url(re.compile("/receipt/"))

    assert Submission.objects.count() == 1


def test_one_section_a_screen_and_back_leads_to_the_one_before(phone: Page) -> None:
    phone.get_by_role("link", name="Next").click()
    expect(phone.get_by_role("heading", name="Waiting")).to_be_focused()
    phone.get_by_role("link", name="Next").click()
    expect(phone.get_by_role("heading", name="Solution")).to_be_focused()
    expect(phone.locator("#q-wait")).to_be_hidden()
    phone.go_back()
    expect(phone.locator("#q-wait")).to_be_visible()
    expect(phone.get_by_role("button", name="Check and send")).to_be_hidden()
    phone.evaluate("location.hash = 's-comments'")
    expect(phone.get_by_role("link", name="Next")).to_be_hidden()


def test_what_is_missing_is_found_without_a_network(phone: Page, report: Evaluation) -> None:
    save_draft(evaluation=report, changes=Changes(answers={"fits": None}), by=_selma())
    phone.reload()
    phone.context.set_offline(True)
    expect(phone.locator("#progress")).to_contain_text("2 of 3 answered")
    phone.evaluate("location.hash = 's-comments'")
    phone.get_by_role("button", name="Check and send").click()
    phone.locator(".error-summary").get_by_role("link", name="fits").click()
    expect(phone.locator("#q-fits")).to_be_focused()
    phone.get_by_label("well").check()

    expect(phone.locator("#progress")).to_contain_text("3 of 3 answered")
    expect(phone.locator("#q-fits .error")).to_have_count(0)
    _words(phone, "å" * (LONGEST_COMMENT + 1))
    limit = phone.locator("[data-name='c.c_words'] .error")
    expect(limit).to_have_text(re.compile("no more than 10,?000 characters"))
    phone.get_by_role("button", name="Check and send").click()
    phone.locator(".error-summary").get_by_role("link", name="Words").click()
    _words(phone, "å" * LONGEST_COMMENT)
    expect(limit).to_have_count(0)


def test_signing_out_asks_first_and_leaves_nothing(phone: Page, form: str) -> None:
    phone.context.set_offline(True)
    _words(phone, "Kind")
    phone.locator("#kept").wait_for()
    phone.route("**/report/save/", lambda route: route.fulfill(status=503))
    phone.context.set_offline(False)
    phone.locator(".site-tools .menu summary").last.click()
    phone.get_by_role("button", name="Sign out").click()
    phone.get_by_role("button", name="Sign out and drop it").click()
    phone.wait_for_url(lambda url: "/my-calls/" not in url)

    assert phone.evaluate("caches.keys()") == [
        name for name in phone.evaluate("caches.keys()") if name.startswith("shell-")
    ]


def _newer(version: ChecklistVersion) -> ChecklistVersion:
    document = version.document | {"version": 2}
    return ChecklistVersion.objects.create(
        checklist=version.checklist, version=2, document=document
    )


def _selma() -> User:
    return User.objects.get(email="selma@mail.example")
