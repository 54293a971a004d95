"""A phone that can die: real Chromium at 390 px whose profile outlives it, and the form on it."""

import os
import signal
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Self
from urllib.parse import parse_qsl

import psutil
from playwright.sync_api import BrowserContext, Error, Page, Playwright, Response

from tests.browsers import PHONE_ROWS, QUIET
from tests.load.soak_words import SCREENS, Answer, Said

SIZE = {"width": 390, "height": 844}
# One process less to start and to kill, and nothing between the phone and the proxy that cuts.
SWITCHES = (
    *QUIET,
    "--in-process-gpu",
    "--disable-site-isolation-trials",
    "--no-proxy-server",
)
PATIENCE = 20_000  # ms: a busy machine is not a fault
NAVIGATIONS = 3  # that the browser may begin by itself

# What the form says, and what it holds beside that until she has chosen.
LOOK = """
() => ({
  fields: Object.fromEntries(["input:checked", "textarea", "[type=number]"]
    .flatMap((kind) => [...document.querySelectorAll(`#report ${kind}`)])
    .map((one) => [one.name, one.value])),
  beside: Object.fromEntries([...document.querySelectorAll(".keep-choice")]
    .map((one) => [one.id.slice("keep-".length), one.querySelector("q").textContent])),
})
"""
# Whether something that she typed has not been received.
IS_KEPT = f"""
async () => !document.getElementById("kept").hidden
  || (await ({PHONE_ROWS})("typed"))
    .some((row) => row.report === document.getElementById("keep").dataset.report)
"""
# What is kept, by name, and what the page says of it.
LEFT = f"""
async () => [
  ...(await ({PHONE_ROWS})("typed"))
    .filter((row) => row.report === document.getElementById("keep").dataset.report)
    .map((row) => row.name),
  ...[...document.querySelectorAll("#kept:not([hidden]) > :not([hidden])")]
    .map((one) => `"${{one.dataset.when}}"`),
].join(", ")
"""
# What has become of the report: a form, on its way, refused, received.
STANDING = f"""
async () => {{
  const [row] = await ({PHONE_ROWS})("outbox");
  if (row) return row.state === "refused" ? `refused: ${{row.problem.code}}` : row.state;
  return document.getElementById("report") ? "form" : "received";
}}
"""


class Phone:
    """Starts and dies as often as one likes; `sign_in` lets each new browser be hers."""

    def __init__(
        self,
        playwright: Playwright,
        program: str,
        home: Path,
        sign_in: Callable[[BrowserContext], None],
    ) -> None:
        self._playwright, self._program, self._home = playwright, program, home
        self._sign_in, self._group = sign_in, 0
        self._context: BrowserContext | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.kill()

    @property
    def page(self) -> Page:
        """The only one; starts the browser when it is dead."""
        if self._context is None:
            self._start()
        assert self._context is not None
        pages = self._context.pages
        return pages[0] if pages else self._context.new_page()

    def _start(self) -> None:
        self._context = self._playwright.chromium.launch_persistent_context(
            self._home,
            executable_path=self._program,
            args=list(SWITCHES),
            viewport=SIZE,  # type: ignore[arg-type] # the library wants its own dict
            locale="en-GB",
        )
        self._context.set_default_timeout(PATIENCE)
        mark = f"--user-data-dir={self._home}"
        pids = [each.pid for each in psutil.Process().children(recursive=True) if _has(each, mark)]
        # Playwright gives each browser a process group of its own.
        self._group = os.getpgid(pids[0])
        assert self._group in pids
        self._sign_in(self._context)

    def offline(self, *, is_offline: bool) -> None:
        """Whether it has no network; the browser knows that it has none."""
        self.page.context.set_offline(is_offline)

    def kill(self) -> None:
        """All of the browser's processes at once, as when a battery is empty."""
        if self._context is None:
            return
        self.strike()
        with suppress(Error):
            self._context.close()
        self._context = None

    def strike(self) -> None:
        """SIGKILL to the browser; whoever waits for it is told by an Error."""
        if self._group:
            with suppress(ProcessLookupError):
                os.killpg(self._group, signal.SIGKILL)


