"""Phones that die while a form is filled in: `make soak`, 500 sessions or as many as told.

The whole service runs as its own command runs it. In real Chromium at 390 px a seeded shopper fills
in the form of a call, with a network, without one, or with a server that hangs up, and her browser
is killed with SIGKILL within a second of the last key. Then it starts again, or another device does
first: all that she had answered a second before has to be there, in some sessions until the report
was handed in, which is cut off too. The last line is JSON; the exit code is 0 only when nothing was
lost or doubled, and every session could be looked at. A session that failed is had again alone with
the seed that is printed: `--seed SEED --sessions 1`.
"""

import argparse
import json
import os
import queue
import random
import shutil
import signal
import sys
import tempfile
import threading
import time
import uuid
from contextlib import suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Error, sync_playwright
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from tests.load.cutting_proxy import CuttingProxy
from tests.load.soak_phone import SWITCHES, Phone
from tests.load.soak_session import Outcome, Scene, Session, SignIn
from tests.load.soak_words import soak_checklist
from tests.load.whole_service import Servers, whole_service

BROWSERS = 2  # side by side
LOOK_AGAIN = 0.2  # seconds between two looks at the lanes


Job = tuple[uuid.UUID, int]  # a call, and the seed of its session


class Lane(threading.Thread):
    """One phone, session after session, and a browser beside it for the second device."""

    def __init__(self, home: Path, port: int, sign_in: SignIn, jobs: "queue.Queue[Job]") -> None:
        super().__init__()
        self._home, self._port, self._sign_in, self._jobs = home, port, sign_in, jobs
        self._phone: Phone | None = None
        self.outcomes: list[Outcome] = []
        self.broken: list[str] = []

    def run(self) -> None:
        """Until no job is left."""
        program = os.environ["CHROMIUM"]
        line = CuttingProxy(self._port, seed=0, requests=0.0, replies=0.0)
        with (
            sync_playwright() as playwright,
            line,
            Phone(playwright, program, self._home, self._sign_in) as phone,
        ):
            self._phone = phone
            desk = playwright.chromium.launch(executable_path=program, args=list(SWITCHES))
            scene = Scene(phone, line, desk, self._port, self._sign_in)
            while job := self._next():
                self._drive(Session(scene, *job))

    def _next(self) -> Job | None:
        with suppress(queue.Empty):
            return self._jobs.get_nowait()
        return None

    def _drive(self, session: Session) -> None:
        try:
            self.outcomes.append(session.run())
        except Error as error:
            # A session that could not be looked at proves nothing: the run fails.
            self.broken.append(f"seed {session.outcome.seed}: {error}")
            session.give_up()

    def stop(self) -> None:
        """Let a session that is under way end at once; from another thread."""
        if self._phone:
            self._phone.strike()


def _prepare(count: int) -> tuple[SignIn, list[uuid.UUID]]:
    """What lets a browser be a shopper's, and her calls, each with somebody reached."""
    import django  # noqa: PLC0415 - settings read the environment made above

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.test import Client as Browser  # noqa: PLC0415

    from evaluations.models import Attempt  # noqa: PLC0415
    from tests import people  # noqa: PLC0415
    from tests.factories.awards import tiny_award  # noqa: PLC0415
    from tests.factories.calls import many_accepted  # noqa: PLC0415
    from tests.factories.reports import MONDAY_AT_TEN  # noqa: PLC0415

    award, selma = tiny_award(checklist=soak_checklist()), people.selma()
    calls = many_accepted(award, selma, count)
    Attempt.objects.bulk_create(
        Attempt(
            test_call=call, number=1, started_at=MONDAY_AT_TEN, outcome="answered", wait_seconds=30
        )
        for call in calls
    )
    browser = Browser()
    people.sign_in(browser, selma)
    name = settings.SESSION_COOKIE_NAME
    value = browser.cookies[name].value

    def sign_in(context: BrowserContext) -> None:
        # A cookie counts for every port.
        context.add_cookies([{"name": name, "value": value, "url": "http://127.0.0.1"}])

    return sign_in, [call.pk for call in calls]


