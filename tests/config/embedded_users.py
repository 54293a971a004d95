"""Processes that use embedded servers, started by tests and ended in every way."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.embedded.place import reachable
from config.embedded.server import Account, is_running

ROOT = Path(__file__).resolve().parents[2]
# Says where the servers are, then uses them until its input ends or a signal comes.
USER = """
import sys
from config import embedded
embedded.ensure_environment()
print(embedded.joined_servers().database_url, flush=True)
sys.stdin.read()
"""


@contextmanager
def open_directory() -> Iterator[Path]:
    """A directory every account may pass; pytest's own are closed."""
    path = Path(tempfile.mkdtemp(prefix="best-in-test-tests-"))
    path.chmod(0o755)
    try:
        yield path
    finally:
        shutil.rmtree(path)


def user_environment(var_dir: Path) -> dict[str, str]:
    """The environment of a process that has no servers of its own."""
    named = {"DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "BIT_MODE"}
    kept = {name: value for name, value in os.environ.items() if name not in named}
    return kept | {"VAR_DIR": str(var_dir), "PYTHONPATH": str(ROOT)}


@contextmanager
def user(var_dir: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Another process that uses the servers, and the address it was given."""
    with subprocess.Popen(
        [sys.executable, "-c", USER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=user_environment(var_dir),
        cwd=ROOT,
    ) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        assert url
        yield process, url
        process.kill()


def end(process: subprocess.Popen[str], signum: signal.Signals) -> int:
    """Send the signal and return how the process ended."""
    process.send_signal(signum)
    return process.wait(20)


def postgres_pid(var_dir: Path) -> int:
    """The process of the cluster's lock file."""
    return int((var_dir / "postgres" / "postmaster.pid").read_text().splitlines()[0])


def valkey_pid(var_dir: Path) -> int:
    """The process of Valkey's own file."""
    return int((var_dir / "valkey" / "valkey.pid").read_text())


def alive(var_dir: Path) -> tuple[bool, bool]:
    """Whether PostgreSQL and Valkey of that directory run."""
    postgres = (var_dir / "postgres" / "postmaster.pid").exists()
    valkey = (var_dir / "valkey" / "valkey.pid").exists()
    return (
        postgres and is_running(postgres_pid(var_dir), str(var_dir / "postgres")),
        valkey and is_running(valkey_pid(var_dir), str(var_dir / "valkey.conf")),
    )


def wait_until_gone(pid: int, marker: str, seconds: float = 10.0) -> bool:
    """Whether the process ended in time."""
    deadline = time.monotonic() + seconds
    while is_running(pid, marker) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not is_running(pid, marker)


def unprivileged_python() -> list[str] | None:
    """How root starts this Python's sibling as an ordinary user; None where it cannot.

    The sibling reads our packages, so it has to be the same version and stand where every account
    may go.
    """
    entry = pwd.getpwnam("nobody")
    account = Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    found = shutil.which(f"python3.{sys.version_info.minor}", path="/usr/bin:/usr/local/bin")
    python = Path(found).resolve() if found else None
    if (
        os.geteuid() != 0
        or python is None
        or not reachable(python, account)
        or not reachable(ROOT, account)
    ):
        return None
    return [
        *("setpriv", f"--reuid={account.uid}", f"--regid={account.gid}", "--clear-groups"),
        str(python),
    ]
