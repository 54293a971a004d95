"""A company goes bankrupt in mid-year: what the coordinator sees first, and what its shopper sees.

What the public reads of it is in tests/scoring/web/test_departures.
"""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from evaluations.models import ParticipationAct
from shoppers.models import User
from tests import people
from tests.browsers import DESKTOP, PHONE
from tests.factories.awards import tiny_award
from tests.factories.calls import offered_call
from tests.factories.clients import two_clients
from tests.journeys.conftest import assert_accessible, signed_in

pytestmark = pytest.mark.django_db(transaction=True)
NewContext = Callable[..., BrowserContext]


def test_a_bankruptcy_is_looked_at_first_and_then_done(
    transactional_db: None, live_server: Any, new_context: NewContext
) -> None:
    award, alma, selma = tiny_award(), people.alma(), people.selma()
    offered_call(award, selma, alma)
    clients = two_clients(own=[award.company("alfa")], others=[], by=alma)

    def page_of(user: User, path: str, size: Any = DESKTOP) -> Page:
        browser = new_context(viewport=size, locale="en-GB")
        signed_in(browser, user, live_server.url)
        page = browser.new_page()
        page.goto(f"{live_server.url}{path}")
        return page

    phone = page_of(selma, "/my-calls/", PHONE)
    expect(phone.locator("main")).to_contain_text("Alfa")
    desk = page_of(alma, "/desk/programmes/2026/companies/alfa/")
    desk.locator("main a[href$='/changes/bankrupt/']").click()
    desk.get_by_label("Reason").fill("The court said so today.")
    desk.get_by_role("button", name="See what will happen").click()
    expect(desk.get_by_role("region", name="What will happen")).to_contain_text(
        "1 open call is cancelled."
    )
    assert not ParticipationAct.objects.exists()
    assert_accessible(desk)
    desk.locator("button[name=step][value=do]").click()
    expect(desk.locator("main")).to_contain_text("Let it take part again")

    phone.goto(f"{live_server.url}/my-calls/all/")
    expect(phone.locator("main")).to_contain_text("Cancelled")
    expect(phone.locator("main")).not_to_contain_text("court")
    client = page_of(clients.kari, "/client/", PHONE)
    expect(client.locator("main")).not_to_contain_text("court")