def _judge(outcomes: list[Outcome]) -> int:
    """Compare what the server holds with what the form said last; how many reports are double."""
    from evaluations.models import Draft, Evaluation, Submission  # noqa: PLC0415

    doubled = 0
    for outcome in outcomes:
        receipts = list(Submission.objects.filter(evaluation__test_call=outcome.call))
        reports = Evaluation.objects.filter(test_call=outcome.call).count()
        doubled += max(0, reports - 1) + max(0, len(receipts) - 1)
        held: dict[str, Any] = {"answers": {}, "comments": {}}
        if outcome.is_handed_in and receipts:
            held = receipts[0].content
        elif not outcome.is_handed_in:
            draft = Draft.objects.get(evaluation__test_call=outcome.call)
            held = {"answers": draft.answers, "comments": draft.comments}
        fields = {f"q.{key}": str(value) for key, value in held["answers"].items()}
        fields |= {f"c.{key}": text for key, text in held["comments"].items() if text.strip()}
        outcome.lost += [
            f"{name}: the form said {value!r}, the server holds {fields.get(name)!r}"
            for name, value in outcome.final.items()
            if name.startswith(("q.", "c.")) and value.strip() and fields.get(name) != value
        ]
    return doubled


def _drive(home: Path, port: int, sessions: int, seed: int) -> list[Lane]:
    sign_in, calls = _prepare(sessions)
    jobs: queue.Queue[Job] = queue.Queue()
    for number, call in enumerate(calls):
        jobs.put((call, seed + number))
    lanes = [Lane(home / f"phone-{n}", port, sign_in, jobs) for n in range(min(BROWSERS, sessions))]
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as progress:
        bar = progress.add_task("Sessions", total=sessions)
        for lane in lanes:
            lane.start()
        try:
            while any(lane.is_alive() for lane in lanes):
                time.sleep(LOOK_AGAIN)
                progress.update(bar, completed=sum(len(lane.outcomes) for lane in lanes))
        finally:
            with suppress(queue.Empty):
                while True:
                    jobs.get_nowait()
            for lane in lanes:
                lane.stop()
            for lane in lanes:
                lane.join()
    return lanes


def _run(home: Path, sessions: int, seed: int) -> int:
    servers = Servers.at(home)
    servers.postgres.initialise()
    try:
        with whole_service(home, servers) as port:
            lanes = _drive(home, port, sessions, seed)
            outcomes = [outcome for lane in lanes for outcome in lane.outcomes]
            doubled = _judge(outcomes)
    finally:
        servers.stop()
    return _tell(lanes, sessions, doubled)


def _tell(lanes: list[Lane], sessions: int, doubled: int) -> int:
    """Print what became of the sessions; the exit code."""
    outcomes = [outcome for lane in lanes for outcome in lane.outcomes]
    sentences = [sentence for lane in lanes for sentence in lane.broken]
    sentences += [f"seed {one.seed}: {what}" for one in outcomes for what in one.lost]
    asked, alone, unopened = (
        sum(getattr(one, what) for one in outcomes) for what in ("asked", "asked_alone", "unopened")
    )
    sentences += [f"asked which of two answers counts {asked}, on one device only {alone}"]
    sentences += [f"not opened without a network {unopened}"]
    lost = sum(len(one.lost) for one in outcomes)
    result = {"sessions": len(outcomes), "lost_answers": lost, "double_forms": doubled}
    print(*sentences, json.dumps(result), sep="\n")  # noqa: T201
    return 0 if len(outcomes) == sessions and not (lost or doubled) else 1


def main() -> int:
    """Run and judge."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sessions", type=int, default=500)
    options.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    chosen = options.parse_args()
    print(f"seed {chosen.seed}")  # noqa: T201
    # As after Ctrl-C: nothing of this run is left behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    home = Path(tempfile.mkdtemp(prefix="best-in-test-soak-"))
    home.chmod(0o755)  # the servers run as another account
    try:
        return _run(home, chosen.sessions, chosen.seed)
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)  # noqa: T201
        return 130
    finally:
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
