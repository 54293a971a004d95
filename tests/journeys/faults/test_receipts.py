"""A receipt is added while its expense is typed, and neither goes with a lost network."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, FilePayload, expect

from evaluations.models import Attachment, PayExtra
from evaluations.services.reports.attachment_files import kept_bytes
from evaluations.services.reports.checking_files import sweep_attachments
from tests import people
from tests.browsers import PHONE, PHONE_ROWS
from tests.factories.awards import tiny_award
from tests.factories.hostile import GPS_WORDS, photograph
from tests.factories.reports import submitted_report
from tests.journeys.conftest import assert_accessible, signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_receipt_goes_with_its_expense_whatever_the_network_does(
    transactional_db: None, live_server: Any, new_context: Callable[..., BrowserContext]
) -> None:
    selma = people.selma()
    submitted_report(tiny_award(), selma, people.alma())
    context = new_context(viewport=PHONE, locale="en-GB", service_workers="block")
    signed_in(context, selma, live_server.url)
    page = context.new_page()
    mine = f"{live_server.url}/my-calls/fees/expenses/"
    page.goto(mine)
    photo = FilePayload(name="IMG 1.jpg", mimeType="image/jpeg", buffer=photograph())
    here = page.locator("#attach-here li")
    for count in (1, 2):
        page.set_input_files("#attach-add input", photo)
        expect(here).to_have_count(count)
    here.first.get_by_role("button", name="Remove").click()
    expect(here).to_have_count(1)
    expect(here).to_contain_text("On this phone, not received yet")
    # A page that is left keeps what was chosen for the next one.
    page.reload()
    expect(here).to_have_count(1)
    page.get_by_label("Amount").fill("0")
    page.get_by_label("What for").fill("A prepaid card")
    context.set_offline(offline=True)

    page.get_by_role("button", name="Enter the expense").click()

    expect(page.get_by_text("No network: the expense is not entered yet.")).to_be_visible()
    expect(page.get_by_label("What for")).to_have_value("A prepaid card")
    context.set_offline(offline=False)
    page.get_by_role("button", name="Enter the expense").click()
    expect(page.locator(".error-summary")).to_contain_text("Type an amount above zero")
    expect(page.get_by_text("No network: the expense is not entered yet.")).to_be_hidden()
    expect(here).to_have_count(1)
    assert_accessible(page)
    assert not PayExtra.objects.exists()
    page.get_by_label("Amount").fill("45.50")
    page.get_by_role("button", name="Enter the expense").click()

    expect(page.get_by_text("Entered. A coordinator looks at it")).to_be_visible()
    expect(page.locator("#attach-list")).to_contain_text("Received, being checked")
    assert page.evaluate(PHONE_ROWS, "files") == []
    sweep_attachments()
    expect(page.locator("#attach-list .chip")).to_have_text("Received")
    held = Attachment.objects.get()
    assert (held.extra, held.kind, held.state) == (PayExtra.objects.get(), "receipt", "ready")
    assert GPS_WORDS not in kept_bytes(held.pk)
    assert_accessible(page)
