"""Servers for one run of the tests: fast, private, and gone with the process that started them."""

import fcntl
import os
import secrets
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from config.embedded.place import reachable, server_account, usable_programs
from config.embedded.postgres import Postgres
from config.embedded.server import EmbeddedError
from config.embedded.valkey import Valkey

PREFIX = "best-in-test-throwaway-"
_LOCK = "in-use"


@dataclass(frozen=True)
class Throwaway:
    """How to reach the servers: PostgreSQL as superuser, Valkey with a number still to be added."""

    admin_conninfo: str
    redis_url: str
    home: Path


@contextmanager
def throwaway_servers(*, synced: bool = False) -> Iterator[Throwaway]:
    """Servers on empty data in a temporary directory, without any care for a crash.

    Where something is measured, PostgreSQL may be `synced`: every commit waits for the disk. A
    killed process takes them with it; the directory it left is removed by the next one.
    """
    with _directory() as home:
        postgres, valkey = _servers(home, synced=synced)
        try:
            postgres.initialise()
            database = postgres.start()
            broker = valkey.start()
            yield Throwaway(
                postgres.conninfo(database.port), valkey.url(broker.port).removesuffix("/0"), home
            )
        finally:
            postgres.stop()
            valkey.stop()


def _servers(home: Path, *, synced: bool) -> tuple[Postgres, Valkey]:
    account = server_account()
    programs = usable_programs(account)
    return (
        Postgres(
            data=home / "postgres",
            programs=programs.postgres,
            account=account,
            password=secrets.token_urlsafe(24),
            log=home / "postgres.log",
            throwaway=True,
            synced=synced,
        ),
        Valkey(
            data=home / "valkey",
            program=programs.valkey,
            account=account,
            password=secrets.token_urlsafe(24),
            log=home / "valkey.log",
            throwaway=True,
        ),
    )


@contextmanager
def _directory() -> Iterator[Path]:
    """A directory of this process's, marked as in use for as long as the process lives."""
    base = _base()
    _remove_left_behind(base)
    home = Path(tempfile.mkdtemp(prefix=PREFIX, dir=base))
    lock = os.open(home / _LOCK, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        home.chmod(0o711)  # the servers' account passes; it lists nothing
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)
        os.close(lock)


def _base() -> Path:
    """The temporary directory, or another one if the servers' account could not pass it."""
    account = server_account()
    choices = [Path(tempfile.gettempdir()).resolve(), Path("/tmp"), Path("/var/tmp")]  # noqa: S108 - mkdtemp names what is made there
    for choice in choices:
        if account is None or reachable(choice, account):
            return choice
    message = "No temporary directory that every account may pass; set TMPDIR to one."
    raise EmbeddedError(message)


def _remove_left_behind(base: Path) -> None:
    for left in base.glob(f"{PREFIX}*"):
        try:
            found = left.lstat()
        except FileNotFoundError:
            continue  # removed this moment
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
            continue
        try:
            lock = os.open(left / _LOCK, os.O_RDWR | os.O_NOFOLLOW)
        except FileNotFoundError:
            continue  # made this moment, or being removed
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            continue
        else:
            shutil.rmtree(left, ignore_errors=True)
        finally:
            os.close(lock)
