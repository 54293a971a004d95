"""A recording goes from the phone as a picture does, and what nothing reads is told before."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, FilePayload, expect

from evaluations.models import Attachment
from evaluations.services.reports.checking_files import sweep_attachments
from tests import people
from tests.browsers import PHONE
from tests.factories.awards import tiny_award
from tests.factories.recordings import allowed, recording
from tests.factories.reports import filled_report
from tests.factories.tiny_method import PERFECT
from tests.journeys.conftest import assert_accessible, signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_recording_is_sent_where_somebody_answered(
    transactional_db: None, live_server: Any, new_context: Callable[..., BrowserContext]
) -> None:
    selma, alma = people.selma(), people.alma()
    report = filled_report(tiny_award(), selma, alma, PERFECT)
    allowed(report.test_call.participation, alma)
    context = new_context(viewport=PHONE, locale="en-GB")
    signed_in(context, selma, live_server.url)
    page = context.new_page()
    page.goto(f"{live_server.url}/my-calls/{report.test_call_id}/report/")
    page.evaluate(
        "document.querySelectorAll('[data-step]').forEach((each) => { each.hidden = false; })"
    )

    def send(name: str, content: bytes) -> None:
        sound = FilePayload(name=name, mimeType="audio/mpeg", buffer=content)
        page.set_input_files("#attach-sound input", sound)

    send("memo.m4a", b"\x00\x00\x00\x1cftypM4A " + bytes(300_000))
    expect(page.locator("#attach-trouble")).to_contain_text("Recordings as M4A")
    assert not Attachment.objects.exists()

    send("call.mp3", recording())
    expect(page.locator("#attach-list")).to_contain_text("Received, being checked")
    sweep_attachments()
    expect(page.locator("#attach-list .chip")).to_have_text("Received")
    assert Attachment.objects.get().kind == "recording"
    assert_accessible(page)

    page.evaluate("document.querySelector('[name=answered][value=no]').checked = true")
    expect(page.locator("#attach-sound")).to_be_hidden()
