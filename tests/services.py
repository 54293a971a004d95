"""PostgreSQL and Valkey for one run of pytest, before any settings are read.

Loaded with `-p tests.services`. The run's first process starts throwaway servers, or takes those of
TEST_DATABASE_ADMIN_URL and TEST_REDIS_URL; the workers of pytest-xdist find them in the
environment. Each process gets a database and a Redis database of its own.
"""

import os
import secrets
from collections.abc import Callable
from contextlib import ExitStack

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

OWNER = "test_best_in_test_owner"
APP = "test_best_in_test_app"
# How a worker learns of the servers from the process that started it.
_ADMIN = "TEST_DATABASE_ADMIN_URL"
_REDIS = "TEST_REDIS_URL"
_PASSWORDS = "TEST_ROLE_PASSWORDS"
_MIGRATED = "test_best_in_test_migrated"
_ONE_AT_A_TIME = 4_119_003  # an advisory lock of the tests' own; any number will do


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Runs after tests.coverage has begun to measure and before pytest-django reads the settings.

    The project is imported in here for the same reason: what is imported earlier is taken for
    code that never ran.
    """
    stack = ExitStack()
    early_config.add_cleanup(stack.close)
    os.environ["BIT_MODE"] = "test"
    os.environ["ACCOUNT_KEYS"] = "b2YgdGhlIHRlc3RzLCBub3Qgb2YgYW4gYXdhcmQuLi4="
    if "PYTEST_XDIST_WORKER" not in os.environ:
        _compile_catalogues()
        _provide_servers(stack)
    _provide_database()


def _compile_catalogues() -> None:
    """Pages are tested in three languages; what Django has read once it does not read again."""
    from config.catalogues import compile_all  # noqa: PLC0415 - see the hook

    compile_all()


def _provide_servers(stack: ExitStack) -> None:
    from config.embedded.throwaway import throwaway_servers  # noqa: PLC0415 - see the hook

    if _ADMIN not in os.environ or _REDIS not in os.environ:
        started = stack.enter_context(throwaway_servers())
        os.environ.setdefault(_ADMIN, started.admin_conninfo)
        os.environ.setdefault(_REDIS, started.redis_url)
    stack.callback(_remove_databases, os.environ[_ADMIN])
    os.environ[_PASSWORDS] = f"{secrets.token_urlsafe(24)} {secrets.token_urlsafe(24)}"


def migrate_once(migrate: Callable[[], None]) -> None:
    """Bring this process's database to the newest schema.

    Migrating takes ten seconds: whoever comes first does it and leaves a copy, which the others
    take for theirs.
    """
    own = sql.Identifier(_database())
    copy = sql.Identifier(_MIGRATED)
    names = {"own": own, "copy": copy, "owner": sql.Identifier(OWNER)}
    with psycopg.connect(os.environ[_ADMIN], autocommit=True) as admin:
        admin.execute("SELECT pg_advisory_lock(%s)", [_ONE_AT_A_TIME])
        found = admin.execute("SELECT FROM pg_database WHERE datname = %s", [_MIGRATED])
        if found.rowcount == 0:
            migrate()
            make = "CREATE DATABASE {copy} OWNER {owner} TEMPLATE {own}"
            admin.execute(sql.SQL(make).format(**names))
        else:
            admin.execute(sql.SQL("DROP DATABASE {own} WITH (FORCE)").format(**names))
            make = "CREATE DATABASE {own} OWNER {owner} TEMPLATE {copy}"
            admin.execute(sql.SQL(make).format(**names))
            _prepare_database()


def administrator_of_own_database() -> str:
    """How the server's administrator reaches this process's database."""
    return make_conninfo(os.environ[_ADMIN], dbname=_database())


def _database() -> str:
    return f"test_best_in_test_{os.environ.get('PYTEST_XDIST_WORKER', 'master')}"


def _prepare_database() -> None:
    from config.database_roles import Role, prepare_database  # noqa: PLC0415 - see the hook

    owner, app = os.environ[_PASSWORDS].split()
    prepare_database(
        os.environ[_ADMIN], database=_database(), owner=Role(OWNER, owner), app=Role(APP, app)
    )


def _provide_database() -> None:
    from config.database_roles import drop_database  # noqa: PLC0415 - see the hook

    worker = os.environ.get("PYTEST_XDIST_WORKER", "master")
    admin, database = os.environ[_ADMIN], _database()
    owner, app = os.environ[_PASSWORDS].split()
    drop_database(admin, database)
    if worker == "master":  # A copy of an earlier run, on a server that lives on.
        drop_database(admin, _MIGRATED)
    _prepare_database()
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
