"""A whole database as one file, and back: pg_dump and pg_restore with what they have to be told.

Row-level security is forced on the owner of the tables too, so both read as the coordinators' desk,
which every policy lets see every row. An archive counts as whole only when it holds as many rows of
each table as the database did at that very moment.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from psycopg import sql
from psycopg.conninfo import make_conninfo

from config.embedded.place import wheel_programs
from config.embedded.server import EmbeddedError

# Debian keeps the programs of each version apart and off the path.
DEBIAN = "/usr/lib/postgresql/{major}/bin"
_READER = "-c best_in_test.reader=desk"
_COPY = re.compile(rb'COPY public\.("?)(\w+)\1 \(.*\) FROM stdin;\n')
# A table whose policies say nothing of the desk would come out of a dump with rows missing.
_HIDDEN = """
    SELECT relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relrowsecurity AND NOT EXISTS (
        SELECT FROM pg_policy
        WHERE polrelid = pg_class.oid AND polpermissive AND polcmd IN ('r', '*')
          AND pg_get_expr(polqual, polrelid) LIKE '%''best_in_test.reader''%''desk''%'
    )
    ORDER BY relname
"""

Rows = dict[str, int]


class ArchiveFault(Exception):
    """What could not be done, as a sentence."""


@dataclass(frozen=True)
class Database:
    """How to reach one database; the password travels in the environment, never in a command."""

    conninfo: str
    password: str

    @classmethod
    def of(cls, alias: str) -> "Database":
        """The database that the settings name so."""
        place = settings.DATABASES[alias]
        # What is the driver's own is no word of a connection.
        own = {"options", "pool", "prepare_threshold"}
        more = {name: value for name, value in place["OPTIONS"].items() if name not in own}
        conninfo = make_conninfo(
            host=place["HOST"] or None,
            port=place["PORT"] or None,
            user=place["USER"] or None,
            dbname=place["NAME"],
            **more,
        )
        return cls(conninfo, place["PASSWORD"])

    @contextmanager
    def connect(self) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
        """A connection that reads what the desk reads."""
        try:
            with psycopg.connect(
                self.conninfo,
                password=self.password or None,
                options=f"{_READER} -c idle_in_transaction_session_timeout=0",
            ) as connection:
                yield connection
        except psycopg.Error as error:
            raise ArchiveFault(f"PostgreSQL refuses: {str(error).strip()}") from error

    def environment(self) -> Mapping[str, str]:
        """The process environment for PostgreSQL's programs."""
        named = {"PGOPTIONS": _READER} | ({"PGPASSWORD": self.password} if self.password else {})
        return os.environ | named


def write_archive(target: Path, database: Database) -> Rows:
    """Write the database to a file that appears only when it is whole; the rows of each table.

    Raises ArchiveFault, with nothing left behind; also when the file is there already, since it
    may be the only backup there is.
    """
    if target.exists():
        raise ArchiveFault(f"{target} exists. Choose another name: no backup is overwritten.")
    unfinished = target.with_name(f"{target.name}.unfinished")
    try:
        # What it holds about people is nobody else's on this machine.
        os.close(os.open(unfinished, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))
        with database.connect() as connection:
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            there = _rows_of(connection)
            (snapshot,) = connection.execute("SELECT pg_export_snapshot()").fetchone() or ("",)
            command = ["--format=custom", "--no-owner", "--no-acl", "--enable-row-security"]
            command += [f"--snapshot={snapshot}", f"--file={unfinished}"]
            command += [f"--dbname={database.conninfo}"]
            _run("pg_dump", _major(connection), command, database.environment())
            _compare(there, _rows_in(unfinished, _major(connection)), "the archive")
        _settle(unfinished, target)
    except OSError as error:
        raise ArchiveFault(f"{target} cannot be written: {error.strerror}.") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return there


