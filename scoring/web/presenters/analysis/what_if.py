"""Ranks and totals as they are, and as they would be."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal

from evaluations.web.tables import Table
from scoring.method.what_if import Placed
from scoring.models import RankingRow
from scoring.web.forms.weights.weights import WeightsForm


@dataclass(frozen=True, slots=True)
class MovedRow:
    """A company before and after; `climbs` is how many places it would gain, None without two."""

    company: str
    name: str
    old_rank: int | None
    new_rank: int | None
    unplaced: str
    old_total: Decimal
    new_total: Decimal | None
    change: Decimal | None
    climbs: int | None
    wins: bool


@dataclass(frozen=True, slots=True)
class WeightField:
    """A section's field with its weight now, and its part of the whole as asked."""

    bound: object
    now: Decimal
    part: Decimal | None


@dataclass(frozen=True, slots=True)
class OtherWinner:
    """A category that somebody else would win."""

    key: str
    name: str
    now: str
    then: str


def moved_rows(rows: Iterable[RankingRow], then: Mapping[int, Placed]) -> list[MovedRow]:
    """The companies of a category in the order of the places that they would have."""
    moved = [_row(row, then[row.participation_id]) for row in rows]
    return sorted(
        moved,
        key=lambda row: (row.new_rank is None, row.new_rank or 0, row.old_rank or 0, row.company),
    )


def moved_table(name: str, rows: Iterable[MovedRow]) -> Table:
    """The rows as a file."""
    columns = tuple(column for column in MovedRow.__dataclass_fields__ if column != "unplaced")
    return Table(name, columns, [asdict(row) for row in rows])


def weight_fields(form: WeightsForm, parts: Sequence[Decimal | None]) -> list[WeightField]:
    """The fields in the order of the sections."""
    return [
        WeightField(form[key], field.initial, part)
        for (key, field), part in zip(form.fields.items(), parts, strict=True)
    ]


def winners_of(places: Mapping[int, Placed]) -> frozenset[int]:
    """Who would hold the category's title."""
    return frozenset(company for company, place in places.items() if place.wins)


def _row(row: RankingRow, then: Placed) -> MovedRow:
    return MovedRow(
        company=row.participation.company.key,
        name=row.participation.name,
        old_rank=row.rank,
        new_rank=then.rank,
        unplaced=then.unplaced,
        old_total=row.total,
        new_total=then.total,
        change=None if then.total is None else then.total - row.total,
        climbs=row.rank - then.rank if row.rank and then.rank else None,
        wins=then.wins,
    )
