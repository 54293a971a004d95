"""Rows of a ranking, with as many decimals as their order needs."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from evaluations.web.tables import Table
from scoring.web.numbers import decimals_to_tell_apart


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
    shared: bool = False
    own: bool = False
    in_package: bool = False


# What a ranking can be sorted by.
COLUMNS = ("rank", "name", "category", "total", "answered_only", "agent", "contacts", "answered")
DEFAULT = "rank"


def ranked(
    rows: Iterable[Any], *, own: Iterable[int] = (), package: Iterable[int] = ()
) -> list[RankedCompany]:
    """Public rows of a release with company and category, made ready for a page.

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
            rank=row.rank,
            total=row.total,
            answered_only=row.answered_only,
            agent=row.agent,
            contacts=row.contacts,
            answered=row.answered,
            unplaced=row.get_unplaced_display(),
            shared=row.rank is not None and places[row.category_id, row.rank] > 1,
            own=row.company_id in own,
            in_package=row.company_id in package,
        )
        for row in rows
    ]


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
