"""A plan in the browser: computed, looked at, changed, started; a shopper takes her bundle."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db.models import Count
from playwright.sync_api import BrowserContext, expect

from evaluations.services.plans.planning import sweep_plans
from shoppers.models import Shopper
from shoppers.services.notices import sweep_notices
from tests import people
from tests.browsers import DESKTOP, PHONE
from tests.factories.awards import tiny_award
from tests.factories.plans import crew, lies_ahead
from tests.journeys.conftest import assert_accessible, signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_plan_goes_from_the_desk_to_a_shopper(
    live_server: Any, new_context: Callable[..., BrowserContext]
) -> None:
    alma = people.alma()
    award = lies_ahead(tiny_award())
    crew(award, alma)
    desk = new_context(viewport=DESKTOP, locale="en-GB")
    signed_in(desk, alma, live_server.url)
    page = desk.new_page()

    page.goto(f"{live_server.url}/desk/programmes/2026/")
    page.get_by_role("link", name="Field plan").click()
    page.get_by_label("Seed").fill("7")
    page.get_by_role("button", name="Compute a plan").click()
    expect(page.get_by_text("The page may be left")).to_be_visible()
    assert sweep_plans() == 1
    # The bar asks again by itself, and the page comes anew.
    expect(page.get_by_text("12 calls, 12 with a shopper")).to_be_visible()
    expect(page.get_by_text("Connected").first).to_be_visible()
    assert_accessible(page)

    planned = page.locator("#calls tbody a").first
    planned.click()
    expect(page.get_by_role("button", name="Change the plan")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("Shopper").select_option(label="Nobody")
    page.get_by_role("button", name="Change the plan").click()
    expect(page.get_by_text("12 calls, 11 with a shopper")).to_be_visible()
    page.get_by_role("link", name="Start the plan").click()
    expect(page.get_by_text("11 calls can go out")).to_be_visible()
    page.get_by_role("button", name="Offer the calls").click()
    expect(page.get_by_text("11 calls are offered.")).to_be_visible()

    ranked = Shopper.objects.annotate(number=Count("test_calls")).order_by("-number", "pk")
    busy = ranked.select_related("user").first()
    assert busy is not None
    assert busy.user is not None
    hers = busy.test_calls.all()
    count = hers.count()
    assert count > 1
    mail.outbox.clear()
    sweep_notices()
    sweep_notices()
    (letter,) = [each for each in mail.outbox if each.to == [busy.user.email]]
    assert f"There are {count} test calls for you" in letter.body
    phone = new_context(viewport=PHONE, locale="en-GB")
    signed_in(phone, busy.user, live_server.url)
    hand = phone.new_page()
    hand.goto(live_server.url + "/my-calls/")
    bundle = hand.locator(".offers")
    expect(bundle.get_by_role("checkbox")).to_have_count(count)
    expect(bundle.get_by_text(re.compile(r", \d\d:\d\d–\d\d:\d\d")).first).to_be_visible()
    hand.get_by_role("button", name="Accept the ticked calls").click()
    expect(hand.locator(".offers")).to_have_count(0)
    assert set(hers.values_list("state", flat=True)) == {"accepted"}
