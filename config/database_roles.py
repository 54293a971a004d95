"""The two roles of a database and the database itself, made or brought up to date.

The owner migrates. The app reads and writes rows; it owns nothing and has no right to create
anything. What it may do with each table is said after every migration, by `config.privileges`.
"""

from dataclasses import dataclass

import psycopg
from psycopg import Connection, sql
from psycopg.conninfo import make_conninfo

OWNER = "best_in_test_owner"
APP = "best_in_test_app"
DATABASE = "best_in_test"

_ONE_AT_A_TIME = 2_007_196  # an advisory lock of ours; any number will do


class RoleRefused(Exception):
    """A role that exists already has more power than either of ours may have."""


@dataclass(frozen=True)
class Role:
    """A login. Without a password an existing role keeps the one it has."""

    name: str
    password: str | None = None


def prepare_database(admin_conninfo: str, *, database: str, owner: Role, app: Role) -> None:
    """Make both roles and the database, or bring existing ones to this state.

    The administrator needs CREATEROLE and CREATEDB, not more. Raises RoleRefused for an existing
    role that is a superuser or passes row-level security.
    """
    with psycopg.connect(admin_conninfo, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [_ONE_AT_A_TIME])
        for role in (owner, app):
            _prepare_role(connection, role)
        _act_as(connection, owner)
        _prepare_database(connection, database, owner)
        _grant_connect(connection, database, app)
    with psycopg.connect(make_conninfo(admin_conninfo, dbname=database), autocommit=True) as inside:
        _close_schema(inside, owner, app)


def existing_roles(admin_conninfo: str, *names: str) -> set[str]:
    """Those of the names that are roles of the server."""
    with psycopg.connect(admin_conninfo) as connection:
        found = connection.execute(
            "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", [list(names)]
        )
        return {name for (name,) in found}


def drop_database(admin_conninfo: str, database: str) -> None:
    """Remove a database with everything in it, cutting its connections."""
    with psycopg.connect(admin_conninfo, autocommit=True) as connection:
        connection.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database))
        )


def _prepare_role(connection: Connection, role: Role) -> None:
    name = sql.Identifier(role.name)
    found = connection.execute(
        "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = %s", [role.name]
    ).fetchone()
    if found is None:
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN NOCREATEDB NOCREATEROLE").format(name))
    elif found[0]:
        message = f"The role {role.name} exists and is a superuser or passes row-level security."
        raise RoleRefused(message)
    if role.password is not None:
        # Only its hash travels, so the password can end in no log of the server.
        hashed = connection.pgconn.encrypt_password(
            role.password.encode(), role.name.encode(), b"scram-sha-256"
        ).decode()
        connection.execute(
            sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(name, sql.Literal(hashed))
        )


def _act_as(connection: Connection, owner: Role) -> None:
    """An administrator who is no superuser must belong to the owner to make databases for it."""
    acts = connection.execute("SELECT pg_has_role(%s, 'USAGE')", [owner.name]).fetchone()
    if acts != (True,):
        connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(owner.name)))


def _prepare_database(connection: Connection, database: str, owner: Role) -> None:
    names = {"database": sql.Identifier(database), "owner": sql.Identifier(owner.name)}
    found = connection.execute(
        "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = %s", [database]
    ).fetchone()
    if found is None:
        connection.execute(
            sql.SQL(
                "CREATE DATABASE {database} OWNER {owner} TEMPLATE template0 ENCODING 'UTF8'"
            ).format(**names)
        )
    elif found[0] != owner.name:
        connection.execute(sql.SQL("ALTER DATABASE {database} OWNER TO {owner}").format(**names))


def _grant_connect(connection: Connection, database: str, app: Role) -> None:
    names = {"database": sql.Identifier(database), "app": sql.Identifier(app.name)}
    # Everybody may connect and make temporary tables, unless it is taken away.
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {database} FROM PUBLIC").format(**names))
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {database} FROM {app}").format(**names))
    connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {database} TO {app}").format(**names))


def _close_schema(connection: Connection, owner: Role, app: Role) -> None:
    # Up to PostgreSQL 14, and in databases upgraded from it, everybody may create tables here.
    connection.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    for statement, role in (
        ("GRANT CREATE, USAGE ON SCHEMA public TO {}", owner),
        ("REVOKE CREATE ON SCHEMA public FROM {}", app),
        ("GRANT USAGE ON SCHEMA public TO {}", app),
    ):
        connection.execute(sql.SQL(statement).format(sql.Identifier(role.name)))
