"""Two shoppers with one phone: neither sees, sends or loses what the other one has on it."""

import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import BrowserContext, Page, expect

from evaluations.models import Submission
from shoppers.models import User
from tests import people
from tests.browsers import PHONE_ROWS
from tests.factories.calls import shopper_user
from tests.journeys.words_scene import WITHOUT_WORKER, Desk, stored, type_words

pytestmark = pytest.mark.django_db(transaction=True)
WAITING = "On this phone, not received yet."


@pytest.fixture
def desk(transactional_db: None, live_server: Any) -> Desk:
    return Desk.at(live_server.url)


@pytest.fixture
def tove(transactional_db: None) -> User:
    return shopper_user("S-901", "Tove Tveit", language="en")


@pytest.fixture
def phone(desk: Desk, new_context: Callable[..., BrowserContext]) -> Page:
    """Selma's, with the form open."""
    return desk.opened_on(new_context(**WITHOUT_WORKER))


def _hand_in(page: Page) -> None:
    page.get_by_role("button", name="Check and send").click()
    page.locator("#send-now").get_by_label("No", exact=True).check()
    page.get_by_role("button", name="Send the report").click()


def _has_come_and_gone(
    user: User, desk: Desk, phone: Page, meanwhile: Callable[[], object]
) -> None:
    """Selma's session ends without a word; somebody else signs in, sees nothing, signs out.

    Selma's page stays open beside theirs, and goes on trying.
    """
    Session.objects.all().delete()
    phone.route("**/*", lambda route: route.abort())
    phone.context.set_offline(False)
    theirs = phone.context.new_page()
    theirs.goto(f"{desk.url}/my-calls/")
    theirs.get_by_label("E-mail").fill(user.email)
    theirs.get_by_label("Password", exact=True).fill(people.PASSWORD)
    theirs.locator("main form button.primary").click()
    expect(theirs.locator("#outbox")).to_be_attached()
    phone.unroute("**/*")
    with phone.expect_response(lambda answer: answer.status == HTTPStatus.FORBIDDEN):
        phone.evaluate("dispatchEvent(new Event('online'))")
    meanwhile()
    for store in ("typed", "outbox", "received", "attempts", "files", "slips"):
        assert theirs.evaluate(PHONE_ROWS, store) == []
    expect(theirs.locator("#outbox")).to_be_empty()
    theirs.locator(".site-tools .menu summary").last.click()
    theirs.get_by_role("button", name="Sign out").click()
    # Not asked whether what waits may go: there is nothing that is theirs.
    theirs.wait_for_url(lambda url: "/my-calls/" not in url)
    theirs.close()


def test_a_report_waits_for_the_one_who_wrote_it(desk: Desk, phone: Page, tove: User) -> None:
    phone.context.set_offline(True)
    type_words(phone, "Kind")
    _hand_in(phone)
    expect(phone.locator("#outbox")).to_contain_text(WAITING)
    # Not refused: it is hers still, and only the one who is signed in is not.
    asked = phone.locator("#outbox a[data-sign-in]").wait_for

    _has_come_and_gone(tove, desk, phone, meanwhile=asked)

    assert not Submission.objects.exists()
    desk.signs_in(phone.context)
    with phone.expect_navigation(url=re.compile("/receipt/")):
        phone.goto(desk.form)
    assert Submission.objects.get().content["comments"] == {"c_words": "Kind"}


def test_words_wait_for_the_one_who_typed_them(desk: Desk, phone: Page, tove: User) -> None:
    phone.context.set_offline(True)
    type_words(phone, "Kind")
    stored(phone, c__c_words="Kind")

    asked = phone.locator("#kept [data-when=stale]").wait_for

    _has_come_and_gone(tove, desk, phone, meanwhile=asked)

    assert desk.words == ""
    desk.signs_in(phone.context)
    phone.goto(desk.form)
    expect(phone.locator("#q-c_words")).to_have_value("Kind")
    desk.gets(phone, "Kind")
