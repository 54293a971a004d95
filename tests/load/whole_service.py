"""The whole service on servers of its own that survive a crash, as its own command runs it."""

import http.client
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from config.database_roles import Role, prepare_database
from config.embedded.place import server_account, usable_programs
from config.embedded.postgres import Postgres
from config.embedded.server import free_port
from config.embedded.valkey import Valkey
from config.env import ROOT

START_SECONDS = 120.0


@dataclass
class Servers:
    """PostgreSQL and the broker with settings that survive a crash."""

    postgres: Postgres
    valkey: Valkey

    @classmethod
    def at(cls, home: Path) -> "Servers":
        """Servers with their data below this directory."""
        account = server_account()
        programs = usable_programs(account)
        password = secrets.token_urlsafe(24)
        return cls(
            Postgres(home / "postgres", programs.postgres, account, password, home / "pg.log"),
            Valkey(home / "valkey", programs.valkey, account, password, home / "valkey.log"),
        )

    def stop(self) -> None:
        """End both."""
        self.postgres.stop()
        self.valkey.stop()


@contextmanager
def whole_service(home: Path, servers: Servers) -> Iterator[int]:
    """The service on its own port, as `manage.py serve` runs it; yields the port."""
    database, broker = servers.postgres.start(), servers.valkey.start()
    conninfo = servers.postgres.conninfo(database.port)
    owner, app = (Role(name, secrets.token_urlsafe(24)) for name in ("chaos_owner", "chaos_app"))
    prepare_database(conninfo, database="chaos", owner=owner, app=app)
    place = conninfo_to_dict(conninfo)
    for name, role in (("DATABASE_URL", app), ("DATABASE_OWNER_URL", owner)):
        os.environ[name] = (
            f"postgresql://{role.name}:{role.password}@{place['host']}:{database.port}/chaos"
        )
    os.environ["REDIS_URL"] = servers.valkey.url(broker.port)
    os.environ["BIT_MODE"], os.environ["VAR_DIR"] = "local", str(home / "var")
    os.environ["SECRET_KEY"] = secrets.token_urlsafe(50)
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    port = free_port(None)
    manage = [sys.executable, str(ROOT / "manage.py")]
    subprocess.run(
        [*manage, "migrate", "--database", "owner", "--no-input", "-v0"], check=True, cwd=ROOT
    )
    with (home / "serve.log").open("wb") as log:
        serving = subprocess.Popen(
            [*manage, "serve", "--port", str(port)], cwd=ROOT, stdout=log, stderr=log
        )
        try:
            _wait_for(lambda: _answers(port), "the service did not start")
            yield port
        finally:
            serving.terminate()
            serving.wait(60)


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("HEAD", "/health/")
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _wait_for(holds: Callable[[], bool], otherwise: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not holds():
        if time.monotonic() > deadline:
            sys.exit(otherwise)
        time.sleep(0.2)
