"""Putting a release's rows into their tables."""

from collections.abc import Sequence

from django.db import connection
from psycopg import sql

from scoring.models.released import ReleasedRow
from scoring.queries.releases.release_content import Content


def store_content(content: Content) -> None:
    """Add every row of a release, in the transaction of its proposal."""
    _insert(content.ranking)
    _insert(content.winners)
    _insert(content.competitors)
    _insert(content.areas)
    _insert(content.contacts)


def _insert(rows: Sequence[ReleasedRow]) -> None:
    """Add rows of one table, one statement each, in one journey to the server.

    `bulk_create` would quote each contact's answers as an element of an array, which takes five
    times as long; COPY does not go together with row-level security.
    """
    if not rows:
        return
    fields = rows[0]._meta.concrete_fields
    statement = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
        sql.Identifier(rows[0]._meta.db_table),
        sql.SQL(", ").join([sql.Identifier(str(field.column)) for field in fields]),
        sql.SQL(", ").join([sql.Placeholder() for _ in fields]),
    )
    values = [
        [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)
