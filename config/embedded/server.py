"""One server process: start it under an account, recognise it later, stop it."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from config.processes import die_with_parent, open_log

HOST = "127.0.0.1"
TICK = 0.01  # seconds between two looks at a server that starts or stops
_PROC = Path("/proc")


class EmbeddedError(Exception):
    """No embedded server can be had; the text is a sentence for the person at the keyboard."""


@dataclass(frozen=True)
class Account:
    """The unprivileged account servers run under when the command runs as root."""

    name: str
    uid: int
    gid: int


@dataclass(frozen=True)
class Running:
    """A server that answered."""

    pid: int
    port: int


# The Popen objects of servers this process started: the one way to collect them when they end.
_started: dict[int, subprocess.Popen[bytes]] = {}


def spawn(
    command: Sequence[str],
    *,
    account: Account | None,
    log: Path,
    dies_by: signal.Signals | None,
) -> subprocess.Popen[bytes]:
    """Start a server in a session of its own, its output added to `log`.

    `dies_by` is the signal it gets when this process dies; None lets it live on for other users.
    """
    with open_log(log) as stream:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            cwd="/",  # the account may not be allowed to stand where we stand
            env=plain_environment(),
            start_new_session=True,
            preexec_fn=None if dies_by is None else die_with_parent(dies_by),  # noqa: PLW1509 - no threads yet
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
        )
    _started[process.pid] = process
    return process


def plain_environment() -> dict[str, str]:
    """The same for every machine, so that neither locale nor time zone leaks into a cluster."""
    return {"LC_ALL": "C", "TZ": "UTC", "PATH": os.defpath}


def is_running(pid: int, marker: str) -> bool:
    """Whether that process lives and is the one whose command line holds `marker`.

    A zombie and a stranger that was given the same number are not it.
    """
    return marker in _command_line(pid)


def _command_line(pid: int) -> str:
    if (_PROC / "self").exists():
        try:
            words = (_PROC / str(pid) / "cmdline").read_bytes()
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            return ""
        return words.replace(b"\0", b" ").decode(errors="replace")
    shown = subprocess.run(
        ["/bin/ps", "-ww", "-o", "command=", "-p", str(pid)],
        capture_output=True,
        text=True,
        check=False,
    )
    return shown.stdout


def stop(pid: int, marker: str, steps: Iterable[tuple[signal.Signals, float]]) -> None:
    """Send each signal and wait its seconds, until the process is gone."""
    for signum, seconds in steps:
        if not is_running(pid, marker):
            break
        os.kill(pid, signum)
        deadline = time.monotonic() + seconds
        while is_running(pid, marker) and time.monotonic() < deadline:
            time.sleep(TICK)
    if is_running(pid, marker):
        message = f"Process {pid} does not end; stop it by hand."
        raise EmbeddedError(message)
    if process := _started.pop(pid, None):
        process.wait()


def free_port(preferred: int | None) -> int:
    """A port nobody listens on: the preferred one, so that addresses handed out stay true."""
    for port in (preferred or 0, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    message = f"No free port on {HOST}."
    raise EmbeddedError(message)


def last_lines(log: Path, count: int = 5) -> str:
    """The end of a log, to show why a server did not start."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-count:])
