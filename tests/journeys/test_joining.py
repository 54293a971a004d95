"""Somebody applies, a coordinator accepts, and she signs in by her invitation, in the browser."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from playwright.sync_api import BrowserContext, Page, expect

from shoppers.services.notices import sweep_notices
from tests import people
from tests.browsers import DESKTOP, PHONE
from tests.factories.awards import tiny_award
from tests.journeys.conftest import assert_accessible, signed_in

pytestmark = pytest.mark.django_db(transaction=True)
NewContext = Callable[..., BrowserContext]
EMAIL = "vilde@mail.example"


def test_whoever_applies_is_accepted_and_invited(
    transactional_db: None, live_server: Any, new_context: NewContext
) -> None:
    tiny_award()
    phone = new_context(viewport=PHONE, locale="en-GB").new_page()
    phone.goto(f"{live_server.url}/join/")
    _applied(phone)
    phone.goto(_mailed(r"/join/confirm/\S+/", live_server.url))
    phone.locator("main form button.primary").click()
    expect(phone.locator("main")).to_contain_text("answers by mail")

    browser = new_context(viewport=DESKTOP, locale="en-GB")
    signed_in(browser, people.alma(), live_server.url)
    desk = browser.new_page()
    desk.goto(f"{live_server.url}/desk/shoppers/applications/")
    desk.get_by_role("link", name="Vilde Vik").click()
    desk.get_by_role("button", name="Accept and invite").click()
    expect(desk).to_have_url(re.compile("/desk/shoppers/R-"))
    desk.goto(f"{live_server.url}/desk/shoppers/invitations/")
    expect(desk.locator("main")).to_contain_text(EMAIL)
    assert_accessible(desk)

    phone.goto(_mailed(r"/password/\S+", live_server.url))
    expect(phone.locator("input[type=password]").first).to_be_visible()


def _applied(phone: Page) -> None:
    phone.locator("[name=name]").fill("Vilde Vik")
    phone.locator("[name=email]").fill(EMAIL)
    phone.locator("[name=languages][value=nb]").check()
    phone.locator("[name=channels][value=phone]").check()
    phone.locator("[name=region]").fill("Troms")
    phone.locator("[name=weekly_capacity]").fill("3")
    phone.locator("[name=birth_year]").fill("1990")
    phone.locator("[name=gender]").select_option("f")
    phone.locator("[name=adult]").check()
    phone.locator("[name=consent]").check()
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    phone.locator("main form button.primary").click()
    expect(phone.locator("main")).to_contain_text("within 3 days")


def _mailed(pattern: str, url: str) -> str:
    """The link to such a page that was mailed."""
    sweep_notices()
    (path,) = {link for each in mail.outbox for link in re.findall(pattern, str(each.body))}
    return f"{url}{path}"
