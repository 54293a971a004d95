"""Calibration from a browser: a case is written down, rated on phones, closed, and decides."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from evaluations.models import Calibration
from evaluations.services.calibrating.results import sweep_results
from shoppers.models import User
from tests import people
from tests.browsers import DESKTOP, PHONE
from tests.factories.awards import tiny_award
from tests.factories.calibrations import POOR, asks_agreement
from tests.factories.calls import admit, offered_call, shopper_user
from tests.factories.certification import asks, certifies
from tests.factories.tiny_method import PERFECT
from tests.journeys.conftest import assert_accessible, signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def _press(page: Page, button: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).click()


def _follow(page: Page, link: str) -> None:
    with page.expect_navigation():
        page.get_by_role("link", name=link, exact=True).first.click()


def _answer(page: Page, answers: dict[str, str]) -> None:
    for key, value in answers.items():
        option = f"input[name='q.{key}'][value='{value}']"
        page.locator(f"label:has({option})").click()
        expect(page.locator(option)).to_be_checked()


def _written_down(desk: Page, url: str, raters: list[User]) -> None:
    """From the programme to a session that is open."""
    desk.goto(f"{url}/desk/programmes/2026/")
    _follow(desk, "Calibration")
    _follow(desk, "New calibration")
    desk.get_by_label("Name").fill("Spring")
    desk.get_by_label("Last day for answers").fill(str(timezone.localdate() + dt.timedelta(7)))
    _press(desk, "Begin the calibration")
    _follow(desk, "Add a case")
    desk.get_by_label("What was said or written – English").fill("Hello, this is Line.")
    desk.get_by_role("checkbox").check()
    assert_accessible(desk)
    _press(desk, "Save the case")
    _answer(desk, PERFECT)
    _press(desk, "Save the master answers")
    _follow(desk, "Invite raters")
    for user in raters:
        desk.get_by_label(user.name).check()
    assert_accessible(desk)
    _press(desk, "Invite who is ticked")
    _press(desk, "Open and tell the raters")
    expect(desk.locator("main")).to_contain_text("0 of 2")


def _rated(phone: Page, url: str, answers: dict[str, str]) -> None:
    """From her calls to the last case, with a first send that is refused."""
    phone.goto(f"{url}/my-calls/")
    _follow(phone, "My calibrations")
    phone.get_by_role("link", name="Spring").click()
    _follow(phone, "Rate the next case")
    _answer(phone, {"correct": answers["correct"]})
    _press(phone, "Send my answers")
    expect(phone.get_by_role("alert")).to_contain_text("Some questions still need an answer")
    kept = phone.locator(f"input[name='q.correct'][value='{answers['correct']}']")
    expect(kept).to_be_checked()
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    _answer(phone, answers)
    _press(phone, "Send my answers")
    expect(phone.locator("main")).to_contain_text("All cases are sent")


def test_a_calibration_decides_who_calls(
    live_server: LiveServer, new_context: Callable[..., BrowserContext]
) -> None:
    alma, selma, award = people.alma(), people.selma(), tiny_award()
    nora, url = shopper_user("S-901", "Nora Nes"), live_server.url
    asks(award.programme, alma)
    for user in (selma, nora):
        admit(user, award.programme, alma)
        certifies(user, award.programme)
    call = offered_call(award, nora, alma)
    asks_agreement(award.programme, alma)

    def browser(user: User, size: ViewportSize) -> Page:
        context = new_context(viewport=size, locale="en-GB", service_workers="block")
        signed_in(context, user, url)
        return context.new_page()

    desk, phone = browser(alma, DESKTOP), browser(nora, PHONE)
    _written_down(desk, url, [selma, nora])
    _rated(browser(selma, PHONE), url, PERFECT)
    _rated(phone, url, POOR)
    desk.reload()
    _follow(desk, "Close …")
    _press(desk, "Close the calibration")
    expect(desk.locator("main")).to_contain_text("The figures are being computed")
    assert sweep_results() == 1

    # The page asks by itself and shows the figures once they are there.
    expect(desk.get_by_role("heading", name="By question")).to_be_visible()
    expect(desk.locator("main")).to_contain_text("Below")
    assert_accessible(desk)
    phone.goto(f"{url}/my-calibrations/{Calibration.objects.get().pk}/")
    expect(phone.locator("main")).to_contain_text("in 1 of 3 questions")
    assert_accessible(phone)
    phone.goto(f"{url}/my-calls/{call.pk}/")
    _press(phone, "Accept")
    expect(phone.locator("main")).to_contain_text("A coordinator may invite you to one more")
