"""A stop for her safety, a question, a no: what she writes without a network arrives by itself."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import BrowserContext, Page, Route, expect

from evaluations.models import CallMessage, Fee, TestCall, TestCallEvent
from evaluations.services.calls.assigning import cancel
from shoppers.models import User
from tests import people
from tests.browsers import PHONE, PHONE_ROWS
from tests.factories.awards import tiny_award
from tests.factories.calls import accepted_call
from tests.journeys.conftest import assert_accessible, signed_in
from tests.journeys.faults.test_form_offline import HELD
from tests.journeys.words_scene import wait_until

pytestmark = pytest.mark.django_db(transaction=True)
# The pages of a call that the worker keeps.
PAGES = """
async (call) => {
  const paths = [];
  for (const name of (await caches.keys()).filter((one) => one.startsWith("pages-"))) {
    const kept = await (await caches.open(name)).keys();
    paths.push(...kept.map(({ url }) => new URL(url).pathname));
  }
  return paths.filter((path) => path.startsWith(call));
}
"""
WHY = "What happened?"
STOP = "I stopped for my safety"
ON_THE_PHONE = "On this phone, not received yet."


@dataclass
class Scene:
    """Selma's phone, at a call that she has accepted."""

    call: TestCall
    alma: User
    page: Page
    url: str

    @property
    def path(self) -> str:
        """Where the call is."""
        return f"/my-calls/{self.call.pk}/"

    @property
    def slips(self) -> Any:
        """What stands in the corner of each page of hers."""
        return self.page.locator("#slips .notice")

    def goes_to(self, part: str = "") -> None:
        """Open a page of the call."""
        self.page.goto(f"{self.url}{self.path}{part}")

    def loses_the_network(self) -> None:
        """From here on nothing goes out."""
        self.page.context.set_offline(True)

    def finds_the_network(self) -> None:
        """It goes out again."""
        self.page.context.set_offline(False)

    def dies(self) -> None:
        """The page is gone at once; another one is opened later."""
        context = self.page.context
        self.page.close()
        self.page = context.new_page()

    def holds(self, *rows: list[str]) -> None:
        """Wait until the phone holds exactly these slips: how each stands, and its fields."""
        wait_until(self.page, self._held, list(rows))

    def _held(self) -> list[list[str]]:
        return [
            [row["state"], *(value for _name, value in row["fields"])]
            for row in self.page.evaluate(PHONE_ROWS, "slips")
        ]


@pytest.fixture
def scene(
    transactional_db: None, live_server: Any, new_context: Callable[..., BrowserContext]
) -> Scene:
    selma, alma = people.selma(), people.alma()
    call = accepted_call(tiny_award(), selma, alma, fee=Decimal(150))
    context = new_context(viewport=PHONE, locale="en-GB")
    signed_in(context, selma, live_server.url)
    return Scene(call, alma, context.new_page(), live_server.url)


def _kept_by_the_worker(scene: Scene, *parts: str) -> None:
    scene.goes_to()
    for part in parts:
        scene.page.evaluate(HELD, f"{scene.path}{part}")


def test_a_stop_without_a_network_arrives_by_itself(scene: Scene) -> None:
    scene.page.goto(f"{scene.url}/my-calls/")
    scene.page.evaluate(HELD, "/my-calls/")
    _kept_by_the_worker(scene, "", "stop/")
    scene.loses_the_network()
    scene.page.reload()
    scene.page.get_by_role("link", name=STOP).click()
    scene.page.get_by_label(WHY).fill("They shouted.")
    scene.holds(["typed", "They shouted."])
    scene.dies()
    scene.goes_to("stop/")
    expect(scene.page.get_by_label(WHY)).to_have_value("They shouted.")

    scene.page.get_by_role("button", name=STOP).click()

    expect(scene.slips).to_contain_text(f"{STOP} · Alfa")
    expect(scene.slips).to_contain_text(ON_THE_PHONE)
    # It is on its way: not to be changed by a finger that slips.
    expect(scene.page.get_by_label(WHY)).to_be_hidden()
    assert_accessible(scene.page)
    scene.page.set_viewport_size(PHONE)
    assert TestCall.objects.get().state == "accepted"
    scene.dies()
    scene.page.goto(f"{scene.url}/my-calls/")
    expect(scene.slips).to_contain_text(ON_THE_PHONE)
    scene.finds_the_network()

    expect(scene.slips).to_contain_text("Received")
    scene.holds()
    assert TestCall.objects.get().state == "stopped"
    assert TestCallEvent.objects.get(event="stop").reason == "They shouted."
    assert Fee.objects.get().amount == Decimal(150)
    scene.slips.get_by_role("link", name="Look at it").click()
    expect(scene.page.locator("main")).to_contain_text("You keep the fee")


def test_the_call_shows_what_has_become_of_it(scene: Scene) -> None:
    _kept_by_the_worker(scene, "", "stop/")
    scene.goes_to("stop/")
    scene.loses_the_network()
    scene.page.get_by_label(WHY).fill("They shouted.")
    scene.page.get_by_role("button", name=STOP).click()
    expect(scene.slips).to_contain_text(ON_THE_PHONE)
    scene.goes_to()
    expect(scene.page.locator("main")).to_contain_text("Accepted")

    scene.finds_the_network()

    expect(scene.page.locator("main")).to_contain_text("You keep the fee")
    expect(scene.page.locator("body")).to_contain_text("The call is stopped.")
    expect(scene.slips).to_have_count(0)
    # The page of a call that is over is kept no longer, nor is the way to stop it.
    wait_until(scene.page, lambda: scene.page.evaluate(PAGES, scene.path), [])


