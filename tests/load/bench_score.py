"""How fast a run adds up, against the plainest SQL over the same columns: `make bench-score`.

    python -m tests.load.bench_score --evaluations 1000000

Synthetic evaluations (40 questions, 7 sections, 200 companies, 1,000 shoppers who differ) stand in
the columns of `Points` in a temporary PostgreSQL. One line of JSON a size:

- run_ms: what a run computes of a category, by the product's own `category_results`, from the
  matrix of bytes that it keeps in PostgreSQL (`RunPoints`): read it, every exact figure of every
  company, places, the total with its CR2 interval clustered by shopper, and the confidence sets of
  the ranks. The figures are checked to be those of the rows, bit for bit.
- sql_ms: PostgreSQL's own GROUP BY over the rows: mean and plain standard error of each section per
  company. polars_ms: the same by Polars, over the columns in memory.
- reweight_ms: new weights for all 40 questions, then what the what-if page does under other weights
  (`placed`): every company's exact figures, its place, and who wins.
- peak_mb: the most memory that the process held which did the run, Python and libraries included.

Making the matrix is not in run_ms: a run makes it once and keeps it, and every interval, change and
what-if after that reads it. What it costs is printed beside, to stderr. Every time is the
best of some repetitions, taken in turns, so that a busy machine slows all alike.
"""

import argparse
import json
import multiprocessing
import sys
import time
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import django
import numpy as np
import polars as pl
import psycopg
from psycopg import sql

from config.embedded.throwaway import throwaway_servers
from scoring import rulesets
from scoring.formulas.category_figures import CompanyFigures, company_figures
from scoring.formulas.contact_cells import ContactCells, reweighed
from scoring.formulas.point_matrix import (
    PointMatrix,
    matrix_cells,
    matrix_contacts,
    point_matrix,
)
from scoring.formulas.stored_arrays import from_bytes, to_bytes
from scoring.method.results import CompanyResult, Counted, category_results
from scoring.method.rules import ScoringRules
from scoring.method.what_if import Placed, placed
from tests.load.synthetic_points import (
    COMPANIES,
    COUNTING,
    QUESTION_SECTION,
    QUESTIONS,
    SECTIONS,
    SHOPPERS,
    fill,
)

