"""Whether the rows that a release froze are all there, and no others.

A row that is read says itself whether it is the one that was sealed; that one is missing, or was
added, or is filed elsewhere, only the others can tell. So a release has a fingerprint of its public
rows' seals, and a company's row in it one of the company's areas and one of its contacts.
"""

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any

from django.db import connection
from psycopg import sql

from evaluations.seals import BrokenSeal
from scoring.models import (
    Release,
    ReleasedArea,
    ReleasedCompetitor,
    ReleasedContact,
    ReleasedRanking,
    ReleasedWinner,
)
from scoring.models.released import ReleasedRow
from scoring.models.sealed import filed_seal, reads_as_stored, seal_of_all

# As `seal_of_all` makes it, where the rows are: of 200 companies in half a millisecond.
_FINGERPRINT = sql.SQL(
    "encode(sha256(convert_to(coalesce("
    "string_agg(seal, '' ORDER BY seal COLLATE \"C\"), ''), 'UTF8')), 'hex')"
)
_PUBLIC = (ReleasedRanking, ReleasedWinner, ReleasedCompetitor)
_OF_RELEASES = sql.SQL(
    "SELECT asked.id, (SELECT {} FROM ({}) AS frozen) FROM unnest(%s::uuid[]) AS asked (id)"
).format(
    _FINGERPRINT,
    sql.SQL(" UNION ALL ").join(
        sql.SQL("SELECT concat_ws(':', {}) AS seal FROM {} WHERE release_id = asked.id").format(
            sql.SQL(", ").join(
                sql.SQL("{}::text").format(sql.Identifier(column))
                for column in ("seal", *each.filed_by)
            ),
            sql.Identifier(each._meta.db_table),
        )
        for each in _PUBLIC
    ),
)
_OF_CONTACTS = sql.SQL("SELECT {} FROM {} WHERE release_id = %s AND company_id = %s").format(
    _FINGERPRINT, sql.Identifier(ReleasedContact._meta.db_table)
)


def fingerprint(rows: Iterable[ReleasedRow]) -> str:
    """What a release with these public rows has as `rows_seal`."""
    return seal_of_all(
        filed_seal(row.seal, *(getattr(row, column) for column in row.filed_by)) for row in rows
    )


def assure_whole(*releases: Release) -> None:
    """Raise BrokenSeal where a public row of a release is missing, was added or sealed anew.

    One query for all that were not asked about before; none within `as_stored`.
    """
    asked = {each.pk: each for each in releases if not each.is_whole}
    if not asked or reads_as_stored():
        return
    for pk, found in _rows(_OF_RELEASES, [list(asked)]):
        release = asked[pk]
        if found != release.rows_seal:
            raise BrokenSeal(release, seal=release.rows_seal, found=found)
        release.is_whole = True


def assure_contacts(row: ReleasedRanking) -> None:
    """Raise BrokenSeal where a contact of the company is missing, was added or sealed anew.

    Inside `reading_as` somebody who may read them: others see none, so all are missing.
    """
    if reads_as_stored():
        return
    for (found,) in _rows(_OF_CONTACTS, [row.release_id, row.company_id]):
        _compare(row, row.contacts_seal, found)


def assure_areas(row: ReleasedRanking, areas: Iterable[ReleasedArea]) -> None:
    """Raise BrokenSeal where these are not all areas of the company, or others as well."""
    if not reads_as_stored():
        _compare(row, row.areas_seal, seal_of_all(map(attrgetter("seal"), areas)))


def seals_by_company(
    rows: Iterable[ReleasedArea] | Iterable[ReleasedContact],
) -> dict[int, list[str]]:
    """The seals of what stands behind each company."""
    found: dict[int, list[str]] = {}
    for row in rows:
        found.setdefault(row.company_id, []).append(row.seal)
    return found


def _compare(row: ReleasedRanking, seal: str, found: str) -> None:
    if found != seal:
        raise BrokenSeal(row, seal=seal, found=found)


def _rows(query: sql.Composed, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())
