"""Embedded servers as their users meet them: real ones, killed in every way."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import psycopg
import pytest
import redis

from config.embedded import EmbeddedError, servers
from config.embedded import environment as embedded_environment
from config.embedded.__main__ import main as embedded_command
from tests.config.embedded_users import (
    ROOT,
    alive,
    end,
    open_directory,
    postgres_pid,
    unprivileged_python,
    user,
    user_environment,
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


def _mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_servers_are_private_and_stop_with_their_user(var_dir: Path) -> None:
    with servers(var_dir) as joined:
        assert joined.home == var_dir
        assert redis.Redis.from_url(joined.redis_url).config_get("appendfsync") == {
            "appendfsync": "everysec"
        }
        no_password = re.sub(":[^:]*@", "@", joined.redis_url)
        with pytest.raises(redis.AuthenticationError), redis.Redis.from_url(no_password) as client:
            client.ping()
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(re.sub(r":[^:@/]*@", ":wrong@", joined.database_url))
        with psycopg.connect(joined.database_url) as app:
            shown = [
                app.execute(f"SHOW {name}").fetchone() for name in ("listen_addresses", "fsync")
            ]
            assert shown == [("127.0.0.1",), ("on",)]
        assert alive(var_dir) == (True, True)

    assert alive(var_dir) == (False, False)
    assert [_mode(var_dir / name) for name in ("passwords.json", "valkey.conf", "postgres")] == [
        0o600,
        0o600,
        0o700,
    ]


def test_app_role_creates_nothing_and_owner_migrates(var_dir: Path) -> None:
    with servers(var_dir) as joined:
        with psycopg.connect(joined.database_owner_url, autocommit=True) as owner:
            owner.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
            owner.execute("CREATE TABLE IF NOT EXISTS fact (id int)")
            roles = owner.execute(
                "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles"
                " WHERE rolname LIKE 'best_in_test%' ORDER BY rolname"
            ).fetchall()
        assert roles == [
            ("best_in_test_app", False, False, False, False),
            ("best_in_test_owner", False, False, False, False),
        ]
        with psycopg.connect(joined.database_url, autocommit=True) as app:
            for forbidden in (
                "CREATE TABLE other (id int)",
                "CREATE TEMPORARY TABLE other (id int)",
                "CREATE SCHEMA other",
                "DROP TABLE fact",
                "SELECT * FROM fact",
                "SET ROLE best_in_test_owner",
            ):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    app.execute(forbidden)


def test_second_user_keeps_servers_alive_and_ends_them(var_dir: Path) -> None:
    with servers(var_dir) as joined:
        context = user(var_dir)
        process, url = context.__enter__()
        assert url == joined.database_url
    assert alive(var_dir) == (True, True)

    with psycopg.connect(url):
        pass
    assert end(process, signal.SIGTERM) == 128 + signal.SIGTERM
    assert alive(var_dir) == (False, False)
    context.__exit__(None, None, None)


def test_killed_starter_leaves_servers_the_next_user_takes_over(var_dir: Path) -> None:
    with user(var_dir) as (process, url):
        end(process, signal.SIGKILL)
    assert alive(var_dir) == (True, True)
    before = postgres_pid(var_dir), valkey_pid(var_dir)

    with servers(var_dir) as joined:
        assert joined.database_url == url
        assert (postgres_pid(var_dir), valkey_pid(var_dir)) == before


def test_killed_servers_come_back_on_the_same_address_with_their_data(var_dir: Path) -> None:
    with servers(var_dir) as joined:
        with psycopg.connect(joined.database_owner_url, autocommit=True) as owner:
            owner.execute("CREATE TABLE kept AS SELECT 42 AS answer")
        os.kill(postgres_pid(var_dir), signal.SIGKILL)
        os.kill(valkey_pid(var_dir), signal.SIGKILL)

        with servers(var_dir) as again:
            assert again == joined
            with psycopg.connect(joined.database_owner_url) as owner:
                assert owner.execute("SELECT answer FROM kept").fetchone() == (42,)
            with redis.Redis.from_url(joined.redis_url) as client:
                assert client.ping()
        assert alive(var_dir) == (True, True)


def test_data_in_use_is_not_removed(
    var_dir: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VAR_DIR", str(var_dir))
    with servers(var_dir) as joined:
        assert "are in use" in str(embedded_command(["remove"]))
        with psycopg.connect(joined.database_url):
            pass
    assert embedded_command(["what"]) == "Usage: python -m config.embedded remove"
    monkeypatch.setenv("VAR_DIR", str(var_dir / "never-made"))
    assert embedded_command(["remove"]) == 0
    assert "never-made" in capsys.readouterr().out


def test_environment_that_names_servers_starts_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAR_DIR", "/nonexistent/var")
    before = dict(os.environ)

    embedded_environment.ensure_environment()

    assert dict(os.environ) == before
    assert embedded_environment.joined_servers() is None


def test_owner_without_app_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL")
    with pytest.raises(EmbeddedError, match="set both or neither"):
        embedded_environment.ensure_environment()
    assert "DATABASE_URL" not in os.environ


def test_named_redis_stays_beside_embedded_postgres(
    var_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("VAR_DIR", str(var_dir))
    monkeypatch.setenv("REDIS_URL", "redis://elsewhere/0")
    monkeypatch.setattr(embedded_environment, "_joined", None)
    leaving: list[Callable[[], None]] = []
    monkeypatch.setattr("atexit.register", lambda *call: leaving.append(partial(*call)))
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGHUP)

    embedded_environment.ensure_environment()
    try:
        joined = embedded_environment.joined_servers()
        assert joined is not None
        assert os.environ["DATABASE_URL"] == joined.database_url
        assert os.environ["DATABASE_OWNER_URL"] == joined.database_owner_url
        assert os.environ["REDIS_URL"] == "redis://elsewhere/0"
        with pytest.raises(SystemExit) as ended:
            signal.raise_signal(signal.SIGTERM)
        assert ended.value.code == 128 + signal.SIGTERM
    finally:
        leaving[0]()
        for signum, handler in zip((signal.SIGTERM, signal.SIGHUP), before, strict=True):
            signal.signal(signum, handler)


def test_fork_of_a_user_leaves_nothing(var_dir: Path) -> None:
    with servers(var_dir) as joined:
        code = (
            "import os, sys\n"
            "from pathlib import Path\n"
            "from config.embedded import servers\n"
            "with servers(Path(sys.argv[1])):\n"
            "    child = os.fork()\n"
            "    if child: print(os.waitpid(child, 0)[1])\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, var_dir],
            env=user_environment(var_dir),
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout == "0\n"
        with psycopg.connect(joined.database_url):
            pass


@pytest.mark.skipif(unprivileged_python() is None, reason="no Python another account could run")
def test_ordinary_user_runs_them_directly() -> None:
    python = unprivileged_python()
    assert python is not None
    with open_directory() as home:
        os.chown(home, 65534, 65534)
        var = home / "var"
        packages = next(path for path in sys.path if path.endswith("site-packages"))
        code = (
            "import os\n"
            "from config import embedded\n"
            "embedded.ensure_environment()\n"
            "import psycopg\n"
            "with psycopg.connect(os.environ['DATABASE_OWNER_URL']) as owner:\n"
            "    print(os.geteuid(), owner.execute('SELECT 1').fetchone()[0])\n"
        )
        done = subprocess.run(
            [*python, "-c", code],
            env=user_environment(var) | {"PYTHONPATH": f"{ROOT}:{packages}", "HOME": str(home)},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.stdout, done.stderr) == ("65534 1\n", "")
        assert alive(var) == (False, False)
        assert (var / "postgres").stat().st_uid == 65534
