"""Children of a command: started together, kept alive, stopped together."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType, TracebackType
from typing import BinaryIO, Self

TICK = 0.1  # seconds between two looks at the children
STOP_SECONDS = 15.0  # Celery's soft shutdown takes up to 10
CALM_SECONDS = 60.0  # a child that ran this long starts again with a clean record
LONGEST_PAUSE = 30.0  # seconds, the back-off's ceiling
LARGEST_LOG = 5_000_000  # bytes
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

_PR_SET_PDEATHSIG = 1


class ChildKeepsFailing(Exception):
    """A child the whole depends on died again and again; the text names its log."""


def die_with_parent(signum: signal.Signals) -> Callable[[], None] | None:
    """What a child runs before its program so that it gets `signum` when its parent dies.

    The parent is the thread that starts it, so start from the main one. It takes effect only after
    a change of account, which is where `subprocess` calls `preexec_fn`. None outside Linux: there
    the children of a killed parent live on.
    """
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None)  # loaded here: between fork and exec nothing may be imported
    parent = os.getpid()

    def arm() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, int(signum))
        if os.getppid() != parent:  # the parent died before the line above
            os._exit(1)

    return arm


@contextmanager
def signals_ignored() -> Iterator[None]:
    """Finish what must not stop half-way; an impatient second Ctrl-C waits."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {signum: signal.signal(signum, signal.SIG_IGN) for signum in STOPPING}
    try:
        yield
    finally:
        for signum, handler in before.items():
            signal.signal(signum, handler or signal.SIG_DFL)


def open_log(path: Path) -> BinaryIO:
    """A log to add to; one that grew past LARGEST_LOG first becomes the `.1` beside it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > LARGEST_LOG:
        path.rename(path.with_name(f"{path.name}.1"))
    return path.open("ab")


@dataclass(frozen=True)
class Child:
    """A program to keep running. Without an essential one the whole cannot go on."""

    name: str
    command: Sequence[str]
    essential: bool = False
    failures_allowed: int = 3  # in a row, of an essential child


@dataclass
class _Running:
    child: Child
    process: subprocess.Popen[bytes]
    started: float
    failures: int = 0
    start_again_at: float | None = None


@dataclass
class Children:
    """Starts children, each in a session of its own with its output in `<log_dir>/<name>.log`.

    A context manager: on the way out every child gets SIGTERM, and SIGKILL with its whole group
    when it has not ended in `stop_seconds`. A child also gets SIGTERM when this process dies
    (see `die_with_parent`), so start children from the main thread.
    """

    log_dir: Path
    environment: Mapping[str, str] | None = None
    directory: Path | None = None
    stop_seconds: float = STOP_SECONDS
    first_pause: float = 1.0
    _running: list[_Running] = field(default_factory=list)
    _asked_to_stop: signal.Signals | None = None

    def start(self, child: Child) -> None:
        """Start one child."""
        self._running.append(_Running(child, self._spawn(child), time.monotonic()))

    def log(self, child: Child) -> Path:
        """The file that has the child's output, kept from start to start."""
        return self.log_dir / f"{child.name}.log"

    def pids(self) -> dict[str, int]:
        """The process id of each child by its name."""
        return {running.child.name: running.process.pid for running in self._running}

    def tend(self) -> None:
        """Look once at every child and start the dead again, each time after a longer pause.

        Raises ChildKeepsFailing for an essential child that died too often in a row.
        """
        now = time.monotonic()
        for running in self._running:
            if running.start_again_at is None:
                self._note_death(running, now)
            elif now >= running.start_again_at:
                running.process = self._spawn(running.child)
                running.started, running.start_again_at = now, None

    def wait(self) -> signal.Signals:
        """Tend the children until SIGINT, SIGTERM or SIGHUP; returns the signal that came."""
        before = {signum: signal.signal(signum, self._ask_to_stop) for signum in STOPPING}
        try:
            while self._asked_to_stop is None:
                self.tend()
                time.sleep(TICK)
        finally:
            for signum, handler in before.items():
                signal.signal(signum, handler or signal.SIG_DFL)
        return self._asked_to_stop

    def stop(self) -> None:
        """End every child; returns when all have ended. A further Ctrl-C does not cut it short."""
        with signals_ignored():
            for running in self._running:
                running.process.terminate()
            deadline = time.monotonic() + self.stop_seconds
            for running in self._running:
                _wait_until(deadline, running.process)
                _kill_group(running.process.pid)  # the child itself, or what it left behind
                running.process.wait()
            self._running.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _ask_to_stop(self, signum: int, frame: FrameType | None) -> None:
        self._asked_to_stop = signal.Signals(signum)

    def _spawn(self, child: Child) -> subprocess.Popen[bytes]:
        with open_log(self.log(child)) as log:
            return subprocess.Popen(
                child.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=self.directory,
                env=None if self.environment is None else dict(self.environment),
                start_new_session=True,  # a terminal's Ctrl-C reaches the parent only
                preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509 - started from the main thread
            )

    def _note_death(self, running: _Running, now: float) -> None:
        code = running.process.poll()
        if code is None:
            return
        _kill_group(running.process.pid)  # its own children would hold the port or the queue
        if now - running.started > CALM_SECONDS:
            running.failures = 0
        running.failures += 1
        child = running.child
        if child.essential and running.failures >= child.failures_allowed:
            message = (
                f"{child.name} ended {running.failures} times in a row, last with code {code}. "
                f"Its output is in {self.log(child)}."
            )
            raise ChildKeepsFailing(message)
        pause = self.first_pause * 2 ** (running.failures - 1)
        running.start_again_at = now + min(pause, LONGEST_PAUSE)


def run_children(
    children: Sequence[Child],
    *,
    log_dir: Path,
    environment: Mapping[str, str] | None = None,
    directory: Path | None = None,
) -> signal.Signals:
    """Start the children and keep them running until SIGINT, SIGTERM or SIGHUP, then stop all.

    Returns that signal. Raises ChildKeepsFailing, with every child stopped.
    """
    with Children(log_dir, environment, directory) as family:
        for child in children:
            family.start(child)
        return family.wait()


def _wait_until(deadline: float, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None and time.monotonic() < deadline:
        time.sleep(TICK)


def _kill_group(leader: int) -> None:
    try:
        os.killpg(leader, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return  # nobody left; macOS says "not permitted" of a group of zombies
