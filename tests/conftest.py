"""The test database: migrated as the owner, used as the app, emptied as the owner."""

import os
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.core.management import call_command
from django.db import connections
from django.test import TransactionTestCase
from psycopg import sql

from config.catalogues import compile_all

# What migrations themselves write.
KEPT = {"django_migrations", "django_content_type", "auth_permission"}


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """The database that tests/services.py made for this worker, with its schema."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        call_command("migrate", database="owner", verbosity=0, interactive=False)
        connections["owner"].close()
    yield
    for connection in connections.all():
        connection.close()


def _empty_as_owner(case: TransactionTestCase) -> None:
    """Tests that commit are cleaned up by the role that may; the app's cannot TRUNCATE.

    The connection is one of its own: a test that did not ask for the owner's must not need it.
    """
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as owner:
        found = owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        emptied = {name for (name,) in found} - KEPT
        names = sql.SQL(", ").join(map(sql.Identifier, sorted(emptied)))
        owner.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(names))


@pytest.fixture(scope="session", autouse=True)
def _flush_as_owner() -> Iterator[None]:
    patch = pytest.MonkeyPatch()
    patch.setattr(TransactionTestCase, "_fixture_teardown", _empty_as_owner)
    yield
    patch.undo()


@pytest.fixture(scope="session", autouse=True)
def _compiled_catalogues() -> None:
    """Pages are tested in three languages."""
    compile_all()


@pytest.fixture(autouse=True)
def _no_mail_on_disk(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
