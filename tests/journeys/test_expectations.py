"""The expectation survey live on a phone: what is left, the order, and what the server keeps."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect

from evaluations.surveys.enums import Asks
from evaluations.surveys.models import ExpectationDraft, ExpectationResponse
from tests import people
from tests.browsers import PHONE
from tests.factories.awards import tiny_award
from tests.factories.calls import admit
from tests.factories.surveys import opened_survey
from tests.factories.tiny_method import FROM_SURVEY
from tests.journeys.conftest import assert_accessible, signed_in
from tests.journeys.words_scene import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_hundred_are_shared_out_and_put_in_order(
    transactional_db: None, live_server: Any, new_context: Callable[..., BrowserContext]
) -> None:
    award, alma, selma = tiny_award(weights=FROM_SURVEY), people.alma(), people.selma()
    admit(selma, award.programme, alma)
    opened_survey(award, alma, asks=Asks.BOTH)
    context = new_context(viewport=PHONE, locale="en-GB", service_workers="block")
    signed_in(context, selma, live_server.url)
    page = context.new_page()
    page.goto(f"{live_server.url}/my-calls/")
    page.get_by_role("link", name="2 minutes").click()
    left, send = page.locator("#left"), page.get_by_role("button", name="Send")
    expect(left).to_have_attribute("role", "status")

    page.get_by_role("button", name="+5 Needs").click(click_count=3)
    expect(left).to_have_text("85 of 100 left to give")
    page.get_by_label("Solution", exact=True).fill("90")
    expect(left).to_have_text("5 too many: take some back")
    expect(send).to_have_attribute("aria-disabled", "true")
    # A button that says it is not ready is pressed all the same: then it says why.
    send.click(force=True)
    expect(left).to_be_focused()
    page.get_by_role("button", name="−5 Solution").click()
    expect(left).to_have_text("All 100 are given")
    expect(send).to_have_attribute("aria-disabled", "false")
    page.get_by_role("button", name="Solution up").click()
    expect(page.locator("#moved")).to_have_text("Solution is now number 1")
    expect(page.get_by_role("button", name="Solution up")).to_be_focused()
    expect(page.locator("#saved")).to_contain_text("Saved")
    drafts = ExpectationDraft.objects.values_list("points", "ranking")
    wanted = ({"needs": 15, "solution": 85}, ["solution", "needs"])
    wait_until(page, drafts.get, wanted)
    page.get_by_label("This is my order").check()
    assert_accessible(page)
    send.click()

    expect(page.get_by_text("Received. Thank you.")).to_be_visible()
    response = ExpectationResponse.objects.get()
    assert (response.points, response.ranking) == wanted
    assert_accessible(page)
