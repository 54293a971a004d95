"""The app's role can do its work and no more."""

from typing import Any

import pytest
from django.apps import apps
from django.db import connection, connections, models

from config.privileges import ALL, APPEND_ONLY, READ_ONLY, grant_after_migrate
from config.routers import OwnerMigrates

pytestmark = pytest.mark.django_db

OURS = [
    model
    for label in ("shoppers", "evaluations", "surveys", "scoring")
    for model in apps.get_app_config(label).get_models(include_auto_created=True)
]


def _privileges(table: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT privilege_type FROM information_schema.table_privileges"
            " WHERE table_name = %s AND grantee = current_user",
            [table],
        )
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_privileges_of_every_table_are_those_its_model_declares(model: type[models.Model]) -> None:
    declared = ALL
    if getattr(model, "append_only", False):
        declared = APPEND_ONLY
    if getattr(model, "read_only", False):
        declared = READ_ONLY

    assert _privileges(model._meta.db_table) == set(declared.split(", "))


def test_the_app_owns_no_table_and_is_no_superuser() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tableowner = current_user")
        (owned,) = cursor.fetchone() or (None,)
        cursor.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles"
            " WHERE rolname = current_user"
        )
        powers = cursor.fetchone()

    assert owned == 0
    assert powers == (False, False, False, False)


def test_the_app_cannot_make_a_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_schema_privilege('public', 'CREATE'),"
            " has_database_privilege(current_database(), 'CREATE')"
        )
        assert cursor.fetchone() == (False, False)


@pytest.mark.parametrize("table", [model._meta.db_table for model in OURS])
def test_no_table_lets_the_app_truncate_it_or_grants_anything_to_everybody(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT grantee, privilege_type FROM information_schema.table_privileges"
            " WHERE table_name = %s AND (grantee = 'PUBLIC' OR privilege_type = 'TRUNCATE')"
            " AND grantee <> (SELECT tableowner FROM pg_tables WHERE tablename = %s)",
            [table, table],
        )
        assert cursor.fetchall() == []


def test_the_app_can_read_which_migrations_ran() -> None:
    assert _privileges("django_migrations") == {"SELECT"}


@pytest.mark.django_db(databases=["default", "owner"])
def test_granting_again_changes_nothing(django_assert_max_num_queries: Any) -> None:
    shoppers = apps.get_app_config("shoppers")
    tables = [model._meta.db_table for model in shoppers.get_models(include_auto_created=True)]
    before = [_privileges(table) for table in tables]

    with django_assert_max_num_queries(3 + 2 * len(tables), connection=connections["owner"]):
        grant_after_migrate(app_config=shoppers, using="owner")

    assert [_privileges(table) for table in tables] == before


@pytest.mark.django_db(databases=["default", "owner"])
def test_a_table_that_is_not_there_yet_is_left_for_the_migration_that_makes_it() -> None:
    app = connection.settings_dict["USER"]
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE scoring_run RENAME TO scoring_run_gone")

        grant_after_migrate(app_config=apps.get_app_config("scoring"), using="owner")

        cursor.execute("SELECT has_table_privilege(%s, 'scoring_winner', 'SELECT')", [app])
        assert cursor.fetchone() == (True,)


@pytest.mark.django_db(databases=["default", "owner"])
def test_one_role_for_both_grants_itself_nothing(settings: Any) -> None:
    settings.APP_DATABASE_ROLE = connections["owner"].settings_dict["USER"]

    grant_after_migrate(app_config=apps.get_app_config("shoppers"), using="owner")

    assert _privileges("shoppers_user") == set(ALL.split(", "))


def test_only_the_owner_migrates() -> None:
    router = OwnerMigrates()

    assert router.allow_migrate("owner", "shoppers")
    assert not router.allow_migrate("default", "shoppers")
