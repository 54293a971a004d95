"""Weights as numbers."""

from fractions import Fraction

from scoring.models import Release, WeightSet


def weights_of(weight_set: WeightSet) -> dict[str, Fraction]:
    """The exact weights of a set, by section."""
    return {section: Fraction(text) for section, text in weight_set.weights.items()}


def released_weights(release: Release) -> dict[str, Fraction]:
    """The exact weights that a release was computed with, by section."""
    published = release.weights["weights"]
    return {section: Fraction(weight["fraction"]) for section, weight in published.items()}