def read_archive(source: Path, database: Database) -> Rows:
    """Bring an archive into an empty database, all of it or nothing; the rows of each table.

    Raises ArchiveFault.
    """
    if not source.is_file():
        raise ArchiveFault(f"There is no file {source}.")
    with database.connect() as connection:
        major = _major(connection)
        if _tables(connection):
            raise ArchiveFault(
                "The database has tables already. Restore into an empty one, such as "
                "manage.py prepare_database makes under another name."
            )
    archived = _rows_in(source, major)
    command = ["--no-owner", "--no-acl", "--single-transaction", "--exit-on-error"]
    command += [f"--dbname={database.conninfo}", str(source)]
    _run("pg_restore", major, command, database.environment())
    with database.connect() as connection:
        _compare(archived, _rows_of(connection), "the database")
    return archived


def _tables(connection: psycopg.Connection[tuple[Any, ...]]) -> list[str]:
    found = connection.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
    )
    return [name for (name,) in found]


def _rows_of(connection: psycopg.Connection[tuple[Any, ...]]) -> Rows:
    hidden = [name for (name,) in connection.execute(_HIDDEN)]
    if hidden:
        raise ArchiveFault(f"Row-level security hides rows of {', '.join(hidden)} from a backup.")
    rows = {}
    for table in _tables(connection):
        counted = connection.execute(
            sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier("public", table))
        ).fetchone()
        (rows[table],) = counted or (0,)
    if not rows:
        raise ArchiveFault("The database has no tables yet. Run: manage.py migrate")
    return rows


def _rows_in(archive: Path, major: int) -> Rows:
    """Reads all of it, so that a damaged or unfinished one is noticed."""
    command = [_program("pg_restore", major), "--data-only", "--file=-", str(archive)]
    rows: Rows = {}
    table = None
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL
    ) as reading:
        assert reading.stdout is not None  # noqa: S101 - asked for above
        assert reading.stderr is not None  # noqa: S101 - as above
        for line in reading.stdout:
            if table is None:
                if begun := _COPY.fullmatch(line):
                    table = begun[2].decode()
                    rows[table] = 0
            elif line == b"\\.\n":
                table = None
            else:
                rows[table] += 1
        said = reading.stderr.read().decode(errors="replace").strip()
    if reading.returncode or table is not None:
        raise ArchiveFault(f"{archive} is no whole backup: {said or 'it ends within a table'}")
    return rows


def _compare(wanted: Rows, found: Rows, where: str) -> None:
    unlike = [
        f"{table} ({wanted.get(table, 0)} rows, {where} {found.get(table, 0)})"
        for table in sorted(wanted | found)
        if wanted.get(table) != found.get(table)
    ]
    if unlike:
        raise ArchiveFault(f"Not everything came over: {', '.join(unlike)}.")


def _settle(unfinished: Path, target: Path) -> None:
    """The bytes first, then the name: a power cut leaves a whole backup or none."""
    with unfinished.open("rb") as written:
        os.fsync(written.fileno())
    unfinished.rename(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _major(connection: psycopg.Connection[tuple[Any, ...]]) -> int:
    return connection.info.server_version // 10_000


def _run(name: str, major: int, words: list[str], environment: Mapping[str, str]) -> None:
    done = subprocess.run(
        [_program(name, major), *words],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ArchiveFault(f"{name} failed: {done.stderr.strip()}")


def _program(name: str, major: int) -> str:
    """The program of the server's own version: an older one refuses, a newer one's may not load."""
    for found in _programs(name, major):
        said = subprocess.run([found, "--version"], capture_output=True, text=True, check=False)
        version = re.search(r"\(PostgreSQL\) (\d+)", said.stdout)
        if version and int(version[1]) == major:
            return found
    raise ArchiveFault(f"{name} of PostgreSQL {major}, the server's version, is not installed.")


def _programs(name: str, major: int) -> Iterator[str]:
    for folder in (None, DEBIAN.format(major=major)):
        if found := shutil.which(name, path=folder):
            yield found
    try:
        wheel = wheel_programs().postgres / name
    except EmbeddedError:
        return
    if wheel.exists():
        yield str(wheel)
