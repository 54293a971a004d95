"""Section weights as a small table."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from scoring.formulas.rounding import rounded
from scoring.models import Release, WeightSet
from scoring.web.numbers import percent


@dataclass(frozen=True, slots=True)
class WeightRow:
    """A section, its weight in percent as shown and drawn, and the exact fraction behind it."""

    name: str
    shown: str
    value: Decimal
    fraction: str


def weight_rows(weights: Mapping[str, Fraction], sections: Mapping[str, str]) -> list[WeightRow]:
    """The weights in the order of the sections."""
    return [
        WeightRow(name, percent(value, 2), value, str(weights[key]))
        for key, name in sections.items()
        if key in weights
        for value in [rounded(100 * weights[key])]
    ]


def released_weights(release: Release) -> dict[str, Fraction]:
    """The exact weights that a release was computed with."""
    published = release.weights["weights"]
    return {section: Fraction(weight["fraction"]) for section, weight in published.items()}


def weights_of_set(weight_set: WeightSet) -> dict[str, Fraction]:
    """The exact weights of a set."""
    return {section: Fraction(text) for section, text in weight_set.weights.items()}
