"""Servers shared by every process that works in one `var` directory.

A user holds a shared lock as long as it lives, so a killed user leaves no trace. Who comes looks,
under a second, exclusive lock, whether the servers run and starts what does not; who leaves
stops them, under the same lock, if the shared one turns out to be held by nobody else.
"""

import fcntl
import json
import os
import secrets
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from config.database_roles import APP, DATABASE, OWNER, Role, prepare_database
from config.embedded.place import Place, find_place, remove_private, write_private
from config.embedded.postgres import Postgres
from config.embedded.server import HOST, EmbeddedError
from config.embedded.valkey import Valkey
from config.processes import signals_ignored

PASSWORDS = "passwords.json"


@dataclass(frozen=True)
class Servers:
    """Where the servers are reached and where their data lies."""

    database_url: str
    database_owner_url: str
    redis_url: str
    home: Path


@contextmanager
def servers(var_dir: Path) -> Iterator[Servers]:
    """Use the servers of `var_dir`: started if they do not run, stopped by their last user.

    Raises EmbeddedError with a sentence that says what stands in the way.
    """
    user = _User(var_dir)
    joined = user.join()
    try:
        yield joined
    finally:
        user.leave()


def remove_data(var_dir: Path) -> Path:
    """Remove the servers' data for good, wherever it lies; returns where it lay.

    Raises EmbeddedError while somebody uses them.
    """
    return _User(var_dir).remove_data()


class _User:
    """One user of the servers of one directory."""

    def __init__(self, var_dir: Path) -> None:
        self.var_dir = var_dir.resolve()
        self.process = os.getpid()
        self.lock = -1

    def join(self) -> Servers:
        self.var_dir.mkdir(parents=True, exist_ok=True)
        with self._alone():
            self.lock = self._open("embedded.users")
            fcntl.flock(self.lock, fcntl.LOCK_SH)
            try:
                return self._start()
            except BaseException:
                self._stop_if_last()
                raise

    def leave(self) -> None:
        """Stop using them. A fork of the process that joined has nothing to leave."""
        if os.getpid() != self.process:
            return
        with signals_ignored(), self._alone():
            self._stop_if_last()

    def remove_data(self) -> Path:
        if not self.var_dir.exists():
            return self.var_dir
        with self._alone():
            self.lock = self._open("embedded.users")
            if not self._stop_if_last():
                message = f"The servers of {self.var_dir} are in use; stop the demo first."
                raise EmbeddedError(message)
            home = find_place(self.var_dir).home
            if home == self.var_dir:
                _remove(home)
            else:
                remove_private(home)
            return home

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Nobody else starts or stops servers meanwhile."""
        lock = self._open("embedded.lock")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    def _open(self, name: str) -> int:
        path = self.var_dir / name
        try:
            return os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        except PermissionError as error:
            message = (
                f"{path} belongs to another account. "
                "Run the command as that account, or remove the data as it: make clean-data"
            )
            raise EmbeddedError(message) from error

    def _stop_if_last(self) -> bool:
        """Give the shared lock back; stops the servers and is true if nobody else holds it."""
        try:
            fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        else:
            self._stop()
            return True
        finally:
            os.close(self.lock)

    def _start(self) -> Servers:
        place = find_place(self.var_dir)
        if place.home != self.var_dir:
            print(f"Data of the embedded servers: {place.home}", file=sys.stderr)  # noqa: T201
        passwords = _passwords(place.home)
        postgres, valkey = self._servers(place, passwords)
        postgres.initialise()
        database = postgres.start()
        prepare_database(
            postgres.conninfo(database.port),
            database=DATABASE,
            owner=Role(OWNER, passwords["owner"]),
            app=Role(APP, passwords["app"]),
        )
        broker = valkey.start()
        address = f"{HOST}:{database.port}/{DATABASE}"
        return Servers(
            database_url=f"postgresql://{APP}:{passwords['app']}@{address}",
            database_owner_url=f"postgresql://{OWNER}:{passwords['owner']}@{address}",
            redis_url=valkey.url(broker.port),
            home=place.home,
        )

    def _stop(self) -> None:
        place = find_place(self.var_dir)
        if not (place.home / PASSWORDS).exists():
            return  # nothing was ever started here
        postgres, valkey = self._servers(place, _passwords(place.home))
        try:
            postgres.stop()
        finally:
            valkey.stop()

    def _servers(self, place: Place, passwords: dict[str, str]) -> tuple[Postgres, Valkey]:
        logs = self.var_dir / "log"
        return (
            Postgres(
                data=place.home / "postgres",
                programs=place.programs.postgres,
                account=place.account,
                password=passwords["superuser"],
                log=logs / "postgres.log",
            ),
            Valkey(
                data=place.home / "valkey",
                program=place.programs.valkey,
                account=place.account,
                password=passwords["valkey"],
                log=logs / "valkey.log",
            ),
        )


def _passwords(home: Path) -> dict[str, str]:
    """The passwords of this data, made at its first start and kept beside it."""
    path = home / PASSWORDS
    if path.exists():
        kept: dict[str, str] = json.loads(path.read_text())
        return kept
    if (home / "postgres").exists():
        message = f"{path} is missing and {home / 'postgres'} cannot be opened without it."
        raise EmbeddedError(message)
    made = {name: secrets.token_urlsafe(24) for name in ("superuser", "owner", "app", "valkey")}
    write_private(path, json.dumps(made))
    return made


def _remove(home: Path) -> None:
    for name in ("postgres", "postgres.unfinished", "valkey"):
        shutil.rmtree(home / name, ignore_errors=True)
    for name in ("valkey.conf", PASSWORDS):
        (home / name).unlink(missing_ok=True)
