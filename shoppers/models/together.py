"""Rows of several tables in one statement, where a request writes them all at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.models import Model
from psycopg import sql

from shoppers.models.ready import prepared_cursor


@dataclass(frozen=True, slots=True)
class Part:
    """What else the statement does: its common tables, and the expression that says what it did."""

    tables: str
    told: str
    values: Sequence[Any]


@dataclass(frozen=True, slots=True)
class _Written:
    """What the statement does with one row: what it is called, which columns it is given."""

    table: str
    key: str
    columns: tuple[str, ...]
    is_new: bool


def store_together(rows: Sequence[Model], *parts: Part) -> list[Any]:
    """Store rows, all or none: new ones get the key that the database gives them.

    They may point at one another: the database looks at foreign keys when the transaction ends.
    What the `parts` do, they do to other rows that are stored already; the answer is what each
    says of it. No signals are sent. Raises DatabaseError when a stored row is there no more: then
    the caller's transaction is not to stay.
    """
    database = connections[DEFAULT_DB_ALIAS]
    written: list[_Written] = []
    values: list[Any] = []
    for row in rows:
        facts, is_new = columns_of(row), row._state.adding
        key = row._meta.pk
        written.append(_Written(row._meta.db_table, str(key.column), tuple(facts), is_new))
        values += facts.values()
        if not is_new:
            values.append(key.get_db_prep_save(row.pk, database))
    for part in parts:
        values += part.values
    statement = _statement(tuple(written), tuple((part.tables, part.told) for part in parts))
    with prepared_cursor() as cursor:
        cursor.execute(statement, values)
        made = cursor.fetchone() or ()
    for row, key in zip(rows, made, strict=False):
        if key is None:
            raise DatabaseError("A row that was to be written is there no more.")
        row.pk = key
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
    return list(made[len(rows) :])


def columns_of(row: Model) -> dict[str, Any]:
    """The columns to be written, with their values as the database takes them.

    Of a new row all but a key that the database makes; of a stored one all that was read but its
    key.
    """
    return dict(_facts(row, connections[DEFAULT_DB_ALIAS]))


def _facts(row: Model, database: Any) -> Iterator[tuple[str, Any]]:
    is_new, unread = row._state.adding, row.get_deferred_fields()
    for field in row._meta.concrete_fields:
        if field.attname in unread or (field.primary_key and not is_new):
            continue
        value = field.pre_save(row, add=is_new)
        if value is not None or not field.primary_key:
            yield str(field.column), field.get_db_prep_save(value, database)


@lru_cache(maxsize=64)
def _statement(written: tuple[_Written, ...], parts: tuple[tuple[str, str], ...]) -> str:
    """For these rows and these parts."""
    rows = [
        sql.SQL("{} AS ({} RETURNING {} AS key)").format(
            _name(number), _insert(one) if one.is_new else _update(one), sql.Identifier(one.key)
        )
        for number, one in enumerate(written)
    ]
    keys = [sql.SQL("(SELECT key FROM {})").format(_name(number)) for number in range(len(rows))]
    common = [*rows, *(sql.SQL(tables) for tables, _told in parts)]
    told = [*keys, *(sql.SQL(told) for _tables, told in parts)]
    return (
        sql.SQL("WITH {} SELECT {}")
        .format(sql.SQL(", ").join(common), sql.SQL(", ").join(told))
        .as_string()
    )


def _insert(row: _Written) -> sql.Composed:
    return sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
        sql.Identifier(row.table),
        sql.SQL(", ").join(map(sql.Identifier, row.columns)),
        sql.SQL(", ").join([sql.Placeholder()] * len(row.columns)),
    )


def _update(row: _Written) -> sql.Composed:
    given = [sql.SQL("{} = %s").format(sql.Identifier(column)) for column in row.columns]
    return sql.SQL("UPDATE {} SET {} WHERE {} = %s").format(
        sql.Identifier(row.table), sql.SQL(", ").join(given), sql.Identifier(row.key)
    )


def _name(number: int) -> sql.Identifier:
    return sql.Identifier(f"row_{number}")
