"""Precision before the fact: what a number of contacts tells apart, and what a difference takes."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from functools import lru_cache

from evaluations.planning.precision import Precision
from evaluations.web.tables import Table

DIFFERENCES = (1, 2, 3, 5, 10)
CONTACTS = (10, 15, 25, 50, 100, 250)
_TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class NeededRow:
    """The contacts with each company that a difference takes; `paired` if shoppers call both."""

    difference: int
    contacts: int
    paired: int | None


@dataclass(frozen=True, slots=True)
class SeparatedRow:
    """The difference in percentage points that so many contacts with each company tell apart."""

    contacts: int
    difference: Decimal
    paired: Decimal | None


@lru_cache(maxsize=64)
def needed_rows(deviation: Decimal, correlation: float | None) -> list[NeededRow]:
    """What each of some differences takes."""
    apart, paired = _both(deviation, correlation)
    return [
        NeededRow(
            difference=difference,
            contacts=apart.contacts_needed(difference),
            paired=paired.contacts_needed(difference) if paired else None,
        )
        for difference in DIFFERENCES
    ]


@lru_cache(maxsize=64)
def separated_rows(
    contacts: int, deviation: Decimal, correlation: float | None
) -> list[SeparatedRow]:
    """What these contacts, and some other numbers, tell apart."""
    apart, paired = _both(deviation, correlation)
    return [
        SeparatedRow(
            contacts=count,
            difference=_points(apart.smallest_difference(count)),
            paired=_points(paired.smallest_difference(count)) if paired else None,
        )
        for count in sorted({contacts, *CONTACTS})
    ]


def precision_tables(needed: Sequence[NeededRow], separated: Sequence[SeparatedRow]) -> list[Table]:
    """Both lists as files."""
    return [
        Table("needed", tuple(NeededRow.__dataclass_fields__), [asdict(row) for row in needed]),
        Table(
            "separated",
            tuple(SeparatedRow.__dataclass_fields__),
            [asdict(row) for row in separated],
        ),
    ]


def _both(deviation: Decimal, correlation: float | None) -> tuple[Precision, Precision | None]:
    sd = float(deviation)
    paired = None if correlation is None else Precision(sd, correlation=correlation)
    return Precision(sd), paired


def _points(value: float) -> Decimal:
    return Decimal(value).quantize(_TENTH)
