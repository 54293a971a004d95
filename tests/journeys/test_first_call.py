"""Before the first call, on a phone: from the offer over three pages to the number."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests import people
from tests.browsers import PHONE
from tests.factories.awards import tiny_award
from tests.factories.calls import offered_call
from tests.factories.certification import RIGHT, asks
from tests.journeys.conftest import assert_accessible, signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def _press(page: Page, button: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).click()


def test_a_phone_is_led_from_the_offer_to_the_call(
    live_server: LiveServer, new_context: Callable[..., BrowserContext]
) -> None:
    alma, selma, award = people.alma(), people.selma(), tiny_award()
    call = offered_call(award, selma, alma)
    asks(award.programme, alma)
    context = new_context(viewport=PHONE, locale="en-GB", service_workers="block")
    signed_in(context, selma, live_server.url)
    page = context.new_page()
    page.goto(f"{live_server.url}/my-calls/{call.pk}/")
    _press(page, "Accept")

    for title in ("Code of conduct", "Briefing"):
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        page.get_by_role("checkbox").check()
        _press(page, "Sign")
    expect(page.get_by_role("heading", level=1)).to_have_text("Short test")
    assert_accessible(page)
    page.set_viewport_size(PHONE)
    for option in RIGHT.values():
        page.get_by_label(f"Option {option}.").check()
    _press(page, "Send my answers")

    expect(page.locator("main")).to_contain_text("Passed: 2 of 2 answers were right.")
    assert_accessible(page)
    page.goto(f"{live_server.url}/my-calls/{call.pk}/")
    _press(page, "Accept")
    expect(page.get_by_role("link", name="I stopped for my safety")).to_be_visible()
