"""Rows of a ranking, with as many decimals as their order needs."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from decimal import Decimal
from itertools import groupby
from math import ceil, floor
from typing import Any

from django.utils.formats import number_format

from evaluations.web.presenters.years.checklist_words import words
from evaluations.web.tables import Table
from scoring.method.placing import grade_of, printed
from scoring.method.rules import Scale
from scoring.models import RankingRow, ReleasedRanking
from scoring.web.numbers import decimals_to_tell_apart

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class RankedCompany:
    """A company's public row, and what it is to the reader."""

    key: str
    name: str
    category: str
    category_name: str
    rank: int | None
    total: Decimal
    answered_only: Decimal | None
    agent: Decimal | None
    contacts: int
    answered: int
    unplaced: str = ""
    mark: str = ""
    grade: str = ""
    lower: Decimal | None = None
    upper: Decimal | None = None
    best_rank: int | None = None
    worst_rank: int | None = None
    could_be_best: bool | None = None
    shared: bool = False
    own: bool = False
    in_package: bool = False
    # The name it began the year with, where that is another one.
    formerly: str = ""

    @property
    def ranks(self) -> str:
        """The ranks it could truly have, “1–4”; empty where nothing is said of it."""
        if self.best_rank is None or self.worst_rank is None:
            return ""
        if self.best_rank == self.worst_rank:
            return str(self.best_rank)
        return f"{self.best_rank}–{self.worst_rank}"


@dataclass(frozen=True, slots=True)
class Axis:
    """The part of the scale that a list's totals and their intervals lie on, in percent."""

    low: Decimal
    high: Decimal

    def at(self, value: Decimal) -> Decimal:
        """Where a value stands, as a percentage of the axis; beyond its ends, at the end."""
        place = 100 * (value - self.low) / (self.high - self.low)
        return min(max(place, Decimal(0)), Decimal(100))


# What a ranking can be sorted by.
COLUMNS = ("rank", "name", "category", "total", "answered_only", "agent", "contacts", "answered")
DEFAULT = "rank"


def ranked(
    rows: Iterable[ReleasedRanking],
    scale: Scale,
    *,
    own: Iterable[int] = (),
    package: Iterable[int] = (),
) -> list[RankedCompany]:
    """Rows of a release with company and category, made ready for a page.

    `own` and `package` are the ids of companies that the reader sees more of.
    """
    rows = list(rows)
    places = Counter((row.category_id, row.rank) for row in rows)
    own, package = set(own), set(package)
    return [
        RankedCompany(
            key=row.company.key,
            name=row.name,
            category=row.category.key,
            category_name=str(row.category),
            shared=row.rank is not None and places[row.category_id, row.rank] > 1,
            own=row.company_id in own,
            in_package=row.company_id in package,
            formerly=row.formerly,
            **figures_of(row, scale),
        )
        for row in rows
    ]


def figures_of(row: ReleasedRanking | RankingRow, scale: Scale) -> dict[str, Any]:
    """What a row of a run and of a release have alike."""
    grade = grade_of(row.total, scale)
    return {
        "rank": row.rank,
        "unplaced": row.get_unplaced_display(),
        "total": row.total,
        "answered_only": row.answered_only,
        "agent": row.agent,
        "contacts": row.contacts,
        "answered": row.answered,
        "mark": mark_text(row.total, scale),
        "grade": "" if grade is None else words(grade),
        "lower": row.lower,
        "upper": row.upper,
        "best_rank": row.best_rank,
        "worst_rank": row.worst_rank,
        "could_be_best": row.could_be_best,
    }


def mark_text(total: Decimal, scale: Scale) -> str:
    """A total as the method's scale prints it; empty where that is percent."""
    if scale.unit == "percent":
        return ""
    return str(number_format(printed(total, scale), scale.decimals))


def axis_of(rows: Iterable[RankedCompany]) -> Axis | None:
    """The tens between which all totals and intervals lie; None where no interval is told."""
    rows = [row for row in rows if row.lower is not None and row.upper is not None]
    if not rows:
        return None
    ends = [each for row in rows for each in (row.lower, row.upper, row.total) if each is not None]
    low = max(Decimal(floor(min(ends) / 10) * 10), Decimal(0))
    high = min(Decimal(ceil(max(ends) / 10) * 10), HUNDRED)
    return Axis(low, max(high, low + 10))


def ranking_table(name: str, rows: Iterable[RankedCompany]) -> Table:
    """Public rows as a file, with the columns of the API."""
    columns = (
        "company",
        "name",
        "category",
        "rank",
        "total",
        "answered_only",
        "agent",
        "contacts",
        "answered",
        "lower",
        "upper",
        "best_rank",
        "worst_rank",
        "could_be_best",
    )
    return Table(name, columns, [asdict(row) | {"company": row.key} for row in rows])


def decimals_of_totals(rows: Iterable[RankedCompany]) -> int:
    """Decimals with which no two unequal totals of one category look equal."""
    by_category = sorted(rows, key=lambda row: row.category)
    return max(
        (
            decimals_to_tell_apart(row.total for row in group)
            for _category, group in groupby(by_category, key=lambda row: row.category)
        ),
        default=1,
    )
