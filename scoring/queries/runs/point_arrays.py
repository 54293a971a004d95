"""Points read for arithmetic: added up, or packed, inside PostgreSQL.

Row by row a million contacts take seven seconds to reach numpy; packed by pattern, under three.
Whatever has the columns of `Points` can be the source: the points behind a run's frozen inputs, or
a table of a benchmark.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from psycopg import Connection, Cursor, sql

from evaluations.enums import Channel
from evaluations.models import Points
from scoring.formulas.category_figures import Contacts
from scoring.formulas.contact_cells import ContactCells
from scoring.method.rules import CHANNELS

Integers = NDArray[np.int64]
# Both aggregates of a group take its rows in the same order, as none is asked for.
_PACKED = sql.SQL("""
    SELECT participation_id, channel, answered, section_possible, section_zeroed, count(*),
           string_agg(int8send(shopper_id), ''), string_agg(array_send(section_got), '')
    FROM {source} AS points GROUP BY 1, 2, 3, 4, 5
""")
_SUMMED = sql.SQL("""
    SELECT participation_id, channel, answered, question_possible, section_zeroed, count(*), {sums}
    FROM {source} AS points GROUP BY 1, 2, 3, 4, 5
""")
# How PostgreSQL sends an array of one dimension: a head, then each value after its length.
_HEAD = 20


class _Group(NamedTuple):
    """What the contacts of one row of an answer share."""

    participation: int
    channel: str
    answered: bool
    possible: Sequence[int]
    zeroed: Sequence[bool]
    contacts: int


@dataclass(frozen=True, slots=True)
class ReadContacts:
    """Contacts as the formulas take them, and whose numbers they bear, in order."""

    participations: list[int]
    shoppers: list[int]
    contacts: Contacts
    shopper: Integers


@dataclass(frozen=True, slots=True)
class ReadCells:
    """Cells by question, and whose numbers the companies bear, in order."""

    participations: list[int]
    cells: ContactCells


def points_of(evaluations: Sequence[UUID]) -> sql.Composable:
    """The points of these evaluations, as a source."""
    return sql.SQL("(SELECT * FROM {} WHERE evaluation_id = ANY({}))").format(
        sql.Identifier(Points._meta.db_table), sql.Literal(list(evaluations))
    )


def read_contacts(connection: Connection[Any], source: sql.Composable) -> ReadContacts:
    """Every contact with its points by section. Raises ValueError when there is none."""
    rows = _rows(connection, _PACKED.format(source=source))
    groups = [_Group(*row[:6]) for row in rows]
    times = np.array([group.contacts for group in groups])
    participations, company = _numbered([group.participation for group in groups])
    shoppers, shopper = _numbered(np.frombuffer(b"".join(row[6] for row in rows), ">i8"))
    got = [_sent(row[7], len(group.possible)) for row, group in zip(rows, groups, strict=True)]
    return ReadContacts(
        participations,
        shoppers,
        Contacts(
            company=np.repeat(company, times),
            channel=np.repeat(_channels(groups), times),
            answered=np.repeat([group.answered for group in groups], times),
            got=np.asfortranarray(np.concatenate(got)),
            possible=np.asfortranarray(
                np.repeat(np.array([group.possible for group in groups], np.int64), times, axis=0)
            ),
            zeroed=np.asfortranarray(
                np.repeat(np.array([group.zeroed for group in groups], np.bool_), times, axis=0)
            ),
        ),
        shopper,
    )


def read_question_cells(
    connection: Connection[Any], source: sql.Composable, *, questions: int
) -> ReadCells:
    """The contacts added up by pattern of questions. Raises ValueError when there is none."""
    sums = sql.SQL(", ").join(
        sql.SQL("sum(question_got[{}])").format(sql.Literal(number + 1))
        for number in range(questions)
    )
    rows = _rows(connection, _SUMMED.format(source=source, sums=sums))
    groups = [_Group(*row[:6]) for row in rows]
    participations, company = _numbered([group.participation for group in groups])
    cells = ContactCells(
        company=company,
        channel=_channels(groups),
        answered=np.array([group.answered for group in groups]),
        contacts=np.array([group.contacts for group in groups]),
        got=np.array([row[6:] for row in rows], np.int64),
        possible=np.array([group.possible for group in groups], np.int64),
        zeroed=np.array([group.zeroed for group in groups], np.bool_),
    )
    return ReadCells(participations, cells)


def _rows(connection: Connection[Any], query: sql.Composed) -> list[tuple[Any, ...]]:
    # Not the connection's own kind of cursor: Django's answers in text, twice as long.
    with Cursor(connection) as cursor:
        rows = cursor.execute(query, binary=True).fetchall()
    if not rows:
        raise ValueError("there are no points to read")
    return rows


def _numbered(keys: Any) -> tuple[list[int], Integers]:
    """The distinct keys in order, and each one's number among them."""
    found, number = np.unique(np.asarray(keys, np.int64), return_inverse=True)
    return found.tolist(), number.astype(np.int64)


def _channels(groups: Sequence[_Group]) -> Integers:
    return np.array([CHANNELS.index(Channel(group.channel)) for group in groups], np.int64)


def _sent(arrays: bytes, values: int) -> Integers:
    """Arrays of so many small integers, as PostgreSQL sent them one after the other."""
    row = np.dtype(
        [("head", f"V{_HEAD}"), ("values", [("length", ">i4"), ("value", ">i2")], values)]
    )
    return np.frombuffer(arrays, row)["values"]["value"].astype(np.int64)
