"""Embedded PostgreSQL: make a cluster, start it, stop it. Its own lock file is the truth."""

import os
import shutil
import signal
import stat
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from config.embedded.place import check_owner, make_directory, write_private
from config.embedded.server import (
    HOST,
    TICK,
    Account,
    EmbeddedError,
    Running,
    free_port,
    is_running,
    last_lines,
    plain_environment,
    spawn,
    stop,
)

SUPERUSER = "embedded_admin"
MAJOR_VERSION = "18"
START_SECONDS = 60.0  # recovery after a crash included
ATTEMPTS = 6  # with pauses of 0.1, 0.2 … 3.2 s: a crashed server's last backends may still run
# Fast, immediate, and never a hard kill while a softer one can work: it would leave backends.
STOP_STEPS = ((signal.SIGINT, 20.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0))
HUNG_STEPS = ((signal.SIGQUIT, 2.0), (signal.SIGKILL, 5.0))
CONNECT_SECONDS = 5
SETTINGS = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",  # their paths have a length limit and a lock file of their own
    "timezone": "UTC",
    "log_timezone": "UTC",
    # No value of a row may end in the log: neither the statement nor the detail of an error.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
THROWAWAY_SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    # Its passwords are drawn, not thought of: to stretch them protects nothing, at each connection.
    "scram_iterations": "1",
    # Nothing lives long enough to gain by what these do beside the queries.
    "autovacuum": "off",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
}


@dataclass(frozen=True)
class _LockFile:
    """What postmaster.pid says: the server's process, its port and how far it is."""

    pid: int
    port: int
    ready: bool


@dataclass(frozen=True)
class Postgres:
    """A cluster in `data`, run by the programs in `programs` under `account`."""

    data: Path
    programs: Path
    account: Account | None
    password: str
    log: Path
    throwaway: bool = False  # its data need not survive a crash, and it dies with this process
    synced: bool = False  # throwaway data that is nevertheless written as if it had to survive

    def initialise(self) -> None:
        """Make the cluster if there is none; a half-made one of a crash is made anew."""
        if self.data.exists():
            self._check_existing()
            return
        unfinished = self.data.with_name(f"{self.data.name}.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        make_directory(unfinished, self.account)
        password_file = self.data.with_name(f".{self.data.name}.password")
        write_private(password_file, self.password, self.account)
        try:
            self._run_initdb(unfinished, password_file)
        finally:
            password_file.unlink()
        unfinished.rename(self.data)

    def _check_existing(self) -> None:
        check_owner(self.data, self.account)
        made_by = (self.data / "PG_VERSION").read_text().strip()
        if made_by != MAJOR_VERSION:
            message = (
                f"{self.data} was made by PostgreSQL {made_by}, this is {MAJOR_VERSION}. "
                "Keep a copy and remove it: make clean-data"
            )
            raise EmbeddedError(message)

    def _run_initdb(self, target: Path, password_file: Path) -> None:
        done = subprocess.run(
            [
                self.programs / "initdb",
                f"--pgdata={target}",
                f"--username={SUPERUSER}",
                f"--pwfile={password_file}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                *(["--no-sync"] if self.throwaway else []),
            ],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            env=plain_environment(),
            user=self.account.uid if self.account else None,
            group=self.account.gid if self.account else None,
            extra_groups=[] if self.account else None,
        )
        if done.returncode:
            message = f"PostgreSQL could not make its data directory:\n{done.stderr.strip()}"
            raise EmbeddedError(message)

    def start(self) -> Running:
        """The running server: found, or started; after a crash on the same port if that is free.

        Whoever calls holds the lock that keeps a second caller out. A server that crashed, hangs
        or is only just starting or stopping is dealt with here.
        """
        child: subprocess.Popen[bytes] | None = None
        attempts = 0
        last = self._lock_file()
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            found = self._running()
            if found:
                if found.ready and self._answers(found):
                    return Running(found.pid, found.port)
            elif child is None or child.poll() is not None:
                if attempts == ATTEMPTS:
                    break
                time.sleep(0.05 * 2**attempts if attempts else 0)
                attempts += 1
                child = self._spawn(free_port(last.port if last else None))
            time.sleep(TICK)
        if child:
            self.stop()
        message = f"PostgreSQL did not start. The end of {self.log}:\n{last_lines(self.log)}"
        raise EmbeddedError(message)

    def stop(self) -> None:
        """Stop the server if it runs; connections are cut, nothing committed is lost."""
        if found := self._running():
            stop(found.pid, str(self.data), STOP_STEPS)

    def conninfo(self, port: int) -> str:
        """How the superuser connects; no one outside the embedded code uses it."""
        return make_conninfo(
            host=HOST,
            port=port,
            user=SUPERUSER,
            password=self.password,
            dbname="postgres",
            connect_timeout=CONNECT_SECONDS,
        )

    def _running(self) -> _LockFile | None:
        found = self._lock_file()
        return found if found and is_running(found.pid, str(self.data)) else None

    def _lock_file(self) -> _LockFile | None:
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return None
        lines += [""] * (8 - len(lines))  # it is written in steps
        pid, port, status = lines[0], lines[3], lines[7]
        if not pid.isdigit():
            return None
        return _LockFile(int(pid), int(port) if port.isdigit() else 0, status.strip() == "ready")

    def _answers(self, found: _LockFile) -> bool:
        try:
            psycopg.connect(self.conninfo(found.port)).close()
        except psycopg.errors.ConnectionTimeout:
            # It listens and says nothing: hung or stopped. The next look finds it gone.
            stop(found.pid, str(self.data), HUNG_STEPS)
            return False
        except psycopg.OperationalError:
            return False
        return True

    def _spawn(self, port: int) -> subprocess.Popen[bytes]:
        self._take_over_lock_file()
        careless = self.throwaway and not self.synced
        settings = SETTINGS | (THROWAWAY_SETTINGS if careless else {}) | {"port": str(port)}
        return spawn(
            [
                str(self.programs / "postgres"),
                "-D",
                str(self.data),
                *(f"--{name}={value}" for name, value in settings.items()),
            ],
            account=self.account,
            log=self.log,
            # At once and without a checkpoint: throwaway data is thrown away.
            dies_by=signal.SIGQUIT if self.throwaway else None,
        )

    def _take_over_lock_file(self) -> None:
        """Write our own number into a dead server's lock file.

        PostgreSQL refuses to start while the number in it belongs to any living process, and a
        zombie or a stranger may have it. Our number it accepts, as its parent's, and goes on to
        make sure that no backend of the dead server still uses the data.
        """
        try:
            handle = os.open(self.data / "postmaster.pid", os.O_RDWR | os.O_NOFOLLOW)
        except FileNotFoundError:
            return
        except OSError as error:
            raise self._not_ours() from error
        with os.fdopen(handle, "r+", encoding="utf-8") as file:
            found = os.fstat(handle)
            owner = self.account.uid if self.account else os.geteuid()
            if not stat.S_ISREG(found.st_mode) or found.st_uid != owner:
                raise self._not_ours()
            rest = file.read().splitlines()[1:]
            file.seek(0)
            file.truncate()
            file.write("\n".join([str(os.getpid()), *rest]) + "\n")

    def _not_ours(self) -> EmbeddedError:
        return EmbeddedError(f"{self.data / 'postmaster.pid'} is not PostgreSQL's own. Remove it.")
