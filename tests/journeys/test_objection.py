"""An objection from the client's page to its outcome, in the browser."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from playwright.sync_api import BrowserContext, Page, expect

from evaluations.models import Evaluation, Objection
from evaluations.services.review.reviewing import approve
from shoppers.models import User
from shoppers.services.notices import sweep_notices
from tests import people
from tests.browsers import DESKTOP, PHONE
from tests.factories.awards import tiny_award
from tests.factories.calls import admit
from tests.factories.clients import two_clients
from tests.factories.objections import DAY, preview_window
from tests.factories.reports import submitted_report
from tests.journeys.conftest import assert_accessible, signed_in

pytestmark = pytest.mark.django_db(transaction=True)
NewContext = Callable[..., BrowserContext]


def test_an_objection_from_the_contact_to_its_outcome(
    transactional_db: None, live_server: Any, new_context: NewContext
) -> None:
    award, alma, clara, selma = tiny_award(), people.alma(), people.clara(), people.selma()
    admit(selma, award.programme, alma)
    report = submitted_report(award, selma, alma)
    approve(evaluation=report, by=alma)
    clients = two_clients(own=[award.company("alfa")], others=[], by=alma)
    preview_window(award.programme, -DAY, DAY)

    def page_of(user: User, path: str, size: Any = DESKTOP) -> Page:
        browser = new_context(viewport=size, locale="en-GB")
        signed_in(browser, user, live_server.url)
        page = browser.new_page()
        page.goto(f"{live_server.url}{path}")
        return page

    page = page_of(clients.kari, f"/client/preview/2026/contacts/{report.pk}/", PHONE)
    page.get_by_role("link", name=re.compile("^Object.*fits")).click()
    expect(page.get_by_label("What it is about")).to_have_value("fits")
    page.get_by_label("Reason").select_option("wrong_answer")
    page.get_by_label("What is wrong?").fill("The case was solved at once.")
    page.get_by_label("I speak for the company").check()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert_accessible(page)
    page.get_by_role("button", name="File the objection").click()
    expect(page.locator("main")).to_contain_text("Answer due")
    own = page.url
    assert Evaluation.objects.get().state == "objected"

    page = page_of(clara, "/desk/review/objections/")
    page.get_by_role("link", name="Alfa").click()
    expect(page.locator("main")).to_contain_text("The case was solved at once.")
    page.get_by_text("Accepted", exact=True).check()
    page.get_by_label("Reason").fill("The words of the report say so too.")
    page.get_by_text("Return the report to its shopper").click()
    page.get_by_label("Words to the shopper").fill("Please look at this answer again.")
    assert_accessible(page)
    page.get_by_role("button", name="Decide").click()
    expect(page.locator("main")).to_contain_text("No objection waits for a decision")
    assert Evaluation.objects.get().state == "returned"

    mail.outbox.clear()
    sweep_notices()
    told = {tuple(each.to): each.subject for each in mail.outbox}
    assert told[clients.kari.email,] == "Your objection is decided"
    assert told[selma.email,] == "A report came back to you"
    page = page_of(clients.kari, f"/client/objections/{Objection.objects.get().pk}/", PHONE)
    assert page.url == own
    expect(page.locator("main")).to_contain_text("The words of the report say so too.")
    assert_accessible(page)
    page = page_of(selma, f"/my-calls/{report.test_call_id}/report/", PHONE)
    expect(page.locator("#q-fits")).to_contain_text("Please look at this answer again.")
    assert "The case was solved" not in page.content()