def test_what_waits_is_changed_before_it_goes(scene: Scene) -> None:
    _kept_by_the_worker(scene, "", "stop/")
    scene.goes_to("stop/")
    scene.loses_the_network()
    scene.page.get_by_label(WHY).fill("They shouted.")
    scene.page.get_by_role("button", name=STOP).click()
    expect(scene.slips).to_contain_text(ON_THE_PHONE)

    scene.slips.get_by_role("button", name="Change it").click()
    scene.page.get_by_label(WHY).fill("They shouted at me.")
    scene.page.get_by_role("button", name=STOP).click()
    scene.holds(["waiting", "They shouted at me."])
    with scene.page.expect_navigation(url=f"**{scene.path}"):
        scene.finds_the_network()

    assert TestCallEvent.objects.get(event="stop").reason == "They shouted at me."
    scene.holds()


def test_a_question_whose_answer_was_lost_is_asked_once(scene: Scene) -> None:
    _kept_by_the_worker(scene, "messages/")
    scene.goes_to("messages/")
    lost: list[int] = []

    def lose(route: Route) -> None:
        if route.request.method != "POST" or lost:
            route.fallback()
            return
        lost.append(route.fetch(max_redirects=0).status)
        route.abort()

    scene.page.route(f"**{scene.path}messages/", lose)
    scene.page.get_by_label("Your message").fill("May I call on Sunday?")
    with scene.page.expect_navigation(url=f"**{scene.path}messages/"):
        scene.page.get_by_role("button", name="Send").click()

    expect(scene.page.locator(".thread li")).to_have_count(1)
    assert lost == [302]
    assert CallMessage.objects.get().text == "May I call on Sunday?"
    scene.holds()
    expect(scene.page.get_by_label("Your message")).to_have_value("")


def test_what_the_server_refuses_later_is_there_to_be_copied(scene: Scene) -> None:
    scene.goes_to("decline/")
    scene.loses_the_network()
    scene.page.get_by_label("Something else").check()
    scene.page.get_by_label("In your own words").fill("I move away.")
    scene.page.get_by_role("button", name="Give the call back").click()
    expect(scene.slips).to_contain_text(ON_THE_PHONE)
    cancel(call=scene.call, reason="The number is gone", by=scene.alma)

    scene.finds_the_network()

    expect(scene.slips).to_contain_text("This was not taken.")
    expect(scene.slips).to_contain_text("This step is not possible now.")
    scene.slips.get_by_text("What you wrote, to be copied").click()
    expect(scene.slips.locator("dd")).to_have_text(["Something else", "I move away."])
    scene.page.goto(f"{scene.url}/my-calls/")
    expect(scene.slips).to_contain_text("Give the call back · Alfa")
    scene.slips.get_by_role("button", name="Drop it from this phone").click()
    expect(scene.slips).to_have_count(0)
    scene.holds()
    assert TestCall.objects.get().state == "cancelled"


def test_what_is_to_be_corrected_is_said_on_the_page(scene: Scene) -> None:
    scene.goes_to("decline/")
    scene.page.get_by_label("Something else").check()

    with scene.page.expect_navigation():
        scene.page.get_by_role("button", name="Give the call back").click()

    expect(scene.page.locator("main")).to_contain_text("Please say in a few words why.")
    expect(scene.page.get_by_label("Something else")).to_be_checked()
    expect(scene.slips).to_have_count(0)
    assert TestCall.objects.get().state == "accepted"


def test_whose_session_is_over_signs_in_and_it_goes(scene: Scene) -> None:
    scene.goes_to("stop/")
    Session.objects.all().delete()
    scene.page.get_by_label(WHY).fill("They shouted.")

    scene.page.get_by_role("button", name=STOP).click()

    expect(scene.slips).to_contain_text("Sign in again, and it is sent by itself.")
    assert TestCall.objects.get().state == "accepted"
    scene.slips.get_by_role("link", name="Sign in").click()
    scene.page.get_by_label("E-mail").fill("selma@mail.example")
    scene.page.get_by_label("Password", exact=True).fill(people.PASSWORD)
    scene.page.locator("main form button.primary").click()

    scene.page.wait_for_url(f"**{scene.path}")
    scene.holds()
    assert TestCall.objects.get().state == "stopped"


def test_two_tabs_write_one_slip(scene: Scene) -> None:
    scene.goes_to("stop/")
    second = scene.page.context.new_page()
    second.goto(f"{scene.url}{scene.path}stop/")
    scene.page.get_by_label(WHY).fill("They shouted.")
    expect(second.get_by_label(WHY)).to_have_value("They shouted.")
    second.get_by_label(WHY).fill("They shouted. I left.")
    expect(scene.page.get_by_label(WHY)).to_have_value("They shouted. I left.")

    with scene.page.expect_navigation(url=f"**{scene.path}"):
        scene.page.get_by_role("button", name=STOP).click()

    assert TestCallEvent.objects.get(event="stop").reason == "They shouted. I left."
    scene.holds()
