"""How sure the weights are, on their own scale.

Every draw of the bootstrap (preferences/bootstrap.py) goes the whole way from shares to weights by
the method's own rules: fixed sections, shrinking, floors and caps. The interval of a weight lies
between two percentiles of its draws (Efron and Tibshirani 1993, An Introduction to the Bootstrap,
chapter 13). Percentiles and not mean +- 1.96 standard errors, because a weight near a floor or a
cap spreads to one side only, and percentiles never leave the range that weights can have.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from scoring.formulas.weight_rules import exact_shares

Floats = NDArray[np.float64]

CONFIDENCE = 0.95


class Weighing(Protocol):
    """The way from shares to weights: the method's rules, with or without what follows on them."""

    @property
    def fixed(self) -> Mapping[str, Decimal]:
        """The sections whose weight no share moves."""

    def weights(self, shares: Mapping[str, Fraction]) -> Mapping[str, Fraction]:
        """The weights of exact shares, adding up to exactly 1."""


@dataclass(frozen=True, slots=True)
class Interval:
    """From where to where a weight may lie; parts of 1."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class WeightUncertainty:
    """The spread of every weight and of all together."""

    sections: tuple[str, ...]  # the fixed ones first, then those asked about, each as given
    intervals: dict[str, Interval]
    covariance: Floats  # one row and one column a section, in that order; 0 for fixed ones


def weight_uncertainty(
    resampled: Floats,
    sections: Sequence[str],
    rules: Weighing,
    *,
    confidence: float = CONFIDENCE,
) -> WeightUncertainty:
    """The intervals and the covariance of the weights.

    `resampled` has one row a draw and one column a section asked about, in the order of
    `sections`. Raises ValueError for fewer than two draws, another number of sections than
    columns, a confidence not between 0 and 1, and as the rules do.
    """
    if len(resampled) <= 1:
        raise ValueError("a spread needs at least two draws")
    if not 0 < confidence < 1:
        raise ValueError(f"a confidence lies between 0 and 1, not at {confidence}")
    drawn = [
        rules.weights(dict(zip(sections, exact_shares(row), strict=True))) for row in resampled
    ]
    names = (*rules.fixed, *sections)
    weights = np.array([[float(weight[name]) for name in names] for weight in drawn])
    tail = (1 - confidence) / 2
    low, high = np.quantile(weights, [tail, 1 - tail], axis=0)
    return WeightUncertainty(
        sections=names,
        intervals={
            name: Interval(float(low[column]), float(high[column]))
            for column, name in enumerate(names)
        },
        covariance=np.atleast_2d(np.cov(weights, rowvar=False)),
    )
