"""PostgreSQL and Valkey for one run of pytest, before any settings are read.

Loaded with `-p tests.services`. The run's first process starts throwaway servers, or takes those of
TEST_DATABASE_ADMIN_URL and TEST_REDIS_URL; the workers of pytest-xdist find them in the
environment. Each process gets a database and a Redis database of its own.
"""

import os
import secrets
from contextlib import ExitStack

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

OWNER = "test_best_in_test_owner"
APP = "test_best_in_test_app"
# How a worker learns of the servers from the process that started it.
_ADMIN = "TEST_DATABASE_ADMIN_URL"
_REDIS = "TEST_REDIS_URL"
_PASSWORDS = "TEST_ROLE_PASSWORDS"


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Runs after tests.coverage has begun to measure and before pytest-django reads the settings.

    The project is imported in here for the same reason: what is imported earlier is taken for
    code that never ran.
    """
    stack = ExitStack()
    early_config.add_cleanup(stack.close)
    os.environ["BIT_MODE"] = "test"
    if "PYTEST_XDIST_WORKER" not in os.environ:
        _provide_servers(stack)
    _provide_database()


def _provide_servers(stack: ExitStack) -> None:
    from config.embedded.throwaway import throwaway_servers  # noqa: PLC0415 - see the hook

    if _ADMIN not in os.environ or _REDIS not in os.environ:
        started = stack.enter_context(throwaway_servers())
        os.environ.setdefault(_ADMIN, started.admin_conninfo)
        os.environ.setdefault(_REDIS, started.redis_url)
    stack.callback(_remove_databases, os.environ[_ADMIN])
    os.environ[_PASSWORDS] = f"{secrets.token_urlsafe(24)} {secrets.token_urlsafe(24)}"


def _provide_database() -> None:
    from config.database_roles import (  # noqa: PLC0415 - see the hook
        Role,
        drop_database,
        prepare_database,
    )

    worker = os.environ.get("PYTEST_XDIST_WORKER", "master")
    admin = os.environ[_ADMIN]
    database = f"test_best_in_test_{worker}"
    owner, app = os.environ[_PASSWORDS].split()
    drop_database(admin, database)
    prepare_database(admin, database=database, owner=Role(OWNER, owner), app=Role(APP, app))
    server = conninfo_to_dict(admin)
    address = f"{server['host']}:{server.get('port', 5432)}/{database}"
    os.environ["DATABASE_URL"] = f"postgresql://{APP}:{app}@{address}"
    os.environ["DATABASE_OWNER_URL"] = f"postgresql://{OWNER}:{owner}@{address}"
    number = 0 if worker == "master" else int(worker.removeprefix("gw")) + 1
    os.environ["REDIS_URL"] = f"{os.environ[_REDIS].rstrip('/')}/{number}"


def _remove_databases(admin: str) -> None:
    """Leave nothing on a server that lives on, whatever became of the workers."""
    from config.database_roles import drop_database  # noqa: PLC0415 - see the hook

    with psycopg.connect(admin, autocommit=True) as connection:
        ours = connection.execute(
            "SELECT datname FROM pg_database WHERE pg_get_userbyid(datdba) = %s", [OWNER]
        ).fetchall()
        for (database,) in ours:
            drop_database(admin, database)
        for role in (APP, OWNER):
            connection.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(role)))
