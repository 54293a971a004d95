"""Weights as numbers, as a run counts with them and as a release published them."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from evaluations.seals import unbroken
from scoring.formulas.rounding import figure_text, rounded
from scoring.models import Release, WeightSet
from scoring.queries.weights.expectations import MINIMUM_BASE
from scoring.queries.weights.weight_basis import Basis
from scoring.queries.weights.weight_decisions import is_approved


@dataclass(frozen=True, slots=True)
class WeightEvidence:
    """How sure released weights are: so many answers, and the intervals; parts of 1.

    `approved` says whether two coordinators had settled the weights before the run; if not, they
    were approved with the release.
    """

    answers: int
    level: Decimal
    intervals: dict[str, tuple[Decimal, Decimal]]
    approved: bool


def weights_of(weight_set: WeightSet) -> dict[str, Fraction]:
    """The exact weights of a set, by section. Raises BrokenSeal."""
    content = {"source": str(weight_set.source), "weights": weight_set.weights}
    unbroken(content | {"basis": weight_set.basis}, weight_set.content_hash, row=weight_set)
    return {section: Fraction(text) for section, text in weight_set.weights.items()}


def published_weights(weight_set: WeightSet) -> dict[str, Any]:
    """What a release says of its weights: `{"source", "weights": {section: {...}}}`.

    Weights from a survey that enough people answered also have `answers`, how many counted, the
    `level` and the `intervals`, and whether they were `approved` before the release.
    """
    document: dict[str, Any] = {
        "source": weight_set.source,
        "weights": {
            section: {"fraction": text, "decimal": figure_text(rounded(Fraction(text)))}
            for section, text in weight_set.weights.items()
        },
    }
    basis = Basis.of(weight_set)
    if basis is None or basis.level is None or basis.complete < MINIMUM_BASE:
        return document
    return document | {
        "answers": basis.complete,
        "level": str(basis.level),
        "intervals": {
            section: {"low": figure_text(low), "high": figure_text(high)}
            for section, (low, high) in basis.intervals.items()
        },
        "approved": is_approved(weight_set),
    }


def released_weights(release: Release) -> dict[str, Fraction]:
    """The exact weights that a release was computed with, by section."""
    published = release.weights["weights"]
    return {section: Fraction(weight["fraction"]) for section, weight in published.items()}


def released_evidence(release: Release) -> WeightEvidence | None:
    """How sure they are; None where the method stated them, or too few answered to say."""
    published = release.weights
    if "intervals" not in published:
        return None
    return WeightEvidence(
        answers=published["answers"],
        level=Decimal(published["level"]),
        intervals={
            section: (Decimal(ends["low"]), Decimal(ends["high"]))
            for section, ends in published["intervals"].items()
        },
        approved=published["approved"],
    )
