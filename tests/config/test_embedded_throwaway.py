"""Servers of one test run: fast, and gone with the process that started them."""

import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest
import redis

from config.embedded.throwaway import PREFIX, _remove_left_behind, throwaway_servers
from tests.config.embedded_users import (
    ROOT,
    open_directory,
    postgres_pid,
    user_environment,
    valkey_pid,
    wait_until_gone,
)

RUN = """
import sys
from config.embedded.throwaway import throwaway_servers
with throwaway_servers() as started:
    print(started.home, flush=True)
    sys.stdin.read()
"""


@pytest.mark.exhaustive
def test_killed_run_takes_its_servers_along_and_the_next_removes_its_directory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with open_directory() as base:
        base.chmod(0o1777)
        with subprocess.Popen(
            [sys.executable, "-c", RUN],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=user_environment(base) | {"TMPDIR": str(base)},
            cwd=ROOT,
        ) as run:
            assert run.stdout is not None
            home = Path(run.stdout.readline().strip())
            pids = postgres_pid(home), valkey_pid(home)
            run.send_signal(signal.SIGKILL)
        assert wait_until_gone(pids[0], str(home))
        assert wait_until_gone(pids[1], str(home))
        assert home.exists()

        (base / f"{PREFIX}just-made").mkdir()
        (base / f"{PREFIX}a-file").touch()
        monkeypatch.setattr(tempfile, "tempdir", str(base))
        with throwaway_servers() as started:
            assert not home.exists()
            assert started.home.parent == base
            _remove_left_behind(base)
            assert started.home.exists()
            with psycopg.connect(started.admin_conninfo) as admin:
                assert admin.execute("SHOW fsync").fetchone() == ("off",)
            with redis.Redis.from_url(f"{started.redis_url}/7") as client:
                assert client.config_get("appendonly") == {"appendonly": "no"}
        assert sorted(path.name for path in base.iterdir()) == [
            f"{PREFIX}a-file",
            f"{PREFIX}just-made",
        ]
