"""What the app's database role may do, set after every migration from the models themselves.

A model that declares `append_only = True` can be read and added to, one that declares
`read_only = True` (a view) can be read, nothing else. No table grants TRUNCATE, and the role owns
nothing, so it can change no schema and lift no row-level policy.
"""

from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.db import connections, models, transaction
from psycopg import sql

ALL = "SELECT, INSERT, UPDATE, DELETE"
APPEND_ONLY = "SELECT, INSERT"
READ_ONLY = "SELECT"
# The signal comes once for each application with models; any one of them will do for the rest.
ONCE = "contenttypes"


def rights(model: type[models.Model]) -> str:
    """The privileges of the app's role on this model's table."""
    if getattr(model, "read_only", False):
        return READ_ONLY
    return APPEND_ONLY if getattr(model, "append_only", False) else ALL


def grant_after_migrate(*, app_config: AppConfig, using: str, **_: Any) -> None:
    """Give the app's role exactly its rights on the tables of one application."""
    connection = connections[using]
    role = settings.APP_DATABASE_ROLE
    if connection.settings_dict["USER"] == role:
        return  # one role for both is refused by the deployment checks
    tables = set(connection.introspection.table_names(include_views=True))
    # In one transaction: a serving app must not meet the moment between REVOKE and GRANT.
    with transaction.atomic(using=using), connection.cursor() as cursor:
        if app_config.label == ONCE:
            _grant_schema(cursor, role)
        for model in apps.get_app_config(app_config.label).get_models(include_auto_created=True):
            if model._meta.db_table in tables:
                _grant(cursor, role, model._meta.db_table, rights(model))


def _grant_schema(cursor: Any, role: str) -> None:
    name = sql.Identifier(role)
    cursor.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(name))
    cursor.execute(
        sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(name)
    )
    cursor.execute(sql.SQL("GRANT SELECT ON django_migrations TO {}").format(name))


def _grant(cursor: Any, role: str, table: str, privileges: str) -> None:
    names = {"role": sql.Identifier(role), "table": sql.Identifier(table)}
    cursor.execute(sql.SQL("REVOKE ALL ON {table} FROM {role}").format(**names))
    cursor.execute(sql.SQL("GRANT " + privileges + " ON {table} TO {role}").format(**names))
