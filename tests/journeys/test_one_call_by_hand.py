"""One call by hand: from a rejected contact to a new figure, through every role, in the browser."""

import json
import re
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from evaluations.models import Evaluation, TestCall
from evaluations.services.clients.api_keys import issue_key
from scoring.services.releases.proposals import sweep_proposals
from scoring.services.releases.releasing import confirm_release
from scoring.services.runs.runs import sweep_runs
from shoppers.models import User
from shoppers.services.notices import sweep_notices
from tests import people
from tests.browsers import DESKTOP, PHONE
from tests.factories.awards import Award, scored, scored_award
from tests.factories.calls import admit
from tests.factories.clients import TwoClients, two_clients
from tests.factories.releases import proposed
from tests.factories.tiny_method import PERFECT
from tests.journeys.conftest import assert_accessible, signed_in

pytestmark = pytest.mark.django_db(transaction=True)

NewContext = Callable[..., BrowserContext]
WORDS = "The agent found what I neded at once."
MENDED = "The agent found what I needed at once."


@dataclass
class Story:
    """Who is there, and where."""

    url: str
    open_browser: NewContext
    award: Award
    clients: TwoClients
    alma: User
    clara: User
    selma: User
    browsers: dict[User, BrowserContext] = field(default_factory=dict)

    def page_of(self, user: User, size: Any = DESKTOP) -> Page:
        """A page of the browser of her own in which the person is signed in."""
        if user not in self.browsers:
            self.browsers[user] = self.open_browser(viewport=size, locale="en-GB")
            signed_in(self.browsers[user], user, self.url)
        return self.browsers[user].new_page()

    def api(self, path: str, key: str) -> tuple[int, Any]:
        """What the API answers to a client's key."""
        request = urllib.request.Request(  # noqa: S310 - our own server
            f"{self.url}/api/v1/programmes/2026/{path}", headers={"Authorization": f"Api-Key {key}"}
        )
        try:
            with urllib.request.urlopen(request) as answer:  # noqa: S310 - as above
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as refusal:
            return refusal.code, json.load(refusal)


@pytest.fixture
def story(transactional_db: None, live_server: Any, new_context: NewContext) -> Story:
    """The year is released; one contact with alfa was rejected, and Selma may take its place."""
    alma, clara, selma = people.alma(), people.clara(), people.selma()
    award = scored_award()
    award.rejected("alfa", PERFECT, by=alma, reason="The wrong company was called.")
    clients = two_clients(own=[award.company("alfa")], others=[award.company("beta")], by=alma)
    confirm_release(release=proposed(award, scored(award), by=alma), by=clara)
    admit(selma, award.programme, alma)
    return Story(live_server.url, new_context, award, clients, alma, clara, selma)


def test_a_rejected_contact_is_replaced_and_counts(story: Story) -> None:
    _alma_replaces_the_rejected_contact(story)
    _selma_makes_the_call_and_reports(story)
    _clara_returns_the_report(story)
    _selma_mends_it(story)
    _clara_approves(story)
    _two_coordinators_release(story)
    contact = str(Evaluation.objects.get(test_call__shopper=story.selma.shopper).pk)
    _kari_sees_the_new_figure(story, contact)
    _oda_sees_nothing_of_it(story, contact)


def _alma_replaces_the_rejected_contact(story: Story) -> None:
    page = story.page_of(story.alma)
    page.goto(f"{story.url}/desk/programmes/2026/companies/alfa/")
    page.get_by_role("link", name="Replace").click()
    page.get_by_role("link", name="Choose Selma Sund").click()
    expect(page.get_by_role("button", name="Offer the call")).to_be_visible()
    assert_accessible(page)
    _press(page, "Offer the call")
    call = TestCall.objects.get(shopper=story.selma.shopper)
    assert call.state == "offered"
    assert call.replaces is not None
    assert call.replaces.evaluation.state == "rejected"
    assert _mail_to(story.selma) == ["A test call for you"]


def _selma_makes_the_call_and_reports(story: Story) -> None:
    page = story.page_of(story.selma, PHONE)
    page.goto(f"{story.url}/my-calls/")
    page.get_by_role("link", name=re.compile("Alfa")).first.click()
    _press(page, "Accept")
    page.get_by_role("link", name=re.compile("attempt", re.IGNORECASE)).first.click()
    page.get_by_text("Somebody answered", exact=True).click()
    page.get_by_label("Minutes").first.fill("1")
    _press(page, "Note the attempt")
    page.get_by_role("link", name=re.compile("report", re.IGNORECASE)).first.click()
    _answer(page, wait="fast", correct="yes", fits="fair")
    page.evaluate("() => { location.hash = 's-comments'; }")
    with page.expect_response(re.compile("/report/save/")):
        page.locator("#q-c_words").fill(WORDS)
    expect(page.locator("#saved")).to_contain_text("Saved")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert_accessible(page)
    page.set_viewport_size(PHONE)
    _send(page)
    report = Evaluation.objects.get(test_call__shopper=story.selma.shopper)
    assert (report.state, report.answers["fits"]) == ("submitted", "fair")
    expect(page.locator("body")).to_contain_text(report.content_hash[:8])


