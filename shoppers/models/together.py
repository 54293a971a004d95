"""New rows of several tables in one statement, where a request writes them all at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model
from psycopg import sql

from shoppers.models.ready import prepared_cursor


@dataclass(frozen=True, slots=True)
class Part:
    """What else the statement does: its common tables, and the expression that says what it did."""

    tables: str
    told: str
    values: Sequence[Any]


def insert_together(rows: Sequence[Model], *parts: Part) -> list[Any]:
    """Insert new rows, all or none; each gets the key that the database gave it.

    They may point at one another: the database looks at foreign keys when the transaction ends.
    What the `parts` do, they do to rows that are stored already; the answer is what each says of
    it. No signals are sent.
    """
    database = connections[DEFAULT_DB_ALIAS]
    tables: list[tuple[str, str, tuple[str, ...]]] = []
    values: list[Any] = []
    for row in rows:
        facts = dict(_facts(row, database))
        tables.append((row._meta.db_table, str(row._meta.pk.column), tuple(facts)))
        values += facts.values()
    for part in parts:
        values += part.values
    statement = _statement(tuple(tables), tuple((part.tables, part.told) for part in parts))
    with prepared_cursor() as cursor:
        cursor.execute(statement, values)
        made = cursor.fetchone() or ()
    for row, key in zip(rows, made, strict=False):
        row.pk = key
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
    return list(made[len(rows) :])


def _facts(row: Model, database: Any) -> Iterator[tuple[str, Any]]:
    """Each column with its value; a key that the database makes is left to it."""
    for field in row._meta.concrete_fields:
        value = field.pre_save(row, add=True)
        if value is not None or not field.primary_key:
            yield str(field.column), field.get_db_prep_save(value, database)


@lru_cache(maxsize=64)
def _statement(
    tables: tuple[tuple[str, str, tuple[str, ...]], ...], parts: tuple[tuple[str, str], ...]
) -> str:
    """For these tables, each with its key and the columns that are given, and these parts."""
    inserts = [
        sql.SQL("{} AS (INSERT INTO {} ({}) VALUES ({}) RETURNING {} AS key)").format(
            _name(number),
            sql.Identifier(table),
            sql.SQL(", ").join(map(sql.Identifier, columns)),
            sql.SQL(", ").join([sql.Placeholder()] * len(columns)),
            sql.Identifier(key),
        )
        for number, (table, key, columns) in enumerate(tables)
    ]
    keys = [sql.SQL("(SELECT key FROM {})").format(_name(number)) for number in range(len(tables))]
    common = [*inserts, *(sql.SQL(tables) for tables, _told in parts)]
    told = [*keys, *(sql.SQL(told) for _tables, told in parts)]
    return (
        sql.SQL("WITH {} SELECT {}")
        .format(sql.SQL(", ").join(common), sql.SQL(", ").join(told))
        .as_string()
    )


def _name(number: int) -> sql.Identifier:
    return sql.Identifier(f"row_{number}")
