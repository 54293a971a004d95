"""What came too late from a phone without a network: nothing is lost, and she is told."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client as Browser
from playwright.sync_api import BrowserContext, Page, expect

from evaluations.models import (
    Attempt,
    Draft,
    Evaluation,
    ParticipationChannel,
    RivalSubmission,
    Submission,
)
from evaluations.services.calls.assigning import in_place_of, reassign
from evaluations.services.calls.attempts import log_attempt
from evaluations.services.reports.drafting import Changes, save_draft
from evaluations.services.reports.evaluating import submit
from shoppers.models import User
from tests import people
from tests.browsers import PHONE
from tests.factories.awards import Award, tiny_award
from tests.factories.calls import admit, shopper_user
from tests.factories.reports import attempt, filled_report
from tests.factories.tiny_method import PERFECT
from tests.journeys.conftest import signed_in
from tests.journeys.faults.test_form_offline import HELD
from tests.journeys.test_call_clock import NO_DIALLING, forgotten

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass
class Fieldwork:
    """Selma at a call, Alma at her desk."""

    award: Award
    selma: User
    alma: User
    report: Evaluation
    url: str

    @property
    def call(self) -> str:
        """Where the call is; its report is below it."""
        return f"{self.url}/my-calls/{self.report.test_call_id}/"

    @property
    def company(self) -> str:
        """The name of whom she calls."""
        return self.report.test_call.participation.name

    def types_elsewhere(self, **changes: Any) -> None:
        """Let her have typed on another device."""
        save_draft(evaluation=self.report, changes=Changes(**changes), by=self.selma)

    def gives_it_to_another(self) -> None:
        """Let the call go to somebody else, for a reason of the desk's own."""
        nina = shopper_user("S-902", "Nina Nes")
        admit(nina, self.award.programme, self.alma)
        call = self.report.test_call
        assert call.due_on is not None
        wanted = in_place_of(call, due_on=call.due_on)
        reassign(wanted=wanted, shopper=nina.shopper, reason="She is nearer", by=self.alma)

    def desk(self) -> str:
        """What the desk's page of the call says."""
        browser = Browser(headers={"accept-language": "en"})
        people.sign_in(browser, self.alma)
        return browser.get(f"/desk/calls/{self.report.test_call_id}/").content.decode()


@pytest.fixture
def fieldwork(transactional_db: None, live_server: Any) -> Fieldwork:
    award, selma, alma = tiny_award(), people.selma(), people.alma()
    ParticipationChannel.objects.update(contact_point="+47 22 00 00 00")
    report = filled_report(award, selma, alma, PERFECT)
    return Fieldwork(award, selma, alma, report, live_server.url)


@pytest.fixture
def phone(fieldwork: Fieldwork, new_context: Callable[..., BrowserContext]) -> Page:
    """Her phone, with the form open and held by the worker, and no network from here on."""
    context = new_context(viewport=PHONE, locale="en-GB")
    signed_in(context, fieldwork.selma, fieldwork.url)
    context.add_init_script(NO_DIALLING)
    page = context.new_page()
    page.goto(f"{fieldwork.call}report/")
    path = f"{fieldwork.call}report/".removeprefix(fieldwork.url)
    page.evaluate(HELD, path)
    return page


def _hand_in(page: Page, words: str = "") -> None:
    page.evaluate("location.hash = 's-comments'")
    if words:
        page.locator("#q-c_words").fill(words)
    page.get_by_role("button", name="Check and send").click()
    page.locator("#send-now").get_by_label("No", exact=True).check()
    page.get_by_role("button", name="Send the report").click()


def _dials_offline(fieldwork: Fieldwork, phone: Page) -> None:
    Attempt.objects.all().delete()
    phone.goto(fieldwork.call)
    phone.context.set_offline(True)
    phone.locator("#clock-steps [data-start]").click()


def _hands_in_offline(page: Page, words: str) -> None:
    page.context.set_offline(True)
    _hand_in(page, words)
    expect(page.locator("#outbox")).to_contain_text("On this phone, not received yet.")


def test_another_device_handed_in_first_and_both_are_kept(
    fieldwork: Fieldwork, phone: Page
) -> None:
    _hands_in_offline(phone, "Kind, on the phone")
    fieldwork.types_elsewhere(comments={"c_words": "Kind, at the desk"})
    submit(evaluation=fieldwork.report, by=fieldwork.selma)

    phone.context.set_offline(False)

    told = phone.locator("#outbox .notice")
    expect(told).to_contain_text("Both are kept; a coordinator compares.")
    told.get_by_role("button", name="Understood").click()
    expect(told).to_have_count(0)
    assert Submission.objects.get().content["comments"] == {"c_words": "Kind, at the desk"}
    assert RivalSubmission.objects.get().content["comments"] == {"c_words": "Kind, on the phone"}
    assert "Kind, on the phone" in fieldwork.desk()


