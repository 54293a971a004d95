"""Agreement in percent, and Gwet's AC1 and AC2, which hold where nearly everybody says the same.

Gwet (2008), "Computing inter-rater reliability and its variance in the presence of high
agreement", British Journal of Mathematical and Statistical Psychology 61, 29-48; with missing
ratings and weights as in his Handbook of Inter-Rater Reliability (4th edition 2014, chapters 4, 5).
Of n units, unit i was rated r_i times, r_ik times into category k of q, and n' units at least
twice; w_kl is how far two categories agree, 0 to 1, and T the sum of all w_kl.

    p_a = 1/n' sum over i of a_i,   a_i = sum_k r_ik (sum_l w_kl r_il - 1) / (r_i (r_i - 1))
    p_e = T / (q (q - 1)) sum_k pi_k (1 - pi_k),      pi_k = 1/n sum over i of r_ik / r_i
    AC = (p_a - p_e) / (1 - p_e)

AC1 has identity weights, where nothing but the same category agrees; AC2 any other. A unit rated
once agrees with nobody but tells how common its category is. The variance is that over the units,

    v = 1 / (n (n - 1)) sum (AC*_i - AC)^2,     AC*_i = AC_i - 2 (1 - AC) (e_i - p_e) / (1 - p_e)
    AC_i = n/n' (a_i - p_e) / (1 - p_e), 0 for a unit rated once
    e_i = T / (q (q - 1)) sum_k r_ik / r_i (1 - pi_k)

and the interval takes Student's t with n - 1 degrees of freedom, cut off where the coefficient
ends. Where every unit says the same, as in perfect agreement, v is 0: the interval is then not
told, since a width of 0 would claim a certainty that few units do not give.

The ordinal weights here are Gwet's, 1 - C(|k - l| + 1, 2) / C(q, 2); they are not the ordinal
differences of Krippendorff, and give other figures on the same ratings.
"""

from dataclasses import dataclass
from math import sqrt
from typing import Literal

import numpy as np
from scipy.special import stdtrit

from evaluations.agreement.ratings import Coefficient, Floats, Ratings, Untold

Weights = Literal["identity", "ordinal", "quadratic"]
# A standard error this small is rounding.
_NOTHING = 1e-12


@dataclass(frozen=True, slots=True)
class _Units:
    """The units with a rating: their counts, and what those rated twice agree, NaN for others."""

    counts: Floats
    agreed: Floats

    @property
    def paired(self) -> int:
        return int(np.count_nonzero(~np.isnan(self.agreed)))

    @property
    def ratings(self) -> int:
        return int(self.counts[~np.isnan(self.agreed)].sum())


def gwet(ratings: Ratings, weights: Weights = "identity", *, level: float = 0.95) -> Coefficient:
    """AC1 with identity weights, AC2 with others, and its interval.

    Raises ValueError unless 0 < level < 1.
    """
    matrix = weights_of(ratings.values, weights)
    units = _units(ratings, matrix)
    reason = _untold(units, len(matrix))
    if reason is not None:
        return _nothing(units, reason, level)
    categories, shares = len(matrix), _shares(units)
    common = matrix.sum() / (categories * (categories - 1))
    prevalence = shares.mean(axis=0)
    by_chance = float(common * (prevalence * (1 - prevalence)).sum())
    value = (float(np.nanmean(units.agreed)) - by_chance) / (1 - by_chance)
    own_chance = common * shares @ (1 - prevalence)
    own = _own(units, by_chance) / (1 - by_chance)
    parts = own - 2 * (1 - value) * (own_chance - by_chance) / (1 - by_chance)
    return _told(units, value, parts, level, least=-1.0)


def percent(ratings: Ratings, weights: Weights = "identity", *, level: float = 0.95) -> Coefficient:
    """The share of agreeing pairs of ratings, the mean over units, and its interval.

    Raises ValueError unless 0 < level < 1.
    """
    units = _units(ratings, weights_of(ratings.values, weights))
    if not units.paired:
        return _nothing(units, Untold.NO_PAIRS, level)
    value = float(np.nanmean(units.agreed))
    return _told(units, value, _own(units, 0.0), level, least=0.0)


def weights_of(values: Floats, weights: Weights) -> Floats:
    """How far every two categories agree: 1 for the same, 0 for the farthest apart."""
    categories = len(values)
    if weights == "identity" or categories < 2:  # noqa: PLR2004 - nothing lies between one
        return np.eye(categories)
    if weights == "ordinal":
        apart = np.abs(np.subtract.outer(np.arange(categories), np.arange(categories)))
        return np.asarray(1 - apart * (apart + 1) / (categories * (categories - 1)))
    return np.asarray(1 - np.square(np.subtract.outer(values, values) / (values[-1] - values[0])))


def _units(ratings: Ratings, matrix: Floats) -> _Units:
    counts = ratings.counts
    # In an order that the input's cannot change, so that sums round alike.
    rated = counts[counts.sum(axis=1) > 0]
    rated = rated[np.lexsort(rated.T)] if rated.size else rated
    each = rated.sum(axis=1)
    pairs = (rated * (rated @ matrix - 1)).sum(axis=1)
    with np.errstate(invalid="ignore"):
        return _Units(rated, pairs / np.where(each > 1, each * (each - 1), np.nan))


def _untold(units: _Units, categories: int) -> Untold | None:
    if not units.paired:
        return Untold.NO_PAIRS
    return Untold.ONE_VALUE if categories == 1 else None


def _shares(units: _Units) -> Floats:
    return np.asarray(units.counts / units.counts.sum(axis=1, keepdims=True))


def _own(units: _Units, by_chance: float) -> Floats:
    """Each unit's agreement beyond chance, scaled so that their mean is that of all."""
    scale = len(units.agreed) / units.paired
    return np.where(np.isnan(units.agreed), 0.0, scale * (units.agreed - by_chance))


def _told(units: _Units, value: float, parts: Floats, level: float, *, least: float) -> Coefficient:
    count = len(parts)
    reach = _reach_of(count, level)
    if reach is None:
        return _without_interval(units, value, Untold.ONE_UNIT)
    error = sqrt(float(np.square(parts - value).sum()) / (count * (count - 1)))
    if error < _NOTHING:
        return _without_interval(units, value, Untold.NO_SPREAD)
    low, high = max(least, value - reach * error), min(1.0, value + reach * error)
    return Coefficient(value, low, high, units.paired, units.ratings)


def _reach_of(count: int, level: float) -> float | None:
    """Student's quantile with one degree of freedom less than units; None for a single unit."""
    if not 0 < level < 1:
        raise ValueError(f"a level lies between 0 and 1, not at {level}")
    return float(stdtrit(count - 1, (1 + level) / 2)) if count > 1 else None


def _without_interval(units: _Units, value: float, reason: Untold) -> Coefficient:
    return Coefficient(
        value, None, None, units.paired, units.ratings, untold=None, no_interval=reason
    )


def _nothing(units: _Units, reason: Untold, level: float) -> Coefficient:
    _reach_of(0, level)
    return Coefficient(None, None, None, units.paired, units.ratings, reason, reason)
