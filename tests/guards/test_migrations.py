"""Migrations are named, linear, reversible and complete."""

import re

import pytest
from django.core.management import call_command
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunPython, RunSQL

pytestmark = pytest.mark.django_db

APPS = ("shoppers", "evaluations", "surveys", "scoring")


@pytest.fixture
def loader() -> MigrationLoader:
    return MigrationLoader(connections["owner"])


@pytest.mark.django_db(databases=["default", "owner"])
@pytest.mark.parametrize("app", APPS)
def test_migrations_are_linear_and_named(loader: MigrationLoader, app: str) -> None:
    names = sorted(name for label, name in loader.disk_migrations if label == app)
    numbers = [int(name[:4]) for name in names]

    assert numbers == list(range(1, len(names) + 1))
    assert len(loader.graph.leaf_nodes(app)) == 1
    assert [name for name in names if re.search(r"_auto_|_initial$|_\d{8}_\d{4}", name)] == []


@pytest.mark.django_db(databases=["default", "owner"])
@pytest.mark.parametrize("app", APPS)
def test_migrations_are_reversible(loader: MigrationLoader, app: str) -> None:
    stuck = [
        name
        for (label, name), migration in loader.disk_migrations.items()
        for operation in migration.operations
        if label == app and isinstance(operation, RunPython | RunSQL) and not operation.reversible
    ]

    assert stuck == []


@pytest.mark.django_db(databases=["default", "owner"])
def test_no_model_has_changed_without_a_migration() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
