"""Nobody answered: what shows it is added in the form, without a network too; the clock answers."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, FilePayload, Page, Route, expect

from evaluations.models import Attachment, Draft, Submission, TestCall
from evaluations.services.calls.attempts import log_attempt
from evaluations.services.reports.drafting import open_report
from shoppers.models import User
from tests import people
from tests.browsers import PHONE
from tests.factories.calls import accepted_call
from tests.factories.evidence import asking_award
from tests.factories.hostile import photograph
from tests.factories.reports import in_vain
from tests.journeys.conftest import assert_accessible, signed_in

pytestmark = pytest.mark.django_db(transaction=True)

# Another tab of hers, or the call's page, has noted an attempt that is not received yet.
NOTED = """
(call) => new Promise((resolve) => {
  const { sign } = document.getElementById("phone").dataset;
  const opening = indexedDB.open(`best-in-test-${sign}`);
  opening.onsuccess = () => {
    const done = opening.result.transaction("attempts", "readwrite");
    const key = crypto.randomUUID();
    const row = {call, key, url: "/nowhere/", ending: "answered", stored: true};
    const [started_at, answered_at] = ["2026-02-02T09:00:00Z", "2026-02-02T09:01:35Z"];
    done.objectStore("attempts").put({...row, started_at, answered_at, ended_at: answered_at});
    done.oncomplete = () => {
      opening.result.close();
      new BroadcastChannel(`attempts-${sign}`).postMessage(row.key);
      resolve();
    };
  };
})
"""


@pytest.fixture
def selma(transactional_db: None) -> User:
    return people.selma()


@pytest.fixture
def call(selma: User, monkeypatch: pytest.MonkeyPatch) -> TestCall:
    return accepted_call(asking_award(monkeypatch), selma, people.alma())


@pytest.fixture
def form(
    live_server: Any, call: TestCall, selma: User, new_context: Callable[..., BrowserContext]
) -> Callable[[], Page]:
    """Her phone with the form open."""

    def opened() -> Page:
        context = new_context(viewport=PHONE, locale="en-GB", service_workers="block")
        signed_in(context, selma, live_server.url)
        page = context.new_page()
        page.goto(f"{live_server.url}/my-calls/{call.pk}/report/")
        return page

    return opened


def _refused(route: Route) -> None:
    """As a server answers that will not take a picture, however often it is sent."""
    route.fulfill(status=422, json={"code": "refused", "title": "Not this one."})


def test_a_picture_that_is_on_its_way_lets_the_report_go(
    form: Callable[[], Page], call: TestCall, selma: User
) -> None:
    for note in in_vain():
        log_attempt(call=call, note=note, by=selma)
    page = form()
    dialog = page.locator("#evidence-asked")
    page.get_by_label("Yes", exact=True).first.check()
    expect(dialog).to_be_hidden()
    page.get_by_label("No", exact=True).first.check()
    expect(dialog.get_by_text("Not added yet")).to_be_visible()
    assert page.evaluate("document.querySelector('#evidence-asked').matches(':modal')")
    assert_accessible(page)
    page.set_viewport_size(PHONE)
    dialog.get_by_role("button", name="Done").click()
    page.evaluate("location.hash = 's-comments'")
    page.get_by_role("button", name="Check and send").click()
    expect(page.locator(".error-summary")).to_contain_text("what shows it is still missing")
    assert_accessible(page)
    page.set_viewport_size(PHONE)

    picture = FilePayload(name="log.jpg", mimeType="image/jpeg", buffer=photograph())
    page.route("**/attachments/*/", _refused)
    page.set_input_files("[data-pictures=call_log]", picture)
    expect(page.locator("#attach-here")).to_contain_text("Not this one.")
    expect(dialog.locator("[data-standing=here]")).to_have_count(0)
    page.unroute("**/attachments/*/", _refused)
    page.locator("#attach-here").get_by_role("button", name="Remove").click()
    expect(page.locator("#attach-here")).to_be_hidden()

    page.context.set_offline(True)
    page.set_input_files("[data-pictures=call_log]", picture)
    expect(dialog.locator("[data-standing=here]")).to_have_count(1)
    page.evaluate("location.hash = 's-comments'")
    page.get_by_role("button", name="Check and send").click()
    page.locator("#send-now").get_by_label("No", exact=True).check()
    page.get_by_role("button", name="Send the report").click()
    expect(page.locator("#outbox")).to_contain_text("On this phone, not received yet.")
    page.context.set_offline(False)

    page.wait_for_url(re.compile("/receipt/"))
    expect(page.locator("#attach-list")).to_contain_text("Received, being checked")
    assert Submission.objects.get().content["answered"] is False
    assert Attachment.objects.get().kind == "call_log"


def test_the_clock_answers_how_long_she_waited_and_another_answer_says_why(
    form: Callable[[], Page], call: TestCall, selma: User
) -> None:
    open_report(call=call, by=selma)
    page = form()
    page.evaluate("location.hash = 'q-wait'")
    wait, note = page.locator("#q-wait"), page.locator("[data-name='note.wait']")
    expect(wait.locator(":checked")).to_have_count(0)
    page.context.set_offline(True)

    page.evaluate(NOTED, str(call.pk))

    expect(wait.get_by_label("fair")).to_be_checked()
    expect(wait).to_contain_text("By the clock you waited 1:35 min.")
    expect(note).to_be_hidden()
    with page.expect_response(lambda answer: "/save/" in answer.url and answer.ok):
        page.context.set_offline(False)
    assert Draft.objects.get().answers == {"wait": "fair"}
    wait.get_by_label("slow").check()
    expect(note).to_be_visible()
    assert_accessible(page)
    page.set_viewport_size(PHONE)
    with page.expect_response(lambda answer: "/save/" in answer.url and answer.ok):
        note.get_by_role("textbox").fill("It rang on after they had answered.")
        note.get_by_role("textbox").blur()
    assert Draft.objects.get().beside == {"note.wait": "It rang on after they had answered."}
    wait.get_by_label("fair").check()
    expect(note).to_be_hidden()
