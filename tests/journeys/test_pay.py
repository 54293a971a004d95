"""A fee from its report's approval to the day of the bank, in the browser."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from shoppers.models import User
from tests import people
from tests.browsers import DESKTOP, PHONE
from tests.factories.awards import tiny_award
from tests.factories.calls import admit
from tests.factories.paying import IBAN, has_account, officer
from tests.factories.reports import submitted_report
from tests.journeys.conftest import assert_accessible, signed_in

pytestmark = pytest.mark.django_db(transaction=True)
NewContext = Callable[..., BrowserContext]


def test_a_fee_is_approved_paid_and_seen_to_be(
    transactional_db: None, live_server: Any, new_context: NewContext
) -> None:
    award, alma, selma = tiny_award(), people.alma(), people.selma()
    admit(selma, award.programme, alma)
    submitted_report(award, selma, alma, fee=Decimal(120))
    has_account(selma)

    def page_of(user: User, path: str, size: Any = DESKTOP) -> Page:
        browser = new_context(viewport=size, locale="en-GB", accept_downloads=True)
        signed_in(browser, user, live_server.url)
        page = browser.new_page()
        page.goto(f"{live_server.url}{path}")
        return page

    desk = page_of(alma, "/desk/shoppers/fees/")
    desk.get_by_role("link", name="Approve by hand").click()
    desk.get_by_role("textbox").fill("The reviewer is ill; the report is there.")
    desk.get_by_role("button", name="Approve the fee").click()
    expect(desk.locator("table")).to_contain_text("Approved")

    pays = page_of(officer(), "/desk/pay/")
    pays.get_by_role("link", name="New pay run").click()
    expect(pays.locator("main")).to_contain_text("To be paid: 120 NOK")
    pays.get_by_role("button", name="Make the draft").click()
    expect(pays.locator("main")).to_contain_text("Somebody else approves this pay run")

    desk.goto(pays.url)
    expect(desk.locator("main")).not_to_contain_text(IBAN[-4:])
    _confirmed(desk, "Approve the pay run", "A pay officer makes the file")

    pays.reload()
    with pays.expect_download() as found:
        pays.get_by_role("button", name="Make the file for the bank").click()
    assert IBAN in found.value.path().read_text(encoding="utf-8")
    # The page moves on with the file: the next step is there, cancelling is not.
    expect(pays.get_by_role("button", name="Note as paid")).to_be_visible()
    expect(pays.get_by_role("button", name="Cancel this pay run")).to_have_count(0)
    with pays.expect_download() as again:
        pays.get_by_role("button", name="The same file again").click()
    assert again.value.path().read_bytes() == found.value.path().read_bytes()
    pays.get_by_role("button", name="Note as paid").click()
    expect(pays.locator("main")).to_contain_text("Paid on")
    assert_accessible(pays)

    phone = page_of(selma, "/my-calls/fees/", PHONE)
    expect(phone.locator("table")).to_contain_text("Paid")
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def _confirmed(page: Page, label: str, then: str) -> None:
    page.get_by_role("button", name=label).click()
    expect(page.locator("main")).to_contain_text(then)
