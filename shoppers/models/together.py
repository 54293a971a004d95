"""New rows of several tables in one statement, where a request writes them all at once."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Model
from psycopg import sql

from shoppers.models.ready import prepared_cursor


def insert_together(rows: Sequence[Model]) -> None:
    """Insert new rows, all or none; each gets the key that the database gave it.

    They may point at one another: the database looks at foreign keys when the transaction ends.
    No signals are sent.
    """
    tables: list[tuple[str, str, tuple[str, ...]]] = []
    values: list[Any] = []
    for row in rows:
        facts = dict(_facts(row))
        tables.append((row._meta.db_table, str(row._meta.pk.column), tuple(facts)))
        values += facts.values()
    with prepared_cursor() as cursor:
        cursor.execute(_statement(tuple(tables)), values)
        made = cursor.fetchone() or ()
    for row, key in zip(rows, made, strict=True):
        row.pk = key
        row._state.adding, row._state.db = False, connection.alias


def _facts(row: Model) -> Iterator[tuple[str, Any]]:
    """Each column with its value; a key that the database makes is left to it."""
    for field in row._meta.concrete_fields:
        value = field.pre_save(row, add=True)
        if value is not None or not field.primary_key:
            yield str(field.column), field.get_db_prep_save(value, connection)


@lru_cache(maxsize=64)
def _statement(tables: tuple[tuple[str, str, tuple[str, ...]], ...]) -> str:
    """For these tables, each with its key and the columns that are given."""
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
    return (
        sql.SQL("WITH {} SELECT {}")
        .format(sql.SQL(", ").join(inserts), sql.SQL(", ").join(keys))
        .as_string()
    )


def _name(number: int) -> sql.Identifier:
    return sql.Identifier(f"row_{number}")
