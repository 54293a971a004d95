"""Make the roles and the database on a PostgreSQL server of one's own."""

import argparse
import os
import secrets
from typing import Any
from urllib.parse import quote

import psycopg
from django.core.management.base import BaseCommand, CommandError
from psycopg.conninfo import conninfo_to_dict

from config.database_roles import (
    APP,
    DATABASE,
    OWNER,
    Role,
    RoleRefused,
    existing_roles,
    prepare_database,
)


class Command(BaseCommand):
    """Idempotent: run it again after an upgrade, or to set passwords anew."""

    help = (
        "Makes the owner's role, the app's role and the database, or brings them up to date. "
        "Names and passwords come from DATABASE_OWNER_URL and DATABASE_URL where these are set; "
        "a new role without one gets a password that is printed once."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """One address: who may make roles and databases."""
        parser.add_argument(
            "--admin-url",
            required=True,
            help=(
                "Address of a role with CREATEROLE and CREATEDB. Other users of this machine can "
                "read a command line: keep the password in PGPASSWORD or ~/.pgpass."
            ),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare, then show the two addresses; a password appears only if it was made here."""
        admin = options["admin_url"]
        owner, app = _parts("DATABASE_OWNER_URL"), _parts("DATABASE_URL")
        database = str(app.get("dbname") or owner.get("dbname") or DATABASE)
        wanted = {
            "DATABASE_OWNER_URL": (str(owner.get("user") or OWNER), owner.get("password")),
            "DATABASE_URL": (str(app.get("user") or APP), app.get("password")),
        }
        if len({name for name, _ in wanted.values()}) != len(wanted):
            message = (
                "DATABASE_OWNER_URL and DATABASE_URL name the same role; the app must not own."
            )
            raise CommandError(message)
        try:
            made = self._prepare(admin, database, wanted)
            parts = conninfo_to_dict(admin)
        except (psycopg.Error, RoleRefused) as error:
            raise CommandError(str(error).strip()) from error
        place = f"{parts.get('host', 'localhost')}:{parts.get('port', 5432)}"
        for variable, (name, _) in wanted.items():
            password = made.get(name, "…")
            self.stdout.write(
                f"{variable}=postgresql://{quote(name)}:{password}@{place}/{quote(database)}"
            )

    def _prepare(
        self, admin: str, database: str, wanted: dict[str, tuple[str, Any]]
    ) -> dict[str, str]:
        """Returns the passwords made for new roles that came without one."""
        there = existing_roles(admin, *(name for name, _ in wanted.values()))
        made = {
            name: secrets.token_urlsafe(24)
            for name, password in wanted.values()
            if not password and name not in there
        }
        owner, app = (
            Role(name, str(password) if password else made.get(name))
            for name, password in wanted.values()
        )
        prepare_database(admin, database=database, owner=owner, app=app)
        return made


def _parts(variable: str) -> dict[str, Any]:
    try:
        return dict(conninfo_to_dict(os.environ.get(variable, "")))
    except psycopg.ProgrammingError:
        # libpq's own words repeat the faulty part, which may be the password.
        message = f"{variable} is not an address of PostgreSQL; quote special characters as %XX."
        raise CommandError(message) from None
