"""Children of a command: real processes that end well, badly and not at all."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from config.processes import (
    Child,
    ChildKeepsFailing,
    Children,
    open_log,
    run_children,
    signals_ignored,
)
from tests.config.embedded_users import ROOT, wait_until_gone

SLEEPER = ["sleep", "87"]
STUBBORN = [
    sys.executable,
    "-uc",
    "from signal import *; from time import sleep; signal(SIGTERM, SIG_IGN); print(1); sleep(87)",
]


def _until(condition: Callable[[], object], seconds: float = 10.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def _gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_children_end_with_the_block_and_the_stubborn_are_killed(tmp_path: Path) -> None:
    with Children(tmp_path, stop_seconds=0.3) as family:
        family.start(Child("sleeper", SLEEPER))
        family.start(Child("stubborn", STUBBORN))
        _until(lambda: (tmp_path / "stubborn.log").read_bytes() == b"1\n")
        pids = family.pids()
        assert list(pids) == ["sleeper", "stubborn"]
        assert os.getpgid(pids["sleeper"]) == pids["sleeper"]

    assert [_gone(pid) for pid in pids.values()] == [True, True]
    assert family.pids() == {}


def test_what_a_dead_child_left_behind_ends_too(tmp_path: Path) -> None:
    with Children(tmp_path) as family:
        family.start(Child("parent", ["sh", "-c", "sleep 87 & echo $!; exit 1"]))
        log = tmp_path / "parent.log"
        _until(lambda: log.read_text().endswith("\n"))
        left = int(log.read_text())

    assert wait_until_gone(left, "sleep")


def test_dead_child_starts_again_after_a_growing_pause(tmp_path: Path) -> None:
    with Children(tmp_path, first_pause=0.05) as family:
        family.start(Child("short", ["sh", "-c", "echo once; exit 3"]))
        log = tmp_path / "short.log"
        starts = []
        for count in (1, 2, 3):
            while log.read_text().count("once") < count:
                family.tend()
                time.sleep(0.005)
            starts.append(time.monotonic())

    assert starts[2] - starts[1] > 0.09  # the second pause is twice the first


def test_essential_child_that_keeps_failing_ends_the_whole(tmp_path: Path) -> None:
    child = Child("web", ["sh", "-c", "exit 3"], essential=True, failures_allowed=2)
    with Children(tmp_path, first_pause=0.01) as family:
        family.start(Child("sleeper", SLEEPER))
        family.start(child)
        sleeper = family.pids()["sleeper"]
        with pytest.raises(ChildKeepsFailing, match=r"web ended 2 times .* code 3.*web\.log"):
            family.wait()

    assert _gone(sleeper)


def test_long_calm_forgives_earlier_failures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("config.processes.CALM_SECONDS", 0.0)
    child = Child("web", ["sh", "-c", "echo once; exit 3"], essential=True, failures_allowed=2)
    with Children(tmp_path, first_pause=0.01) as family:
        family.start(child)
        while (tmp_path / "web.log").read_text().count("once") < 4:
            family.tend()
            time.sleep(0.005)


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_signal_ends_every_child_and_is_returned(tmp_path: Path, signum: signal.Signals) -> None:
    handlers = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}
    before = signal.getsignal(signum)

    def send_once_it_is_heard() -> None:
        _until(lambda: signal.getsignal(signum) is not before)
        _until(lambda: (tmp_path / "where.log").exists() and (tmp_path / "where.log").read_text())
        os.kill(os.getpid(), signum)

    sender = threading.Thread(target=send_once_it_is_heard)
    sender.start()

    came = run_children(
        [Child("sleeper", SLEEPER), Child("where", ["pwd"])], log_dir=tmp_path, directory=tmp_path
    )

    sender.join()
    assert came is signum
    assert {each: signal.getsignal(each) for each in handlers} == handlers
    assert (tmp_path / "where.log").read_text() == f"{tmp_path}\n"


def test_children_have_their_own_environment(tmp_path: Path) -> None:
    with Children(tmp_path, {"ONLY": "this", "PATH": os.defpath}) as family:
        family.start(Child("shown", ["sh", "-c", "echo $ONLY $HOME."]))
        _until(lambda: (tmp_path / "shown.log").read_text() == "this .\n")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the kernel's signal is Linux's")
def test_killed_parent_takes_its_children_along(tmp_path: Path) -> None:
    code = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from config.processes import Child, Children\n"
        "family = Children(Path(sys.argv[1]))\n"
        "family.start(Child('sleeper', ['sleep', '87']))\n"
        "print(family.pids()['sleeper'], flush=True)\n"
        "time.sleep(87)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, tmp_path], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.kill()

    assert wait_until_gone(child, "sleep")


def test_log_that_grew_too_long_gives_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.processes.LARGEST_LOG", 3)
    path = tmp_path / "logs" / "web.log"
    for text in (b"long", b"new", b"er"):
        with open_log(path) as log:
            log.write(text)

    assert path.read_bytes() == b"newer"
    assert path.with_name("web.log.1").read_bytes() == b"long"


def test_signals_are_ignored_only_in_the_main_thread() -> None:
    seen = []

    def work() -> None:
        with signals_ignored():
            seen.append(signal.getsignal(signal.SIGTERM))

    before = signal.getsignal(signal.SIGTERM)
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    work()

    assert seen == [before, signal.SIG_IGN]
    assert signal.getsignal(signal.SIGTERM) is before
