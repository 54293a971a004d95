"""The two roles and the database on a server of one's own, through the command and beneath it."""

import io
import os
from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
import pytest
from django.core.management import CommandError, call_command
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from config.database_roles import Role, RoleRefused, drop_database, existing_roles, prepare_database

SUPERUSER = os.environ["TEST_DATABASE_ADMIN_URL"]


@dataclass(frozen=True)
class Server:
    """Names of this test's own on the run's server, and an administrator with little power."""

    admin: str
    database: str
    owner: str
    app: str

    def as_role(self, role: str, password: str) -> str:
        """How a role connects to the new database."""
        return make_conninfo(self.admin, user=role, password=password, dbname=self.database)

    def url(self, role: str, password: str) -> str:
        """The same as an address."""
        at = conninfo_to_dict(self.admin)
        return f"postgresql://{role}:{password}@{at['host']}:{at['port']}/{self.database}"


def _execute(statement: str, *names: str) -> None:
    with psycopg.connect(SUPERUSER, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """An administrator with CREATEROLE and CREATEDB, as a hosting firm hands out."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "master")
    names = [f"roles_{kind}_{worker}" for kind in ("admin", "database", "owner", "app")]
    admin, database, owner, app = names
    for variable in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        monkeypatch.delenv(variable)
    _execute("CREATE ROLE {} LOGIN CREATEROLE CREATEDB PASSWORD 'of the firm'", admin)
    yield Server(make_conninfo(SUPERUSER, user=admin, password="of the firm"), database, owner, app)
    drop_database(SUPERUSER, database)
    for role in existing_roles(SUPERUSER, owner, app):
        _execute("DROP ROLE {}", role)
    _execute("DROP ROLE {}", admin)


def _options(server: Server) -> dict[str, str]:
    return {
        "DATABASE_OWNER_URL": server.url(server.owner, "of-the-owner"),
        "DATABASE_URL": server.url(server.app, "of-the-app"),
    }


def test_administrator_without_superuser_prepares_and_repeats(server: Server) -> None:
    for _ in range(2):
        prepare_database(
            server.admin,
            database=server.database,
            owner=Role(server.owner, "of-the-owner"),
            app=Role(server.app, "of-the-app"),
        )

    with psycopg.connect(server.as_role(server.owner, "of-the-owner"), autocommit=True) as owner:
        owner.execute("CREATE EXTENSION pg_trgm")
        owner.execute("CREATE TABLE fact (id int)")
        assert owner.execute("SHOW server_encoding").fetchone() == ("UTF8",)
    with psycopg.connect(server.as_role(server.app, "of-the-app"), autocommit=True) as app:
        for forbidden in ("CREATE TABLE x (id int)", "CREATE TEMP TABLE x (id int)"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(forbidden)


def test_existing_database_and_rights_are_brought_to_the_state(server: Server) -> None:
    roles = {"owner": Role(server.owner, "one"), "app": Role(server.app, "two")}
    prepare_database(server.admin, database=server.database, **roles)
    _execute("ALTER DATABASE {} OWNER TO CURRENT_USER", server.database)
    _execute("GRANT CREATE, TEMPORARY ON DATABASE {} TO {}", server.database, server.app)

    prepare_database(
        SUPERUSER,
        database=server.database,
        owner=Role(server.owner),
        app=Role(server.app, "changed"),
    )

    with psycopg.connect(server.as_role(server.owner, "one")) as owner:
        assert owner.execute(
            "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()"
        ).fetchone() == (server.owner,)
    with psycopg.connect(server.as_role(server.app, "changed"), autocommit=True) as app:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("CREATE SCHEMA x")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("CREATE TEMP TABLE x (id int)")


@pytest.mark.parametrize("power", ["SUPERUSER", "BYPASSRLS"])
def test_powerful_role_is_refused_and_left_alone(server: Server, power: str) -> None:
    _execute(f"CREATE ROLE {{}} LOGIN {power} PASSWORD 'kept'", server.app)

    with pytest.raises(RoleRefused, match=server.app):
        prepare_database(
            SUPERUSER,
            database=server.database,
            owner=Role(server.owner, "x"),
            app=Role(server.app, "y"),
        )

    with psycopg.connect(make_conninfo(SUPERUSER, user=server.app, password="kept")) as connection:
        found = connection.execute(
            "SELECT count(*) FROM pg_database WHERE datname = %s", [server.database]
        ).fetchone()
    assert found == (0,)


def test_command_prints_a_password_only_when_it_made_it(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("config.management.commands.prepare_database.OWNER", server.owner)
    monkeypatch.setattr("config.management.commands.prepare_database.APP", server.app)
    monkeypatch.setattr("config.management.commands.prepare_database.DATABASE", server.database)
    first, second = io.StringIO(), io.StringIO()

    call_command("prepare_database", admin_url=server.admin, stdout=first)
    call_command("prepare_database", admin_url=server.admin, stdout=second)

    urls = dict(line.split("=", 1) for line in first.getvalue().splitlines())
    assert list(urls) == ["DATABASE_OWNER_URL", "DATABASE_URL"]
    for url, role in zip(urls.values(), (server.owner, server.app), strict=True):
        with psycopg.connect(url) as connection:
            shown = connection.execute("SELECT current_user, current_database()").fetchone()
        assert shown == (role, server.database)
    assert second.getvalue().splitlines() == [
        f"DATABASE_OWNER_URL={server.url(server.owner, '…')}",
        f"DATABASE_URL={server.url(server.app, '…')}",
    ]


def test_command_takes_names_and_passwords_of_the_environment(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = _options(server)
    for name, value in wanted.items():
        monkeypatch.setenv(name, value)
    shown = io.StringIO()

    call_command("prepare_database", admin_url=server.admin, stdout=shown)

    assert "of-the" not in shown.getvalue()
    for value in wanted.values():
        psycopg.connect(value).close()


def test_command_does_not_repeat_a_broken_address(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://x:a secret@host/x")
    with pytest.raises(CommandError, match=r"^DATABASE_URL is not an address of PostgreSQL"):
        call_command("prepare_database", admin_url=server.admin)


def test_command_refuses_one_role_for_both(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        monkeypatch.setenv(name, server.url(server.owner, "x"))
    with pytest.raises(CommandError, match="name the same role"):
        call_command("prepare_database", admin_url=server.admin)
    assert existing_roles(SUPERUSER, server.owner) == set()


def test_command_says_why_a_server_cannot_be_reached(server: Server) -> None:
    with pytest.raises(CommandError, match="connection failed"):
        call_command("prepare_database", admin_url="postgresql://nobody@127.0.0.1:1/x")
