"""Many calls at once, in the browser: what is late goes to another shopper, and back."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect

from evaluations.models import TestCall
from tests import people
from tests.browsers import DESKTOP, PHONE
from tests.factories.awards import tiny_award
from tests.factories.calls import accepted_call, admit, late, shopper_user
from tests.journeys.conftest import assert_accessible, signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_late_calls_are_reassigned_in_bulk_and_undone(
    live_server: Any, new_context: Callable[..., BrowserContext]
) -> None:
    award, alma, selma = tiny_award(), people.alma(), people.selma()
    nora = shopper_user("S-901", "Nora Nes")
    admit(nora, award.programme, alma)
    for company in ("alfa", "beta"):
        late(accepted_call(award, selma, alma, company), days=4)
    context = new_context(viewport=DESKTOP, locale="en-GB")
    signed_in(context, alma, live_server.url)
    page = context.new_page()

    page.goto(f"{live_server.url}/desk/programmes/2026/field/")
    assert_accessible(page)
    page.get_by_role("link", name="calls are late").click()
    # On a phone the whole row leads to its call, but not where one ticks it.
    page.set_viewport_size(PHONE)
    alfa = page.get_by_role("checkbox", name="Choose Alfa")
    alfa.check()
    expect(alfa).to_be_checked()
    alfa.uncheck()
    page.set_viewport_size(DESKTOP)
    page.get_by_label("All 2 calls that fit the filter").check()
    page.get_by_role("button", name="Reassign").click()
    expect(page.get_by_text("2 to go through, 0 refused")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("Reason").fill("She has moved abroad.")
    page.get_by_role("button", name="Do it").click()
    expect(page.get_by_text("2 done, 0 refused")).to_be_visible()
    assert TestCall.objects.filter(shopper=nora.shopper, state="offered").count() == 2

    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("2 undone, 0 unchanged")).to_be_visible()
    assert_accessible(page)
    assert TestCall.objects.filter(shopper=selma.shopper, state="accepted").count() == 2
