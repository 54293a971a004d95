"""How severe each shopper is, and what the companies' scores are without it.

The crossed mixed model (`scoring.formulas.crossed_model`) is fitted by restricted maximum
likelihood. Its company estimates weigh comparisons within a shopper and between shoppers by their
precision (Yates 1940, "The recovery of inter-block information in balanced incomplete block
designs", Annals of Eugenics 10); when every shopper met every company equally often they are the
raw means. A shopper's effect is her best linear unbiased prediction (Henderson 1975): above 0
lenient, below 0 severe, drawn towards 0 the fewer contacts she made. It is for coaches only; the
official score stays the raw mean.
"""

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import ndtri

from evaluations.planning.connectivity import must_be_connected
from scoring.formulas.crossed_model import (
    Floats,
    ScoreCells,
    Solution,
    shopper_effects,
    slopes,
    solved,
    summed,
)

Integers = NDArray[np.int64]
# Square roots of lam and gam to start from. The criterion is even in them, so 0 is no start.
_STARTS = (0.2, 1.0)
_MOST = 1000.0
# The search ends at a slope of -2 REML this small for each degree of freedom.
_SLOPE = 1e-10
# A variance that changes -2 REML by less than this is none.
_NOTHING = 1e-7
# Sums of squares this small beside the scores' own are rounding.
_ROUNDING = 1e-24


@dataclass(frozen=True, slots=True)
class Variances:
    """Variance components in squared points; `interaction` is None when no cell was repeated.

    The residual then holds both.
    """

    shopper: float
    interaction: float | None
    residual: float

    @property
    def icc(self) -> float:
        """The share of a contact's variance within a company that is the shopper's, 0 to 1."""
        return self.shopper / (self.shopper + (self.interaction or 0.0) + self.residual)


@dataclass(frozen=True, slots=True)
class Severity:
    """The fitted model; companies and shoppers at the position of their number.

    Errors and covariance count the estimated variances as known, which flatters them a little with
    few shoppers. `criterion` is -2 times the restricted log-likelihood.
    """

    raw: Floats
    adjusted: Floats
    covariance: Floats
    variances: Variances
    effects: Floats
    effect_errors: Floats
    criterion: float

    @property
    def errors(self) -> Floats:
        """The standard errors of the adjusted means, in points."""
        return np.sqrt(np.diag(self.covariance))

    @property
    def largest_shift(self) -> float:
        """The largest difference between an adjusted and a raw mean, in points."""
        return float(np.abs(self.adjusted - self.raw).max())

    @property
    def effect_zs(self) -> Floats:
        """How far out each shopper's effect lies among the shoppers', in standard deviations.

        Those are of what is predicted of her, whose variance is the shoppers' less that of the
        prediction's error. NaN where the shoppers differ by nothing.
        """
        spread = np.maximum(self.variances.shopper - np.square(self.effect_errors), 0.0)
        return self.effects / np.sqrt(np.where(spread > 0, spread, np.nan))

    def difference(self, one: int, other: int) -> tuple[float, float]:
        """The adjusted mean of one company less another's, and its standard error, in points."""
        covariance = self.covariance
        variance = covariance[one, one] + covariance[other, other] - 2 * covariance[one, other]
        return float(self.adjusted[one] - self.adjusted[other]), float(np.sqrt(variance))

    def effect_intervals(self, level: float = 0.95) -> tuple[Floats, Floats]:
        """The ends of the shoppers' normal prediction intervals.

        Raises ValueError unless 0 < level < 1.
        """
        if not 0 < level < 1:
            raise ValueError(f"a level lies between 0 and 1, not at {level}")
        reach = float(ndtri((1 + level) / 2)) * self.effect_errors
        return self.effects - reach, self.effects + reach


