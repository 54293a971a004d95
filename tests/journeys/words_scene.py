"""A phone with the form of a report open, and what it holds of it."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from playwright.sync_api import BrowserContext, Page

from evaluations.models import Draft, Evaluation
from evaluations.services.reports.drafting import Changes, save_draft
from shoppers.models import User
from tests import people
from tests.browsers import PHONE, PHONE_ROWS
from tests.factories.awards import tiny_award
from tests.factories.reports import filled_report
from tests.factories.tiny_method import PERFECT
from tests.journeys.conftest import signed_in

# The key of a device that is not the phone.
ANOTHER = "c1a7d9b2-5e4f-4a86-9b0d-2f6e8d3a7b05"
# The worker keeps pages and no words.
WITHOUT_WORKER = {"viewport": PHONE, "locale": "en-GB", "service_workers": "block"}


@dataclass
class Desk:
    """Selma with a report that is filled in but for what she types now."""

    url: str
    selma: User
    report: Evaluation

    @classmethod
    def at(cls, url: str) -> Self:
        """Before a server that is empty otherwise."""
        selma = people.selma()
        return cls(url, selma, filled_report(tiny_award(), selma, people.alma(), PERFECT))

    @property
    def form(self) -> str:
        """Where the form is."""
        return f"{self.url}/my-calls/{self.report.test_call_id}/report/"

    def signs_in(self, context: BrowserContext) -> None:
        """Let her browser be signed in."""
        signed_in(context, self.selma, self.url)

    def opened_on(self, context: BrowserContext) -> Page:
        """Her phone, with the form open."""
        self.signs_in(context)
        page = context.new_page()
        page.goto(self.form)
        return page

    def saves_elsewhere(self, words: str, device: str = ANOTHER) -> None:
        """Let her have typed on another device; before there were keys, without one."""
        said_on = uuid.UUID(device) if device else None
        changes = Changes(comments={"c_words": words}, device=said_on)
        save_draft(evaluation=self.report, changes=changes, by=self.selma)

    @property
    def words(self) -> str:
        """What the server has."""
        return str(Draft.objects.get().comments.get("c_words", ""))

    def gets(self, page: Page, words: str) -> None:
        """Wait until the server has these words."""
        wait_until(page, lambda: self.words, words)


def wait_until(page: Page, look: Callable[[], object], wanted: object) -> None:
    """Wait for what no page shows: a busy machine sends, stores and forgets when it can."""
    for _try in range(300):
        if look() == wanted:
            return
        page.wait_for_timeout(50)
    assert look() == wanted


def type_words(page: Page, words: str) -> None:
    """Fill in the comment."""
    page.evaluate("location.hash = 's-comments'")
    page.locator("#q-c_words").fill(words)


def hold_time(page: Page) -> None:
    """From now on no time passes on the page but what the test lets pass."""
    page.clock.install(time=0)
    page.clock.pause_at(1000)


def stored(page: Page, **fields: str | list[str]) -> None:
    """Wait until the phone holds exactly these fields; two words where it has to ask which."""
    wanted = {name.replace("__", "."): value for name, value in fields.items()}
    wait_until(page, lambda: held(page), wanted)


def held(page: Page) -> dict[str, str | list[str]]:
    """The fields that the phone holds; two words where it has to ask which."""
    return {
        row["name"]: row["value"] if row.get("beside") is None else [row["value"], row["beside"]]
        for row in page.evaluate(PHONE_ROWS, "typed")
    }
