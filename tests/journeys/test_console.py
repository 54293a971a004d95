"""What the browser has to say of a page after htmx has replaced a part of it."""

import re
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests import people
from tests.factories.awards import tiny_award
from tests.factories.reports import submitted_report
from tests.journeys.conftest import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_comment_whose_field_was_pulled_larger_is_decided_about_in_silence(
    transactional_db: None, live_server: Any, context: BrowserContext, page: Page
) -> None:
    """The browser writes the new height into the field; `new_context` listens to the console."""
    selma, alma = people.selma(), people.alma()
    comments = {"c_words": "The agent found what I needed."}
    report = submitted_report(tiny_award(), selma, alma, comments=comments)
    signed_in(context, alma, live_server.url)
    page.goto(f"{live_server.url}/desk/review/{report.pk}/")
    comment = page.locator("#comment-c_words")
    comment.locator("summary", has_text="Mend the spelling").click()
    _pull_larger(page, comment.get_by_label("Words that the client reads"))

    comment.get_by_role("button", name="Names and describes no one").click()

    expect(comment).to_contain_text("The client may read it")
    # Attributes settle a moment after the swap.
    expect(page.locator(".htmx-settling")).to_have_count(0)


def _pull_larger(page: Page, field: Locator) -> None:
    box = field.bounding_box()
    assert box is not None
    right, bottom = box["x"] + box["width"] - 4, box["y"] + box["height"] - 4
    page.mouse.move(right, bottom)
    page.mouse.down()
    page.mouse.move(right, bottom + 80, steps=5)
    page.mouse.up()
    expect(field).to_have_attribute("style", re.compile("height"))
