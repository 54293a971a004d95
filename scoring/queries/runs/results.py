"""What a run gave, for the coordinators' desk: nothing here is published."""

from dataclasses import dataclass
from decimal import Decimal

from scoring.enums import Area
from scoring.models import RankingRow, Run
from scoring.queries.releases.released import Winners, by_title
from scoring.queries.runs.sections import scored_sections


@dataclass(frozen=True, slots=True)
class CompanyRow:
    """A company's figures in percent, by its lasting key; None where there is no figure."""

    company: str
    name: str
    category: str
    rank: int | None
    total: Decimal
    answered_only: Decimal | None
    agent: Decimal | None
    contacts: int
    answered: int
    sections: dict[str, Decimal | None]


def company_rows(run: Run) -> list[CompanyRow]:
    """Every ranked company by category, rank and key, its sections in the checklist's order."""
    sections = scored_sections(run.programme)
    means: dict[int, dict[str, Decimal]] = {}
    areas = run.areas.filter(area=Area.SECTION).values_list("participation", "key", "mean")
    for participation, key, mean in areas:
        means.setdefault(participation, {})[key] = mean
    rows = run.ranking.select_related("participation__company", "category")
    return sorted(
        (
            _row(row, {key: means.get(row.participation_id, {}).get(key) for key in sections})
            for row in rows
        ),
        key=lambda row: (row.category, by_place(row.rank), row.company),
    )


def by_place(rank: int | None) -> tuple[bool, int]:
    """What sorts places from the first on, and companies without one after them."""
    return rank is None, rank or 0


def _row(row: RankingRow, sections: dict[str, Decimal | None]) -> CompanyRow:
    return CompanyRow(
        company=row.participation.company.key,
        name=row.participation.name,
        category=row.category.key,
        rank=row.rank,
        total=row.total,
        answered_only=row.answered_only,
        agent=row.agent,
        contacts=row.contacts,
        answered=row.answered,
        sections=sections,
    )


def run_winners(run: Run) -> Winners:
    """Every title of the run and who holds it, each list in the order of the keys."""
    rows = run.winners.order_by("title", "key", "participation__company__key")
    return by_title(rows.values_list("title", "key", "participation__company__key"))
