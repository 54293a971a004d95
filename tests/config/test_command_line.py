"""What manage.py makes up for, and for which commands."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import manage
from config.secret_key import local_account_key, local_secret_key
from tests.config.embedded_users import ROOT, open_directory, user_environment


@pytest.mark.parametrize(
    ("line", "needed"),
    [
        ("", False),
        ("--help", False),
        ("help score", False),
        ("check", False),
        ("check --database default", True),
        ("makemigrations --check --dry-run", False),
        ("spectacular --file x.yaml", False),
        ("catalogues --compile", False),
        ("prepare_database --admin-url x", False),
        ("score 2026 --help", False),
        ("shell -h", False),
        ("score 2026", True),
        ("migrate", True),
        ("demo --port 8123", True),
        ("runserver", True),
    ],
)
def test_commands_that_need_servers_are_known(line: str, *, needed: bool) -> None:
    assert manage.needs_servers(line.split()) is needed


def _manage(line: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return _python(["manage.py", *line.split()], environment)


def _python(words: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.exhaustive
def test_checks_start_nothing(tmp_path: Path) -> None:
    """They pass, too: `make test` leaves them to this test."""
    var_dir = tmp_path / "var"

    done = _manage("makemigrations --check --dry-run", user_environment(var_dir))

    assert (done.returncode, done.stdout) == (0, "No changes detected\n")
    assert "RuntimeWarning" not in done.stderr
    assert not var_dir.exists()


@pytest.mark.exhaustive
def test_command_that_reads_the_database_gets_one() -> None:
    # Both in one process, which is most of their time: the second finds the servers of the first.
    both = """
import manage
manage.main(["manage.py", "showmigrations", "--plan"])
manage.main(["manage.py", "results", "2026"])
"""
    with open_directory() as home:
        done = _python(["-c", both], user_environment(home / "var"))

        assert done.stdout.startswith("[ ]  contenttypes.0001_initial\n")
        assert "[X]" not in done.stdout
        assert done.returncode == 1
        assert done.stderr == "The database has no tables yet. Run: manage.py migrate\n"
        assert (home / "var" / "secret-key").stat().st_mode & 0o777 == 0o600


def test_port_is_looked_at_before_servers_are_started(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        busy = _manage(f"demo --port {port}", user_environment(tmp_path / "var"))
    none = _manage("demo --port abc", user_environment(tmp_path / "var"))

    assert busy.returncode == none.returncode == 1
    assert busy.stderr.startswith(f"Port {port} on 127.0.0.1 is taken by another program.")
    assert none.stderr == "'abc' is not a port; choose one between 1024 and 65535.\n"
    assert not (tmp_path / "var").exists()


def test_servers_that_cannot_be_had_are_one_sentence(tmp_path: Path) -> None:
    environment = user_environment(tmp_path) | {"DATABASE_OWNER_URL": "postgresql://x"}

    done = _manage("showmigrations", environment)

    assert done.returncode == 1
    assert done.stderr == "DATABASE_OWNER_URL is set without DATABASE_URL; set both or neither.\n"


def test_production_gets_nothing_made_up(tmp_path: Path) -> None:
    environment = user_environment(tmp_path / "var") | {"BIT_MODE": "production"}

    done = _manage("showmigrations", environment)

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("Set the environment variable ")
    assert not (tmp_path / "var").exists()


def test_demo_says_so_before_settings_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    monkeypatch.setenv("DEMO", "0")
    monkeypatch.setenv("SECRET_KEY", "of this test")
    monkeypatch.setattr(
        "django.core.management.execute_from_command_line",
        lambda words: seen.append((os.environ["DEMO"], words[1:])),
    )

    manage.main(["manage.py", "showmigrations"])
    manage.main(["manage.py", "demo"])

    assert seen == [("0", ["showmigrations"]), ("1", ["demo"])]


@pytest.mark.parametrize(
    ("local_key", "length", "name"),
    [(local_secret_key, 50, "secret-key"), (local_account_key, 44, "account-key")],
)
def test_a_local_key_is_made_once(
    local_key: Callable[[Path], str],
    length: int,
    name: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = local_key(tmp_path / "var")

    assert len(made) >= length
    assert local_key(tmp_path / "var") == made
    # Another process that looked before the file was there keeps the first one's.
    monkeypatch.setattr(Path, "exists", lambda _: False)
    assert local_key(tmp_path / "var") == made
    assert [path.name for path in (tmp_path / "var").iterdir()] == [name]