def _has(process: psutil.Process, word: str) -> bool:
    with suppress(psutil.Error):
        return word in process.cmdline()
    return False


class Form:
    """A report's form on a page."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url
        self._screen = ""

    def open(self) -> None:
        """Load it."""
        for _try in range(NAVIGATIONS):
            try:
                self.page.goto(self.url)
            except Error as error:
                # The browser loads its own page about a lost network, or this one again, meanwhile.
                if "interrupted by another navigation" not in error.message:
                    raise
                # On a busy machine that one may take longer than all further tries.
                with suppress(Error):
                    self.page.wait_for_load_state("domcontentloaded")
            else:
                return
        self.page.goto(self.url)

    def give(self, answer: Answer, said: Said) -> None:
        """Answer one question; what the field said after each key is noted."""
        self._turn_to(SCREENS[answer.name])
        if answer.is_tapped:
            self._tap(answer.name, answer.value)
            said.note(answer.name, answer.value)
            return
        field = f'[name="{answer.name}"]:not([type="radio"])'
        self.page.focus(field)
        typed = "" if answer.name.startswith("q.") else self.page.input_value(field)
        if not typed:
            self.page.locator(field).select_text()
        else:
            self.page.keyboard.press("Control+End")
        for key in answer.value:
            self.page.keyboard.type(key)
            typed += key
            said.note(answer.name, typed)
            if answer.rhythm:
                time.sleep(answer.rhythm)

    def _tap(self, name: str, value: str) -> None:
        self.page.check(f'input[name="{name}"][value="{value}"]', force=True)

    def _turn_to(self, screen: str) -> None:
        if screen != self._screen:
            self.page.evaluate("screen => { location.hash = screen }", screen)
            self._screen = screen

    def look(self) -> tuple[dict[str, str], dict[str, str]]:
        """What the fields say, and what is held beside them until she has chosen."""
        seen = self.page.evaluate(LOOK)
        return seen["fields"], seen["beside"]

    def is_received(self) -> bool:
        """Whether the server holds all that she has typed, as far as the phone knows."""
        return not self.page.evaluate(IS_KEPT)

    def left(self) -> str:
        """What the phone holds that was not received, and which of its notices says so."""
        return str(self.page.evaluate(LEFT))

    def choose(self, name: str, *, uses: bool) -> None:
        """Which of two answers counts."""
        self._turn_to(SCREENS[name])
        self.page.click(f'[id="keep-{name}"] [{"data-use" if uses else "data-drop"}]')

    def complete(self, wanted: Mapping[str, str]) -> None:
        """Answer what is required and open."""
        fields, _beside = self.look()
        for name, value in wanted.items():
            if name not in fields:
                self._turn_to(SCREENS[name])
                self._tap(name, value)

    def send(self) -> None:
        """Hand the report in, as far as she has a hand in it."""
        self._turn_to("s-comments")
        self.page.click("#report [data-send]")
        self.page.check('#send-now input[value="no"]', force=True)
        self.page.click("#send-now [data-now]")

    def standing(self) -> str:
        """What has become of it: form, waiting, received, or refused with its reason."""
        with suppress(Error):  # the page is on its way to the receipt
            return str(self.page.evaluate(STANDING))
        return "waiting"


def listen(form: Form, said: Said) -> None:
    """Note what the server has answered to have received of this form."""

    def note(answer: Response) -> None:
        if answer.ok and answer.url == f"{form.url}save/":
            for name, value in parse_qsl(answer.request.post_data or "", keep_blank_values=True):
                if name in said.states:
                    said.received[name] = value.replace("\r\n", "\n")

    form.page.on("response", note)
