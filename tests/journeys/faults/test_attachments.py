"""A picture outlives a lost network and a closed page, and goes from the phone once received."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, FilePayload, Page, Route, expect

from evaluations.models import Attachment
from evaluations.services.reports.attachment_files import kept_bytes
from evaluations.services.reports.checking_files import sweep_attachments
from tests import people
from tests.browsers import PHONE, PHONE_ROWS
from tests.factories.awards import tiny_award
from tests.factories.hostile import GPS_WORDS, noise, photograph
from tests.factories.reports import filled_report
from tests.factories.tiny_method import PERFECT
from tests.journeys.conftest import assert_accessible, signed_in

pytestmark = pytest.mark.django_db(transaction=True)


# The test says when the page's patience for an answer is over.
IMPATIENT = """
AbortSignal.timeout = () => {
  const patience = new AbortController();
  addEventListener("impatient", () => patience.abort());
  return patience.signal;
};
"""


@pytest.fixture
def form(
    transactional_db: None, live_server: Any, new_context: Callable[..., BrowserContext]
) -> Page:
    """The form of a report on Selma's phone."""
    selma = people.selma()
    report = filled_report(tiny_award(), selma, people.alma(), PERFECT)
    context = new_context(viewport=PHONE, locale="en-GB", service_workers="block")
    signed_in(context, selma, live_server.url)
    page = context.new_page()
    page.goto(f"{live_server.url}/my-calls/{report.test_call_id}/report/")
    return page


def test_a_file_that_cannot_be_sent_says_why(form: Page) -> None:
    trouble = form.locator("[data-attach-trouble]:visible")
    for buffer, why in [
        (b"", "This file is empty. Choose another one."),
        (b"." * (10 * 1024 * 1024 + 1), "A picture may have 10.0 MB at most. Send a smaller one."),
    ]:
        sent = FilePayload(name="IMG 1.jpg", mimeType="image/jpeg", buffer=buffer)
        form.set_input_files("#attach-add input", sent)
        expect(trouble).to_have_text(why)

    assert not Attachment.objects.exists()
    assert form.evaluate(PHONE_ROWS, "files") == []


def test_a_picture_is_sent_in_parts_whatever_happens_meanwhile(form: Page) -> None:
    page, context, address = form, form.context, form.url
    large = photograph() + noise(700_000)
    offsets: list[str] = []

    def cut(route: Route) -> None:
        """The network goes once the first part is there."""
        offsets.append(route.request.headers.get("upload-offset", ""))
        if offsets[-1] in {"", "0"}:
            route.continue_()
        else:
            route.abort()

    page.route("**/attachments/**", cut)
    sent = FilePayload(name="IMG 1.jpg", mimeType="image/jpeg", buffer=large)
    page.set_input_files("#attach-add input", sent)
    expect(page.locator("#attach-here [data-when=offline]")).to_be_visible()
    assert len(page.evaluate(PHONE_ROWS, "files")) == 1
    assert Attachment.objects.get().received == int(offsets[-1]) < len(large)

    page.close()
    page = context.new_page()
    page.on("request", lambda each: offsets.append(each.headers.get("upload-offset", "")))
    page.goto(address)

    expect(page.locator("#attach-list")).to_contain_text("Received, being checked")
    assert page.evaluate(PHONE_ROWS, "files") == []
    assert offsets.count("0") == 1
    # The list comes anew between her two taps, and the question stays.
    page.get_by_role("button", name="Remove").click()
    sweep_attachments()
    expect(page.locator("#attach-list .chip")).to_have_text("Received")
    held = Attachment.objects.get()
    assert (held.received, held.state) == (len(large), "ready")
    assert GPS_WORDS not in kept_bytes(held.pk)
    assert_accessible(page)

    page.get_by_role("button", name="Yes, remove it").click()
    expect(page.locator("#attach-list li")).to_have_count(0)
    assert Attachment.objects.get().state == "removed"


def test_a_part_that_nobody_answers_holds_the_picture_up_for_a_while_only(form: Page) -> None:
    swallowed: list[str] = []

    def swallow(route: Route) -> None:
        """A network that is there and answers nothing, once."""
        offset = route.request.headers.get("upload-offset", "0")
        if offset != "0" and not swallowed:
            swallowed.append(offset)
        else:
            route.continue_()

    form.context.add_init_script(IMPATIENT)
    form.reload()
    form.route("**/attachments/**", swallow)
    large = photograph() + noise(700_000)
    sent = FilePayload(name="IMG 1.jpg", mimeType="image/jpeg", buffer=large)
    with form.expect_request(lambda request: request.headers.get("upload-offset", "0") != "0"):
        form.set_input_files("#attach-add input", sent)
    expect(form.locator("#attach-here [data-when=sending]")).to_be_visible()

    form.evaluate("dispatchEvent(new Event('impatient'))")

    expect(form.locator("#attach-list")).to_contain_text("Received, being checked")
    assert Attachment.objects.get().received == len(large)
