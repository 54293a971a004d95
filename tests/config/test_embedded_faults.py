"""Embedded servers that hang, cannot start, or find strange things in their directory."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from config.embedded import EmbeddedError, postgres, remove_data, servers
from tests.config.embedded_users import (
    alive,
    open_directory,
    postgres_pid,
    valkey_pid,
)

pytestmark = pytest.mark.exhaustive


@pytest.fixture(scope="module")
def var_dir() -> Iterator[Path]:
    """A directory with servers in it that nobody uses between two tests."""
    with open_directory() as path:
        yield path / "var"


@pytest.fixture(autouse=True)
def _left_as_found(var_dir: Path) -> Iterator[None]:
    yield
    assert alive(var_dir) == (False, False)


def test_hung_valkey_is_replaced(var_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.embedded.valkey.ANSWER_SECONDS", 0.2)
    monkeypatch.setattr(
        "config.embedded.valkey.STOP_STEPS", ((signal.SIGTERM, 0.1), (signal.SIGKILL, 5.0))
    )
    with servers(var_dir) as joined:
        hung = valkey_pid(var_dir)
        os.kill(hung, signal.SIGSTOP)

        with servers(var_dir) as again:
            assert valkey_pid(var_dir) != hung
            with redis.Redis.from_url(again.redis_url) as client:
                assert client.ping()
            assert again.database_url == joined.database_url


def test_hung_postgres_is_replaced(var_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.embedded.postgres.CONNECT_SECONDS", 2)
    monkeypatch.setattr("config.embedded.postgres.HUNG_STEPS", ((signal.SIGKILL, 5.0),))
    with servers(var_dir) as joined:
        hung = postgres_pid(var_dir)
        os.kill(hung, signal.SIGSTOP)

        with servers(var_dir) as again, psycopg.connect(again.database_url):
            assert postgres_pid(var_dir) != hung
            assert again == joined


def test_postgres_that_cannot_start_shows_the_end_of_its_log(
    var_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("config.embedded.postgres.ATTEMPTS", 2)
    monkeypatch.setitem(postgres.SETTINGS, "no_such_setting", "1")
    with pytest.raises(EmbeddedError, match=r'unrecognized.*"no_such_setting"'), servers(var_dir):
        pass


def test_valkey_that_cannot_start_stops_postgres_too(
    var_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("config.embedded.valkey.ATTEMPTS", 1)
    monkeypatch.setattr("config.embedded.valkey.DATABASES", "many")
    with pytest.raises(EmbeddedError, match="Valkey did not start"), servers(var_dir):
        pass
    assert alive(var_dir) == (False, False)


def test_lock_file_naming_a_zombie_or_a_stranger_does_not_matter(var_dir: Path) -> None:
    with servers(var_dir):
        lines = (var_dir / "postgres" / "postmaster.pid").read_text().splitlines()
        found = (var_dir / "postgres" / "postmaster.pid").stat()
    with subprocess.Popen(["true"]) as zombie, subprocess.Popen(["sleep", "60"]) as stranger:
        for process in (zombie, stranger):
            stale = var_dir / "postgres" / "postmaster.pid"
            stale.write_text("\n".join([str(process.pid), *lines[1:]]) + "\n")
            os.chown(stale, found.st_uid, found.st_gid)
            with servers(var_dir) as joined, psycopg.connect(joined.database_url):
                assert postgres_pid(var_dir) != process.pid
        stranger.kill()


def test_planted_lock_file_is_refused(var_dir: Path, tmp_path: Path) -> None:
    with servers(var_dir):
        pass
    planted = tmp_path / "precious"
    planted.write_text("as it was")
    lock_file = var_dir / "postgres" / "postmaster.pid"
    lock_file.symlink_to(planted)
    try:
        with pytest.raises(EmbeddedError, match="not PostgreSQL's own"), servers(var_dir):
            pass
    finally:
        lock_file.unlink()
    assert planted.read_text() == "as it was"


def test_half_made_cluster_is_made_anew(var_dir: Path) -> None:
    with open_directory() as other:
        (other / "postgres.unfinished").mkdir()
        (other / "postgres.unfinished" / "PG_VERSION").write_text("18")
        with servers(other) as joined, psycopg.connect(joined.database_url):
            assert not (other / "postgres.unfinished").exists()
        remove_data(other)
        assert sorted(path.name for path in other.iterdir()) == [
            "embedded.lock",
            "embedded.users",
            "log",
        ]


def test_other_major_version_is_refused(var_dir: Path) -> None:
    with servers(var_dir):
        pass
    version = var_dir / "postgres" / "PG_VERSION"
    version.write_text("17\n")
    try:
        with (
            pytest.raises(EmbeddedError, match="made by PostgreSQL 17, this is 18"),
            servers(var_dir),
        ):
            pass
    finally:
        version.write_text("18\n")


def test_lost_passwords_are_named(var_dir: Path) -> None:
    with servers(var_dir):
        pass
    passwords = var_dir / "passwords.json"
    passwords.rename(var_dir / "elsewhere")
    try:
        with pytest.raises(EmbeddedError, match=r"passwords\.json is missing"), servers(var_dir):
            pass
    finally:
        (var_dir / "elsewhere").rename(passwords)
