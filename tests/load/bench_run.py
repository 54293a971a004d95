"""How fast a run adds up, against the plainest SQL over the same columns.

    python -m tests.load.bench_run --contacts 1000000

Synthetic contacts in the columns of `Points` stand in a temporary PostgreSQL. Measured are SQL's
own GROUP BY (mean and standard error of each section per company), the exact figures of all
companies from arrays in memory, reading the columns into those arrays, and the exact score of each
contact. Every time is the best of some repetitions, in milliseconds.
"""

import argparse
import time
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeVar

import numpy as np
import psycopg
from rich.console import Console
from rich.table import Table

from config.embedded.throwaway import throwaway_servers
from scoring.formulas.category_figures import Contacts, company_figures
from scoring.formulas.contact_scores import Points, contact_score
from scoring.formulas.counting import Counting
from scoring.formulas.rounding import rounded

SECTIONS = 7
COMPANIES = 200
COUNTING = Counting(
    weights=tuple(Fraction(w, 75000) for w in (3750, 8171, 14297, 17429, 17909, 5345, 8099)),
    agent=(False, False, True, True, True, False, False),
    silent_in=(True,) * SECTIONS,
)
T = TypeVar("T")

# Possible points vary as in the sample: by channel, N/A and routing; 3 % are not answered.
FILL = """
    CREATE UNLOGGED TABLE points AS
    SELECT 1 + (n % %(companies)s) AS participation_id, channel, answered, got AS section_got,
           possible AS section_possible,
           ARRAY[false, false, false, false, random() < 0.03, false, false] AS section_zeroed
    FROM generate_series(1, %(contacts)s) AS n
    CROSS JOIN LATERAL (
        SELECT (n %% 4)::smallint AS channel, random() < 0.97 AS answered,
               random() < 0.8 AS found, random() < 0.6 AS sells, random() < 0.5 AS relevant
    ) AS facts
    CROSS JOIN LATERAL (
        SELECT CASE WHEN answered THEN ARRAY[
            4, 12, CASE WHEN found THEN 14 ELSE 12 END, 14, 18,
            CASE WHEN NOT sells THEN 0 WHEN relevant THEN 12 ELSE 4 END, 8
        ]::smallint[] ELSE ARRAY[0, 0, 0, 0, 0, 0, 0]::smallint[] END AS possible
    ) AS most
    CROSS JOIN LATERAL (
        SELECT array_agg(floor(random() * (one + 1))::smallint ORDER BY place) AS got
        FROM unnest(possible) WITH ORDINALITY AS each (one, place)
    ) AS earned
"""
BINARY = np.dtype(
    [
        ("fields", ">i2"),
        ("l1", ">i4"), ("participation", ">i8"),
        ("l2", ">i4"), ("channel", ">i2"),
        ("l3", ">i4"), ("answered", "?"),
        ("l4", ">i4"), ("h4", "V20"), ("got", [("l", ">i4"), ("v", ">i2")], SECTIONS),
        ("l5", ">i4"), ("h5", "V20"), ("possible", [("l", ">i4"), ("v", ">i2")], SECTIONS),
        ("l6", ">i4"), ("h6", "V20"), ("zeroed", [("l", ">i4"), ("v", "?")], SECTIONS),
    ]
)  # fmt: skip
HEADER, TRAILER = 19, 2  # bytes of PostgreSQL's binary COPY around the rows


@dataclass(frozen=True)
class Timed:
    """One measured piece of work."""

    name: str
    milliseconds: float


def best_of(repetitions: int, name: str, work: Callable[[], T]) -> tuple[Timed, T]:
    """The shortest of some repetitions, and what the last one gave."""
    times = []
    for _ in range(repetitions):
        began = time.perf_counter()
        result = work()
        times.append(1000 * (time.perf_counter() - began))
    return Timed(name, min(times)), result


