"""Values changed by the owner of the tables, with no trigger and no check in the way."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import ArrayField
from django.db import connections, models, transaction
from psycopg import sql

if TYPE_CHECKING:
    AnyField = models.Field[Any, Any]

# Of each kind of column: another value, as near as can be. A bool is an int, and a time a date.
_OTHER: Mapping[type, Callable[[Any], Any]] = {
    bool: lambda value: not value,
    int: lambda value: value + 1,
    uuid.UUID: lambda value: uuid.UUID(int=value.int ^ 1),
    dt.datetime: lambda value: value + dt.timedelta(microseconds=1),
    dt.date: lambda value: value + dt.timedelta(days=1),
    str: lambda value: chr(ord(value[0]) ^ 1) + value[1:] if value else "x",
    bytes: lambda value: bytes([value[0] ^ 1]) + value[1:],
}
# And a value where there was none.
_FIRST: Mapping[type, Any] = {
    models.DecimalField: Decimal(1),
    models.BooleanField: True,
    models.DateTimeField: dt.datetime(2026, 2, 2, 10, tzinfo=dt.UTC),
    models.UUIDField: uuid.UUID(int=1),
    models.JSONField: {"x": 1},
}


def other(field: "AnyField", value: Any) -> Any:
    """Another value of the column's kind: a bit, a last decimal, a first letter away."""
    if value is None:
        target = field.target_field if isinstance(field, models.ForeignKey) else field
        return next((each for kind, each in _FIRST.items() if isinstance(target, kind)), 1)
    if isinstance(value, Decimal):
        return value + Decimal(1).scaleb(-getattr(field, "decimal_places", 0))
    if isinstance(value, list):
        inner = field.base_field if isinstance(field, ArrayField) else field
        return [other(inner, value[0]), *value[1:]] if value else ["x"]
    if isinstance(value, dict):
        key = next(iter(value), "x")
        return {**value, key: other(field, value.get(key, ""))}
    return next(change(value) for kind, change in _OTHER.items() if isinstance(value, kind))


@contextmanager
def as_owner() -> Iterator[None]:
    """The tables' owner in place of the app, in a transaction that is rolled back."""
    app = connections["default"]
    owner = app.copy()
    owner.settings_dict = {**app.settings_dict, **_log_in(connections["owner"].settings_dict)}
    connections["default"] = owner
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        owner.close()
        connections["default"] = app


def _log_in(settings: Mapping[str, Any]) -> dict[str, Any]:
    return {name: settings[name] for name in ("USER", "PASSWORD")}


def lift_checks(cursor: Any, model: type[models.Model]) -> None:
    """Let the owner write what she likes into the table, for this transaction."""
    table = model._meta.db_table
    cursor.execute(
        "SELECT conname FROM pg_constraint WHERE contype IN ('c', 'u') AND conrelid = %s::regclass",
        [table],
    )
    drop = sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}")
    for (name,) in cursor.fetchall():
        cursor.execute(drop.format(sql.Identifier(table), sql.Identifier(name)))
    for lifted in ("DISABLE TRIGGER USER", "NO FORCE ROW LEVEL SECURITY"):
        cursor.execute(sql.SQL(f"ALTER TABLE {{}} {lifted}").format(sql.Identifier(table)))
