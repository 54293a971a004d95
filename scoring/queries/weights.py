"""Weights as numbers."""

from collections.abc import Sequence
from fractions import Fraction

from scoring.models import WeightSet


def weights_in_order(weight_set: WeightSet, sections: Sequence[str]) -> list[Fraction]:
    """The exact weights of these sections, in their order."""
    return [Fraction(weight_set.weights[section]) for section in sections]