def group_by(connection: psycopg.Connection[Any]) -> int:
    """Mean and standard error of each section per company, in SQL alone."""
    shares = ", ".join(
        f"avg(section_got[{k}]::float8 / nullif(section_possible[{k}], 0)), "
        f"stddev_samp(section_got[{k}]::float8 / nullif(section_possible[{k}], 0))"
        f" / sqrt(count(nullif(section_possible[{k}], 0)))"
        for k in range(1, SECTIONS + 1)
    )
    rows = connection.execute(
        f"SELECT participation_id, count(*), {shares} FROM points GROUP BY participation_id"  # noqa: S608 - numbers of columns
    ).fetchall()
    return len(rows)


def read(connection: psycopg.Connection[Any]) -> Contacts:
    """The columns as arrays, by PostgreSQL's binary COPY: every row is equally long."""
    query = (
        "COPY (SELECT participation_id::bigint, channel, answered, section_got, section_possible,"
        " section_zeroed FROM points) TO STDOUT (FORMAT BINARY)"
    )
    with connection.cursor() as cursor, cursor.copy(query) as copy:
        stream = b"".join(copy)
    rows = np.frombuffer(stream[HEADER:-TRAILER], dtype=BINARY)
    return Contacts(
        company=rows["participation"].astype(np.int64) - 1,
        channel=rows["channel"].astype(np.int64),
        answered=rows["answered"].astype(np.bool_),
        got=rows["got"]["v"].astype(np.int64, order="F"),
        possible=rows["possible"]["v"].astype(np.int64, order="F"),
        zeroed=rows["zeroed"]["v"].astype(np.bool_, order="F"),
    )


def score_each(contacts: Contacts) -> int:
    """The exact, rounded score of every contact, as the run stores it."""
    columns = (contacts.got.tolist(), contacts.possible.tolist(), contacts.zeroed.tolist())
    known: dict[Any, Any] = {}
    for answered, *rows in zip(contacts.answered.tolist(), *columns, strict=True):
        key = (answered, *map(tuple, rows))
        if key not in known:
            score = contact_score(Points(*key[1:]), COUNTING, answered=answered)
            known[key] = None if score is None else rounded(score)
    return len(known)


def measure(contacts: int, repetitions: int) -> list[Timed]:
    """All pieces, one after the other on the same rows."""
    with (
        throwaway_servers() as servers,
        psycopg.connect(servers.admin_conninfo, autocommit=True) as connection,
    ):
        connection.execute("SELECT setseed(0.5)")
        connection.execute(
            FILL.replace("%(companies)s", str(COMPANIES))
            .replace("%(contacts)s", str(contacts))
            .replace("%%", "%")
        )
        connection.execute("VACUUM ANALYZE points")
        plain, _ = best_of(repetitions, "SQL: GROUP BY company", lambda: group_by(connection))
        reading, arrays = best_of(repetitions, "read the columns", lambda: read(connection))
        adding, figures = best_of(
            repetitions,
            "exact figures of all companies",
            lambda: company_figures(arrays, COUNTING),
        )
        scoring, _ = best_of(1, "exact score of each contact", lambda: score_each(arrays))
        if sum(found.contacts for found in figures.values()) != contacts:
            raise AssertionError("contacts were lost on the way")
    return [plain, reading, adding, scoring]


def main() -> None:
    """Measure and print, each time beside its ratio to the plain SQL."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--contacts", type=int, default=1_000_000)
    parser.add_argument("--repetitions", type=int, default=5)
    asked = parser.parse_args()
    times = measure(asked.contacts, asked.repetitions)
    table = Table("work", "ms", "× SQL", title=f"{asked.contacts:,} contacts")
    for timed in times:
        ratio = timed.milliseconds / times[0].milliseconds
        table.add_row(timed.name, f"{timed.milliseconds:,.0f}", f"{ratio:.2f}")
    Console().print(table)


if __name__ == "__main__":
    main()
