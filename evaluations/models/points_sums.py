"""SQL that keeps `PointsCell` the sum of `Points`, in the statement that writes points.

In the database, so that whoever writes points, by whatever way, leaves the sums right.
"""

from enum import Enum
from typing import Any

import pgtrigger

CELLS = "evaluations_pointscell"
# What contacts share that stand in one cell; a cell is known by it.
KEY = ("participation_id", "channel", "answered", "section_possible", "section_zeroed")
_KEY = ", ".join(KEY)
_SAME = " AND ".join(f"cell.{column} = came.{column}" for column in KEY)


class Change(Enum):
    """What becomes of points: the operation, and what its old and new rows are called."""

    ADDED = (pgtrigger.Insert, None, "fresh")
    CHANGED = (pgtrigger.Update, "gone", "fresh")
    REMOVED = (pgtrigger.Delete, "gone", None)


def summed(points: str) -> str:
    """Rows with the columns of `Points` added up by cell, in the order of the cells' keys.

    A contact has one entry a section: a section's entries are as many as the contacts.
    """
    return f"""
        SELECT {_KEY}, max(contacts) AS contacts, array_agg(got ORDER BY place) AS section_got
        FROM (
            SELECT {_KEY}, place, count(*) AS contacts, sum(got)::bigint AS got
            FROM {points}, unnest(section_got) WITH ORDINALITY AS entry(got, place)
            GROUP BY {_KEY}, place
        ) AS by_place
        GROUP BY {_KEY} ORDER BY {_KEY}
    """  # noqa: S608 - of words of this project alone


def keep_up(change: Change) -> pgtrigger.Trigger:
    """The trigger that takes the old rows of a statement out of the sums, and the new ones in."""
    operation, old, new = change.value
    referencing: Any = pgtrigger.Referencing  # which has no annotations of its own
    work = [_take_out(old) if old else "", _take_in(new) if new else "", "RETURN NULL;"]
    return pgtrigger.Trigger(
        name=f"points_{change.name.lower()}",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=referencing(old=old, new=new),
        func="\n".join(filter(None, work)),
    )


def _take_in(fresh: str) -> str:
    return f"""
        INSERT INTO {CELLS} AS cell ({_KEY}, contacts, section_got) {summed(fresh)}
        ON CONFLICT ({_KEY}) DO UPDATE SET {_moved("+", "EXCLUDED")};
    """


def _take_out(gone: str) -> str:
    return f"""
        UPDATE {CELLS} AS cell SET {_moved("-", "came")} FROM ({summed(gone)}) AS came
        WHERE {_SAME};
    """  # noqa: S608 - as above


def _moved(sign: str, by: str) -> str:
    sums = f"""
        SELECT held {sign} moved
        FROM unnest(cell.section_got, {by}.section_got) WITH ORDINALITY AS pair(held, moved, place)
        ORDER BY place
    """  # noqa: S608 - as above
    return f"contacts = cell.contacts {sign} {by}.contacts, section_got = ARRAY({sums})"
