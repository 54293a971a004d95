"""Section weights as a small table."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from evaluations.web.tables import Table
from scoring.formulas.rounding import rounded
from scoring.web.numbers import percent


@dataclass(frozen=True, slots=True)
class WeightRow:
    """A section, its weight in percent as shown and drawn, and the exact fraction behind it."""

    key: str
    name: str
    shown: str
    value: Decimal
    fraction: str


def weight_rows(weights: Mapping[str, Fraction], sections: Mapping[str, str]) -> list[WeightRow]:
    """The weights in the order of the sections."""
    return [
        WeightRow(key, name, percent(value, 2), value, str(weights[key]))
        for key, name in sections.items()
        if key in weights
        for value in [rounded(100 * weights[key])]
    ]


def weights_table(rows: Iterable[WeightRow]) -> Table:
    """The weights as a file."""
    columns = ("section", "name", "percent", "fraction")
    return Table(
        "weights",
        columns,
        [
            {"section": row.key, "name": row.name, "percent": row.value, "fraction": row.fraction}
            for row in rows
        ],
    )
