"""A client's own results as rows: one a company and year, each beside the year before."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal

from evaluations.web.tables import Table
from scoring.models import Release
from scoring.queries.results.own_results import OwnResult
from scoring.queries.weights.weights import released_weights

# What the list can be sorted by.
COLUMNS = ("year", "name", "total", "answered_only", "agent", "rank", "change")
DEFAULT = "-year"


@dataclass(frozen=True, slots=True)
class OwnRow:
    """One company in one year; `change` is in percentage points of the total since `year_before`.

    `other_weights` says that the sections weighed differently then.
    """

    year: int
    programme: str
    company: str
    name: str
    category: str
    category_name: str
    total: Decimal
    answered_only: Decimal | None
    agent: Decimal | None
    rank: int | None
    unplaced: str
    companies: int
    year_before: int | None = None
    change: Decimal | None = None
    other_weights: bool = False


def own_rows(results: Sequence[OwnResult]) -> list[OwnRow]:
    """The rows in the order of the results."""
    return [_row(result, _before(result, results)) for result in results]


def own_results_table(rows: Iterable[OwnRow]) -> Table:
    """The list as a file; a category goes by its key there, as in every file."""
    columns = tuple(name for name in OwnRow.__dataclass_fields__ if name != "category_name")
    return Table("results", columns, [asdict(row) for row in rows])


def _before(result: OwnResult, results: Iterable[OwnResult]) -> OwnResult | None:
    """The company's newest result of an earlier year."""
    earlier = [
        each
        for each in results
        if each.row.company_id == result.row.company_id and _year(each) < _year(result)
    ]
    return max(earlier, key=_year, default=None)


def _year(result: OwnResult) -> int:
    return result.release.programme.year


def _row(result: OwnResult, before: OwnResult | None) -> OwnRow:
    row, programme = result.row, result.release.programme
    return OwnRow(
        year=programme.year,
        programme=programme.slug,
        company=row.company.key,
        name=row.name,
        category=row.category.key,
        category_name=str(row.category),
        total=row.total,
        answered_only=row.answered_only,
        agent=row.agent,
        rank=row.rank,
        unplaced=row.get_unplaced_display(),
        companies=result.companies,
        year_before=_year(before) if before else None,
        change=row.total - before.row.total if before else None,
        other_weights=before is not None and _weigh_differently(result.release, before.release),
    )


def _weigh_differently(release: Release, before: Release) -> bool:
    return released_weights(release) != released_weights(before)
