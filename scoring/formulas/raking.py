"""Raking: weights that make the respondents match known margins.

Iterative proportional fitting (Deming and Stephan 1940, Annals of Mathematical Statistics 11,
427-444): multiply the weights of each cell of one margin by target / current, go on to the next
margin, and repeat until all of them fit. The weights keep the mean 1.

A weight above five times the median is cut to that and the margins are raked again, until both
hold. The price of unequal weights is the design effect 1 + CV^2 (Kish 1965, Survey Sampling): the
variance of a mean grows by it, or the respondents count as n / design effect.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

SMALLEST_CELL = 30
TRIM = 5.0

_MISFIT = 1e-10  # relative, of the worst cell
_MOST_SWEEPS = 2_000
_MOST_TRIMS = 200


@dataclass(frozen=True, slots=True)
class Margin:
    """What is known of everybody, and where each respondent belongs."""

    name: str
    cell: Integers  # of each respondent, numbered from 0
    target: Floats  # each cell's size in the population; only the proportions matter


@dataclass(frozen=True, slots=True)
class Raked:
    """The respondents' weights, of mean 1, and what they cost."""

    weights: Floats
    sweeps: int  # over all margins, until they fitted
    trims: int  # how often weights were cut and raked again

    @property
    def design_effect(self) -> float:
        """1 + CV^2 of the weights."""
        return design_effect(self.weights)


def raked(
    margins: Sequence[Margin], *, trim: float | None = TRIM, smallest: int = SMALLEST_CELL
) -> Raked:
    """The weights that fit all margins to a relative 1e-10.

    `trim` is the largest weight allowed in medians, or None for any. Raises ValueError without a
    margin or a respondent, for targets that are not above 0 or not of the cells there are, for a
    cell with fewer than `smallest` respondents (`small_cells` names them all, to be collapsed),
    and where no weights fit the margins or none under the largest allowed.
    """
    respondents = _respondents(margins)
    if small := small_cells(margins, smallest=smallest):
        named = ", ".join(f"{name} {cell}" for name, cell in small)
        raise ValueError(f"cells with fewer than {smallest} respondents: {named}")
    weights, sweeps = _fitted(np.ones(respondents), margins)
    for trims in range(_MOST_TRIMS):
        largest = np.inf if trim is None else trim * float(np.median(weights))
        # A weight that the raking lifts back by a rounding error is not cut again.
        if (weights <= largest * (1 + _MISFIT)).all():
            return Raked(weights, sweeps, trims)
        weights, more = _fitted(np.minimum(weights, largest), margins)
        sweeps += more
    raise ValueError(f"the margins ask for weights over {trim} medians: collapse some cells")


def small_cells(
    margins: Sequence[Margin], *, smallest: int = SMALLEST_CELL
) -> list[tuple[str, int]]:
    """The margins' names and cells with fewer respondents than that, in order."""
    return [
        (margin.name, cell)
        for margin in margins
        for cell, count in enumerate(np.bincount(margin.cell, minlength=len(margin.target)))
        if count < smallest
    ]


def design_effect(weights: Floats) -> float:
    """1 + CV^2 = n x sum of w^2 / (sum of w)^2. Raises ValueError for weights that add up to 0."""
    total = float(weights.sum())
    if not total > 0:
        raise ValueError("a design effect needs weights above 0")
    return float(len(weights) * (weights @ weights) / total**2)


def _respondents(margins: Sequence[Margin]) -> int:
    """How many there are. Raises ValueError for what no weights could fit."""
    counts = {len(margin.cell) for margin in margins}
    if len(counts) != 1 or 0 in counts:
        raise ValueError("raking needs margins of the same respondents, at least one of each")
    for margin in margins:
        if not np.isfinite(margin.target).all() or not (margin.target > 0).all():
            raise ValueError(f"every target of {margin.name} must be above 0")
        cells = np.arange(len(margin.target))
        if not np.array_equal(np.unique(margin.cell), cells):
            raise ValueError(f"the targets of {margin.name} must be of the cells there are")
    return counts.pop()


def _fitted(weights: Floats, margins: Sequence[Margin]) -> tuple[Floats, int]:
    """The weights after so many sweeps as it takes until every margin fits."""
    wanted = [margin.target * (len(weights) / margin.target.sum()) for margin in margins]
    pairs = list(zip(margins, wanted, strict=True))
    for sweep in range(_MOST_SWEEPS):
        if all(_misfit(weights, margin, target) < _MISFIT for margin, target in pairs):
            return weights, sweep
        for margin, target in pairs:
            weights = weights * (target / _sums(weights, margin))[margin.cell]
    raise ValueError("no weights fit these margins together")


def _misfit(weights: Floats, margin: Margin, target: Floats) -> float:
    return float(np.abs(_sums(weights, margin) / target - 1).max())


def _sums(weights: Floats, margin: Margin) -> Floats:
    sums: Floats = np.bincount(margin.cell, weights, len(margin.target)).astype(np.float64)
    return sums
