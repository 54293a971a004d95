"""Weights as numbers."""

from collections.abc import Sequence
from fractions import Fraction

from scoring.models import Release, WeightSet


def weights_in_order(weight_set: WeightSet, sections: Sequence[str]) -> list[Fraction]:
    """The exact weights of these sections, in their order."""
    return [Fraction(weight_set.weights[section]) for section in sections]


def released_weights(release: Release) -> dict[str, Fraction]:
    """The exact weights that a release was computed with, by section."""
    published = release.weights["weights"]
    return {section: Fraction(weight["fraction"]) for section, weight in published.items()}