def test_another_device_typed_meanwhile_and_she_says_which_counts(
    fieldwork: Fieldwork, phone: Page
) -> None:
    _hands_in_offline(phone, "Kind, on the phone")
    fieldwork.types_elsewhere(comments={"c_words": "Kind, at the desk"})

    phone.context.set_offline(False)

    choice = phone.locator(".keep-choice")
    expect(choice).to_contain_text("Kind, on the phone")
    expect(phone.locator("#q-c_words")).to_have_value("Kind, at the desk")
    expect(phone.locator(".error-summary")).to_contain_text("also filled in elsewhere")
    assert Draft.objects.get().comments == {"c_words": "Kind, at the desk"}
    assert not Submission.objects.exists()
    phone.locator(".error-summary").get_by_role("link", name="Words").click()
    choice.get_by_role("button", name="Use this one").click()
    expect(phone.locator("#kept")).to_be_hidden()
    with phone.expect_navigation(url="**/receipt/"):
        _hand_in(phone)

    assert Submission.objects.get().content["comments"] == {"c_words": "Kind, on the phone"}


def test_a_call_given_to_another_keeps_what_was_handed_in(
    fieldwork: Fieldwork, phone: Page
) -> None:
    _dials_offline(fieldwork, phone)
    phone.get_by_role("button", name="Somebody answered").locator("visible=true").click()
    phone.get_by_role("button", name="The call is over").locator("visible=true").click()
    # She sees it noted before she goes on: within a second, and on a busy machine not before.
    expect(phone.get_by_role("link", name="Fill in the report")).to_be_visible()
    phone.goto(f"{fieldwork.call}report/")
    _hands_in_offline(phone, "Kind, but gone")
    fieldwork.gives_it_to_another()

    phone.context.set_offline(False)

    told = phone.locator("#outbox .notice")
    expect(told).to_contain_text("your report is kept, and a coordinator can read it.")
    told.get_by_role("button", name="Understood").click()
    expect(told).to_have_count(0)
    forgotten(phone)
    assert Attempt.objects.get().test_call == fieldwork.report.test_call
    desk = fieldwork.desk()
    assert "A report came in after the call had ended" in desk
    assert "Kind, but gone" in desk


def test_who_types_while_the_call_is_taken_back_is_told_and_hands_over_what_she_has(
    fieldwork: Fieldwork, phone: Page
) -> None:
    phone.goto(f"{fieldwork.call}report/#s-comments")
    fieldwork.gives_it_to_another()

    phone.locator("#q-c_words").fill("Kind, and unfinished")
    phone.locator("#q-c_words").blur()

    saved = phone.locator("#saved")
    expect(saved).to_contain_text("A coordinator took this call back.")
    expect(phone.locator("#kept")).to_be_hidden()
    phone.locator("#q-c_words").fill("Kind, unfinished, and a last word")
    box = saved.get_by_role("button", name="Send it to the coordinator").bounding_box()
    assert box is not None
    phone.mouse.move(box["x"] + 20, box["y"] + 5)
    with phone.expect_response("**/report/save/"):
        phone.mouse.down()  # leaving the field tries to save it once more
    phone.mouse.up()
    told = phone.locator("#outbox .notice")
    expect(told).to_contain_text("your report is kept, and a coordinator can read it.")
    assert "Kind, unfinished, and a last word" in fieldwork.desk()
    # Nobody has asked her whether she was recognised: she has not said no.
    assert RivalSubmission.objects.get().content["recognised"] is None
    # Every page of hers says it, so it says of which call.
    phone.goto(f"{fieldwork.url}/my-calls/")
    expect(told).to_contain_text(fieldwork.company)
    told.get_by_role("button", name="Understood").click()
    expect(told).to_have_count(0)
    # What the desk has is not shown to her as lost.
    phone.goto(f"{fieldwork.call}report/")
    expect(phone.locator("main")).to_contain_text("You need not do anything more.")
    expect(phone.locator("#keep-left")).to_be_hidden()


def test_what_was_chosen_too_late_is_shown_in_its_words(fieldwork: Fieldwork, phone: Page) -> None:
    phone.context.set_offline(True)
    phone.get_by_label("No", exact=True).first.check(force=True)
    expect(phone.locator("#kept")).to_contain_text("No network")
    fieldwork.gives_it_to_another()
    phone.context.set_offline(False)

    phone.goto(f"{fieldwork.call}report/")

    left = phone.locator("#keep-left")
    expect(left.locator("dt")).to_have_text("Did somebody answer?")
    expect(left.locator("dd")).to_have_text("No")


def test_an_attempt_that_no_report_takes_is_shown_once_and_asked_no_more(
    fieldwork: Fieldwork, phone: Page
) -> None:
    _dials_offline(fieldwork, phone)
    log_attempt(call=fieldwork.report.test_call, note=attempt(), by=fieldwork.selma)
    submit(evaluation=fieldwork.report, by=fieldwork.selma)
    asked: list[str] = []
    # Asked in vain, without the network, it has not been asked.
    phone.on("requestfinished", lambda request: asked.append(request.method))

    phone.context.set_offline(False)

    told = phone.locator("#outbox .notice")
    expect(told).to_contain_text("your attempt is kept, and a coordinator can read it.")
    assert asked.count("PUT") == 1
    assert "An attempt came in too late" in fieldwork.desk()
    phone.goto(f"{fieldwork.url}/my-calls/")
    expect(told).to_contain_text("your attempt is kept, and a coordinator can read it.")
    expect(told).to_contain_text(fieldwork.company)
    told.get_by_role("button", name="Understood").click()
    expect(told).to_have_count(0)
    forgotten(phone)
    assert asked.count("PUT") == 1
