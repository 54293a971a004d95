"""Putting a release's rows into their tables."""

from collections.abc import Sequence

from django.db import connection
from psycopg import sql

from scoring.models import Release
from scoring.models.released import ReleasedRow
from scoring.models.sealed import seal, seal_of_all
from scoring.queries.releases.release_content import Content
from scoring.queries.releases.whole import fingerprint, seals_by_company


def store_release(release: Release, content: Content) -> None:
    """Seal and add a release and every row of it, in the transaction of its proposal."""
    release.rows_seal = _sealed(content)
    release.save(force_insert=True)
    _insert(content.ranking)
    _insert(content.winners)
    _insert(content.competitors)
    _insert(content.areas)
    _insert(content.contacts)


def _sealed(content: Content) -> str:
    """Seal every row, from the companies' contacts upwards; the fingerprint of the public ones."""
    for part in (*content.areas, *content.contacts):
        seal(part)
    areas, contacts = seals_by_company(content.areas), seals_by_company(content.contacts)
    for row in content.ranking:
        row.areas_seal = seal_of_all(areas.get(row.company_id, ()))
        row.contacts_seal = seal_of_all(contacts.get(row.company_id, ()))
    public = (*content.ranking, *content.winners, *content.competitors)
    for each in public:
        seal(each)
    return fingerprint(public)


def _insert(rows: Sequence[ReleasedRow]) -> None:
    """Add sealed rows of one table, one statement each, in one journey to the server.

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
        [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)
