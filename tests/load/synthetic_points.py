"""Evaluations that never were, in the columns of `Points`, as many as one likes."""

from fractions import Fraction
from typing import Any

import numpy as np
import psycopg

from evaluations.enums import Channel
from scoring.formulas.counting import Counting

COMPANIES = 200
SHOPPERS = 1000
SECTIONS = 7
PER_SECTION = (6, 6, 6, 6, 6, 5, 5)
QUESTIONS = sum(PER_SECTION)
QUESTION_SECTION = tuple(np.repeat(np.arange(SECTIONS), PER_SECTION).tolist())
COUNTING = Counting(
    weights=tuple(Fraction(w, 75000) for w in (3750, 8171, 14297, 17429, 17909, 5345, 8099)),
    agent=(False, False, True, True, True, False, False),
    silent_in=(True,) * SECTIONS,
)
TABLE = """
    CREATE UNLOGGED TABLE points (
        evaluation_id uuid, participation_id bigint, channel text, shopper_id bigint,
        answered boolean, section_got smallint[], section_possible smallint[],
        section_zeroed boolean[], question_got smallint[], question_possible smallint[]
    )
"""
_AT_ONCE = 50_000
_COPY = "COPY points FROM STDIN (FORMAT BINARY)"
_BEGIN = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_END = b"\xff\xff"
_SMALLINT, _BOOLEAN = 21, 16  # PostgreSQL's numbers of these types
_SILENT = 0.03  # of contacts nobody answers
_CRITICAL = 0.03  # of answered contacts zero their fifth section


def fill(connection: psycopg.Connection[Any], evaluations: int) -> None:
    """A table `points` with so many rows: strict and lenient shoppers, good and bad companies."""
    random = np.random.default_rng(5)
    strictness = random.normal(0, 0.08, SHOPPERS)
    quality = random.normal(0.75, 0.07, COMPANIES)
    connection.execute(TABLE)
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        copy.write(_BEGIN)
        for start in range(0, evaluations, _AT_ONCE):
            for rows in _rows(random, min(_AT_ONCE, evaluations - start), strictness, quality):
                copy.write(rows)
        copy.write(_END)
    connection.execute("VACUUM ANALYZE points")


def _rows(random: np.random.Generator, size: int, strictness: Any, quality: Any) -> list[bytes]:
    """Rows as PostgreSQL takes them, a piece a channel: in each, all are equally long."""
    company, shopper = random.integers(0, COMPANIES, size), random.integers(0, SHOPPERS, size)
    channel = random.integers(0, len(Channel), size)
    answered = random.random(size) >= _SILENT
    possible = _possible(random, channel) * answered[:, None]
    chance = np.clip(quality[company] + strictness[shopper], 0.05, 0.98)[:, None]
    got = random.binomial(possible, np.broadcast_to(chance, possible.shape))
    zeroed = np.zeros((size, SECTIONS), np.bool_)
    zeroed[:, 4] = answered & (random.random(size) < _CRITICAL)
    begins = np.cumsum((0, *PER_SECTION[:-1]))
    columns = {
        "evaluation": random.integers(0, 256, (size, 16), np.uint8),
        "participation": company + 1,
        "shopper": shopper + 1,
        "answered": answered,
        "section_got": np.add.reduceat(got, begins, axis=1),
        "section_possible": np.add.reduceat(possible, begins, axis=1),
        "section_zeroed": zeroed,
        "question_got": got,
        "question_possible": possible,
    }
    return [
        _sent(each, {name: column[channel == number] for name, column in columns.items()})
        for number, each in enumerate(Channel)
    ]


def _possible(random: np.random.Generator, channel: Any) -> Any:
    """Points possible by question: some are not asked on a channel, or depend on what happened."""
    size = len(channel)
    possible = np.tile(1 + np.arange(QUESTIONS) % 4, (size, 1))
    possible[channel > 0, 1:3] = 0  # spoken welcomes
    possible[channel == 1, 20] = 0
    possible[random.random(size) < 0.2, 13] = 0  # nothing was to be found out
    possible[random.random(size) < 0.4, 30:35] = 0  # nothing to sell
    possible[random.random(size) < 0.3, 32:35] = 0
    return possible


def _sent(channel: Channel, columns: dict[str, Any]) -> bytes:
    """Rows of one channel in PostgreSQL's binary form."""
    name = channel.value.encode()
    rows = np.zeros(len(columns["answered"]), _layout(len(name)))
    rows["fields"] = 10
    for field, length in (
        ("evaluation", 16),
        ("participation", 8),
        ("shopper", 8),
        ("answered", 1),
    ):
        rows[field]["length"], rows[field]["value"] = length, columns[field]
    rows["channel"]["length"], rows["channel"]["value"] = len(name), name
    for field in ("section_got", "section_possible", "question_got", "question_possible"):
        _array(rows[field], columns[field], _SMALLINT, 2)
    _array(rows["section_zeroed"], columns["section_zeroed"], _BOOLEAN, 1)
    return rows.tobytes()


def _array(field: Any, values: Any, kind: int, width: int) -> None:
    count = values.shape[1]
    field["length"] = 20 + count * (4 + width)
    field["dimensions"], field["kind"], field["count"], field["first"] = 1, kind, count, 1
    field["values"]["length"], field["values"]["value"] = width, values


def _layout(channel: int) -> np.dtype[Any]:
    def one(kind: Any) -> list[Any]:
        return [("length", ">i4"), ("value", *kind)]

    def many(kind: str, count: int) -> list[Any]:
        head = [
            (name, ">i4") for name in ("length", "dimensions", "nulls", "kind", "count", "first")
        ]
        return [*head, ("values", one((kind,)), (count,))]

    return np.dtype(
        [
            ("fields", ">i2"),
            ("evaluation", one(("u1", (16,)))),
            ("participation", one((">i8",))),
            ("channel", one((f"S{channel}",))),
            ("shopper", one((">i8",))),
            ("answered", one(("?",))),
            ("section_got", many(">i2", SECTIONS)),
            ("section_possible", many(">i2", SECTIONS)),
            ("section_zeroed", many("?", SECTIONS)),
            ("question_got", many(">i2", QUESTIONS)),
            ("question_possible", many(">i2", QUESTIONS)),
        ]
    )