SIZES = (10_000, 100_000, 1_000_000)
GOALS = {"ratio_sql": 1.5, "reweight_ms": 50, "peak_mb": 2048}
POINTS = sql.Identifier("points")
T = TypeVar("T")
Connection = psycopg.Connection[Any]


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Milliseconds, and what was found."""
    began = time.perf_counter()
    found = work()
    return 1000 * (time.perf_counter() - began), found


def freeze(connection: Connection) -> dict[int, CompanyFigures]:
    """Keep matrix and cells as bytes, as beside frozen inputs; the figures of the rows."""
    # What reads points knows the project's models.
    from scoring.queries.runs.point_arrays import read_contacts, read_question_cells  # noqa: PLC0415

    spent, read = timed(lambda: read_contacts(connection, POINTS))
    sorting, matrix = timed(lambda: to_bytes(point_matrix(read.contacts, read.shopper)))
    summing, cells = timed(
        lambda: read_question_cells(connection, POINTS, questions=QUESTIONS).cells
    )
    connection.execute("CREATE TABLE kept (matrix bytea, cells bytea)")
    # Small integers hardly get smaller, and unpacking them would take longer than reading.
    connection.execute("ALTER TABLE kept ALTER matrix SET STORAGE EXTERNAL")
    connection.execute("INSERT INTO kept VALUES (%s, %s)", [matrix, to_bytes(cells)])
    say(
        f"{len(read.shopper):,} evaluations: matrix of {len(matrix) / 1e6:.1f} MB made in"
        f" {spent + sorting:,.0f} ms, {len(cells.contacts):,} cells by question"
        f" in {summing:,.0f} ms, both once, when inputs are frozen"
    )
    return company_figures(read.contacts, COUNTING)


def run(connection: Connection) -> dict[int, CompanyResult]:
    """What a run computes: from PostgreSQL to figures, places and intervals."""
    row = connection.execute("SELECT matrix FROM kept", binary=True).fetchone()
    matrix = from_bytes(PointMatrix, row[0] if row else b"")
    contacts, shopper = matrix_contacts(matrix)
    counted = Counted(contacts, matrix_cells(matrix), shopper)
    return category_results(counted, counting=COUNTING, rules=rules(), seed=1)


@cache
def rules() -> ScoringRules:
    """Those of the reference award."""
    return ScoringRules.model_validate(rulesets.document("contacts_by_expectation")["scoring"])


def group_by(connection: Connection) -> int:
    """Mean and standard error of each section per company, in SQL alone."""
    part = sql.SQL("section_got[{k}]::float8 / nullif(section_possible[{k}], 0)")
    one = sql.SQL("avg({part}), stddev_samp({part}) / sqrt(count({part}))")
    shares = sql.SQL(", ").join(
        one.format(part=part.format(k=sql.Literal(k + 1))) for k in range(SECTIONS)
    )
    query = sql.SQL("SELECT participation_id, count(*), {} FROM points GROUP BY 1")
    return len(connection.execute(query.format(shares)).fetchall())


def reweigh(cells: ContactCells, turn: int) -> dict[int, Placed]:
    """Places under other weights of the questions."""
    weights = [Fraction(10 + (question * 7 + turn) % 5, 10) for question in range(QUESTIONS)]
    sections = reweighed(cells, weights, QUESTION_SECTION)
    everybody = range(COMPANIES)
    return placed(
        sections,
        COUNTING,
        rules(),
        shoppers=dict.fromkeys(everybody, SHOPPERS),
        signed_up=dict.fromkeys(everybody, True),
    )


def in_polars(matrix: PointMatrix) -> Callable[[], pl.DataFrame]:
    """Mean and standard error of each section per company, over columns in memory."""
    possible = np.repeat(matrix.possible, matrix.contacts, axis=0)
    columns = {"company": np.repeat(matrix.company, matrix.contacts)}
    columns |= {f"got{k}": matrix.got[k].astype(np.int16) for k in range(SECTIONS)}
    columns |= {f"possible{k}": possible[:, k].astype(np.int16) for k in range(SECTIONS)}
    frame = pl.DataFrame(columns)

    def group() -> pl.DataFrame:
        shares = [
            pl.when(pl.col(f"possible{k}") > 0).then(pl.col(f"got{k}") / pl.col(f"possible{k}"))
            for k in range(SECTIONS)
        ]
        figures = [
            each
            for k, share in enumerate(shares)
            for each in (
                share.mean().alias(f"mean{k}"),
                (share.std() / share.count().sqrt()).alias(f"error{k}"),
            )
        ]
        return frame.lazy().group_by("company").agg(pl.len(), *figures).collect()

    return group


def peak_mb() -> float:
    """The most memory that this process ever held."""
    status = Path("/proc/self/status").read_text()
    line = next(each for each in status.splitlines() if each.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def measured(conninfo: str, repetitions: int) -> tuple[dict[str, float], dict[int, CompanyResult]]:
    """Every time in milliseconds; in a process of its own, so that its memory is the run's."""
    spent: dict[str, list[float]] = {"run": [], "sql": [], "reweight": [], "polars": []}
    with psycopg.connect(conninfo, autocommit=True) as connection:
        for _ in range(repetitions):
            spent["sql"].append(timed(lambda: group_by(connection))[0])
            took, outcome = timed(lambda: run(connection))
            spent["run"].append(took)
        row = connection.execute("SELECT matrix, cells FROM kept", binary=True).fetchone()
    kept_matrix, kept_cells = row or (b"", b"")
    matrix, cells = from_bytes(PointMatrix, kept_matrix), from_bytes(ContactCells, kept_cells)
    for turn in range(repetitions):
        spent["reweight"].append(timed(lambda: reweigh(cells, turn))[0])  # noqa: B023 - called at once
    memory = peak_mb()
    group = in_polars(matrix)
    for _ in range(repetitions):
        spent["polars"].append(timed(group)[0])
    return {name: min(each) for name, each in spent.items()} | {"peak": memory}, outcome


def bench(evaluations: int, repetitions: int) -> dict[str, float]:
    """All figures of one size."""
    with (
        throwaway_servers() as servers,
        psycopg.connect(servers.admin_conninfo, autocommit=True) as connection,
    ):
        fill(connection, evaluations)
        expected = freeze(connection)
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            best, outcome = pool.apply(measured, (servers.admin_conninfo, repetitions))
    figures = {company: found.figures for company, found in outcome.items()}
    sure = (found.confidence for found in outcome.values())
    if figures != expected or not all(
        each.lower is not None and each.upper is not None and each.lower < each.upper
        for each in sure
    ):
        raise AssertionError("the matrix gives other figures than the rows")
    return {
        "evaluations": evaluations,
        "run_ms": round(best["run"], 1),
        "sql_ms": round(best["sql"], 1),
        "polars_ms": round(best["polars"], 1),
        "ratio_sql": round(best["run"] / best["sql"], 3),
        "reweight_ms": round(best["reweight"], 1),
        "peak_mb": round(best["peak"], 1),
    }


def say(text: str) -> None:
    """To whoever watches; the figures alone go to stdout."""
    print(text, file=sys.stderr)  # noqa: T201 - its output


def main(words: Sequence[str] | None = None) -> int:
    """Measure and print each size; 1 when the last misses a goal."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--evaluations", type=int, nargs="*", default=SIZES)
    options.add_argument("--repetitions", type=int, default=5)
    asked = options.parse_args(words)
    django.setup()
    found: dict[str, float] = {}
    for evaluations in sorted(asked.evaluations):
        found = bench(evaluations, asked.repetitions)
        print(json.dumps(found), flush=True)  # noqa: T201 - its output
    return 0 if all(found[name] <= goal for name, goal in GOALS.items()) else 1


if __name__ == "__main__":
    sys.exit(main())