def _clara_returns_the_report(story: Story) -> None:
    page = _report_on_clara_s_desk(story)
    assert_accessible(page)
    page.set_viewport_size(DESKTOP)
    for told in ("Total", "Rank", "%"):
        assert told not in page.locator("main").inner_text()
    fits = page.locator("details.remark", has_text="fits")
    fits.locator("summary").click()
    fits.get_by_role("textbox").fill("You wrote that it fitted well.")
    page.get_by_text("Return …", exact=True).click()
    page.get_by_label("Why it is returned").select_option("contradiction")
    page.locator("details.choice-panel[open] textarea").fill("Please look at one answer again.")
    _press(page, "Return to the shopper")
    assert Evaluation.objects.get(test_call__shopper=story.selma.shopper).state == "returned"
    assert _mail_to(story.selma) == ["A report came back to you"]


def _selma_mends_it(story: Story) -> None:
    page = story.page_of(story.selma, PHONE)
    page.goto(f"{story.url}/my-calls/")
    page.get_by_role("link", name=re.compile("Alfa")).first.click()
    expect(page.locator("#q-fits")).to_contain_text("You wrote that it fitted well.")
    _answer(page, fits="well")
    _send(page)
    report = Evaluation.objects.get(test_call__shopper=story.selma.shopper)
    assert (report.state, report.answers["fits"]) == ("submitted", "well")
    assert report.submissions.count() == 2


def _clara_approves(story: Story) -> None:
    page = _report_on_clara_s_desk(story)
    comment = page.locator("#comment-c_words")
    comment.locator("summary", has_text="Mend the spelling").click()
    comment.get_by_label("Words that the client reads").fill(MENDED)
    comment.get_by_role("button", name="Names and describes no one").click()
    expect(comment).to_contain_text("The client may read it")
    _press(page, "Approve")
    report = Evaluation.objects.get(test_call__shopper=story.selma.shopper)
    assert report.state == "approved"
    assert report.comments == {"c_words": WORDS}


def _two_coordinators_release(story: Story) -> None:
    page = story.page_of(story.alma)
    page.goto(f"{story.url}/desk/runs/plan/")
    _press(page, "Plan the run")
    sweep_runs()
    page.reload()
    page.get_by_role("link", name="Propose release").first.click()
    # Clients read at once; the public in a week, as the form suggests.
    now = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    page.get_by_label("Clients read from").fill(now)
    # What was published before is corrected, and everybody is told why.
    page.get_by_label(re.compile("English")).fill("A contact that did not count was replaced.")
    _press(page, "Propose release")
    expect(page.get_by_text("Waits for a worker")).to_be_visible()
    sweep_proposals()
    page.wait_for_url("**/desk/releases/**")  # the page looks again by itself
    proposal = page.url
    page = story.page_of(story.clara)
    page.goto(proposal)
    _press(page, "Confirm release")


def _kari_sees_the_new_figure(story: Story, contact: str) -> None:
    page = story.page_of(story.clients.kari)
    page.goto(f"{story.url}/results/2026/companies/alfa/")
    expect(page.locator("main")).to_contain_text("75.0")
    page.goto(f"{story.url}/results/2026/companies/alfa/contacts/{contact}/")
    told = page.content()
    assert MENDED in told
    assert_accessible(page)
    key = issue_key(client=story.clients.client, label="Journey", by=story.alma)
    status, row = story.api("companies/alfa/", key)
    assert (status, float(row["total"]), row["contacts"]) == (200, 75.0, 4)
    status, contacts = story.api("companies/alfa/contacts/", key)
    (own,) = [each for each in contacts["results"] if each["contact"] == contact]
    assert own["comments"] == {"c_words": MENDED}
    attempt = TestCall.objects.get(evaluation__pk=contact).attempts.get()
    for secret in ("S-900", "Selma", attempt.started_at.strftime("%H:%M"), WORDS):
        assert secret not in told
        assert secret not in json.dumps(own)


def _oda_sees_nothing_of_it(story: Story, contact: str) -> None:
    page = story.page_of(story.clients.oda)
    answer = page.goto(f"{story.url}/results/2026/companies/alfa/contacts/{contact}/")
    assert answer is not None
    assert answer.status == 404
    key = issue_key(client=story.clients.other, label="Journey", by=story.alma)
    status, _problem = story.api("companies/alfa/contacts/", key)
    assert status == 404


def _report_on_clara_s_desk(story: Story) -> Page:
    page = story.page_of(story.clara)
    page.goto(f"{story.url}/desk/review/")
    page.get_by_role("link", name=re.compile("Alfa")).first.click()
    return page


def _answer(page: Page, **answers: str) -> None:
    """Tap answers; each is saved before the next one."""
    for key, value in answers.items():
        page.evaluate("name => { location.hash = name; }", f"q-{key}")
        with page.expect_response(re.compile("/report/save/")):
            page.locator(f"#q-{key}").get_by_text(value, exact=True).click()


def _press(page: Page, button: str) -> None:
    """Press a button that leads to another page, and be there."""
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).click()


def _send(page: Page) -> None:
    page.evaluate("() => { location.hash = 's-comments'; }")
    page.get_by_role("button", name="Check and send").click()
    page.locator("#send-now").get_by_label("No", exact=True).check()
    _press(page, "Send the report")


def _mail_to(user: User) -> list[str]:
    """Subjects of what was sent to somebody since the last look."""
    sweep_notices()
    told = [str(message.subject) for message in mail.outbox if message.to == [user.email]]
    mail.outbox.clear()
    return told