def severity(company: Integers, shopper: Integers, score: Floats) -> Severity:
    """The model fitted to contacts; one element of each array a contact, scores in points.

    Raises NotConnected when companies share no shopper, and ValueError when arrays differ in
    length, numbers leave a gap, a score is not finite, there is one shopper only or no contact
    beyond one a company, or when the scores leave the residual no variance.
    """
    if len(score) != len(company):
        raise ValueError("every contact needs a score")
    if not np.isfinite(score).all():
        raise ValueError("a score is a finite number")
    must_be_connected(company, shopper)
    return fitted(summed(company, shopper, score))


def fitted(cells: ScoreCells) -> Severity:
    """The same from connected cells. Raises ValueError when they cannot tell the variances."""
    _must_tell(cells)
    solution = _without_nothing(cells, _lowest(cells))
    variance = solution.squares / cells.freedom
    effects, error = shopper_effects(cells, solution)
    return Severity(
        raw=(cells.contacts * cells.mean).sum(axis=0) / cells.contacts.sum(axis=0),
        adjusted=solution.companies,
        covariance=variance * solution.inverse,
        variances=Variances(
            shopper=solution.lam * variance,
            interaction=solution.gam * variance if cells.repeated else None,
            residual=variance,
        ),
        effects=effects,
        effect_errors=np.sqrt(variance * error),
        criterion=solution.criterion,
    )


def _must_tell(cells: ScoreCells) -> None:
    """Raises ValueError for cells in which the likelihood cannot find every variance."""
    if len(cells.contacts) == 1:
        raise ValueError("one shopper alone is neither lenient nor severe")
    if cells.freedom < 1:
        raise ValueError("there must be more contacts than companies")
    size = float((cells.contacts * np.square(cells.mean)).sum())
    rest = cells.within if cells.repeated else solved(cells, 0.0, 0.0).squares
    if rest <= _ROUNDING * size:
        raise ValueError("the scores leave the residual no variance")
    pairs = [((1.0, 2.0), (2.0, 1.0)), ((0.1, 3.0), (3.0, 0.1))]
    if not cells.repeated:
        pairs = [((0.1, 0.0), (1.0, 0.0)), ((1.0, 0.0), (3.0, 0.0))]
    if all(_same(cells, one, other) for one, other in pairs):
        raise ValueError("too few shoppers met several companies to tell severity from chance")


def _same(cells: ScoreCells, one: tuple[float, float], other: tuple[float, float]) -> bool:
    return abs(solved(cells, *one).criterion - solved(cells, *other).criterion) < _NOTHING


def _lowest(cells: ScoreCells) -> Solution:
    """The solution with the lowest criterion, found over the square roots of lam and gam.

    The roots may turn negative on the way: only their squares count, and so a variance of 0 is
    no edge of the search. Raises ValueError when the residual vanishes beside the others.
    """

    def criterion(roots: Floats) -> tuple[float, Floats]:
        found = solved(cells, *_ratios(roots))
        slope = np.array(slopes(cells, found)[: len(roots)])
        return found.criterion, 2 * roots * slope

    free = 2 if cells.repeated else 1
    starts = [np.array(roots) for roots in product(_STARTS, repeat=free)]
    best = minimize(
        criterion,
        min(starts, key=lambda roots: solved(cells, *_ratios(roots)).criterion),
        jac=True,
        method="L-BFGS-B",
        bounds=[(-_MOST, _MOST)] * free,
        options={"ftol": 0.0, "gtol": _SLOPE * cells.freedom},
    )
    if np.abs(best.x).max() == _MOST:
        raise ValueError("the scores leave the residual no variance")
    return solved(cells, *_ratios(best.x))


def _ratios(roots: Floats) -> tuple[float, float]:
    """Lam and gam from their roots; without repeated cells gam is 0."""
    lam, gam = np.square(np.append(roots, 0.0)[:2]).tolist()
    return lam, gam


def _without_nothing(cells: ScoreCells, found: Solution) -> Solution:
    """The solution with a variance set to exactly 0 where that is as likely."""
    for lam, gam in ((0.0, 0.0), (0.0, found.gam), (found.lam, 0.0)):
        simpler = solved(cells, lam, gam)
        if simpler.criterion <= found.criterion + _NOTHING:
            return simpler
    return found
