"""One rater against the master's answers, and against the others.

The share of agreement with the master has Wilson's interval (Wilson 1927, Journal of the American
Statistical Association 22, 209-212), which holds for few answers and for shares of 0 and 1. Of
n answers compared, z the normal quantile and p the share,

    (p + z^2 / 2n +- z sqrt(p (1 - p) / n + z^2 / 4n^2)) / (1 + z^2 / n)

Answers about one contact hang together, so with few contacts the interval flatters.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import sqrt

import numpy as np
from scipy.special import ndtri, stdtrit

from evaluations.agreement.ratings import MISSING, Coefficient, Floats, Integers, Ratings, Untold

# methods.md 4, after Krippendorff: reliable from .800, tentative from .667.
_CERTIFIED, _TENTATIVE = 0.8, 0.667
_ROUNDING = 1e-9


class Standing(StrEnum):
    """What follows from an alpha."""

    CERTIFY = "certify"
    RETRAIN = "retrain"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the answers compared were the same, and Wilson's interval.

    Without an answer to compare there is no interval and no `value`.
    """

    agreed: int
    compared: int
    low: float | None
    high: float | None

    @property
    def value(self) -> Fraction | None:
        """The share, exactly."""
        return Fraction(self.agreed, self.compared) if self.compared else None


def standing_of(alpha: Coefficient) -> Standing | None:
    """What follows from an alpha; None where there is none to go by."""
    if alpha.value is None:
        return None
    if alpha.value >= _CERTIFIED - _ROUNDING:
        return Standing.CERTIFY
    return Standing.RETRAIN if alpha.value >= _TENTATIVE - _ROUNDING else Standing.BLOCK


def share_of(agreed: int, compared: int, *, level: float = 0.95) -> Share:
    """The share with its interval.

    Raises ValueError for counts that cannot be, and unless 0 < level < 1.
    """
    if not 0 <= agreed <= compared:
        raise ValueError("no more answers agree than were compared, and none less than 0")
    if not 0 < level < 1:
        raise ValueError(f"a level lies between 0 and 1, not at {level}")
    if not compared:
        return Share(0, 0, None, None)
    square = float(ndtri((1 + level) / 2)) ** 2
    middle = agreed + square / 2
    reach = sqrt(square * (agreed * (compared - agreed) / compared + square / 4))
    low, high = ((middle + side) / (compared + square) for side in (-reach, reach))
    return Share(agreed, compared, 0.0 if agreed == 0 else low, 1.0 if agreed == compared else high)


def shares_with_master(
    ratings: Ratings, master: Integers, *, level: float = 0.95
) -> tuple[Share, ...]:
    """Of each rater, the answers that are the master's own, of those that both gave.

    `master` has one category a unit, MISSING without one. Raises ValueError for a master of
    another length or with another category, and unless 0 < level < 1.
    """
    answers = master_column(ratings, master)
    compared = (ratings.category != MISSING) & (answers != MISSING)
    agreed = compared & (ratings.category == answers)
    return tuple(
        share_of(int(same), int(all_), level=level)
        for same, all_ in zip(agreed.sum(axis=0), compared.sum(axis=0), strict=True)
    )


def master_column(ratings: Ratings, master: Integers) -> Integers:
    """The master's answers beside the ratings. Raises ValueError where they are not about them."""
    if master.shape != (len(ratings.category),):
        raise ValueError("the master says one thing of each unit")
    return Ratings(master[:, np.newaxis], ratings.values).category


def peers_agreeing(ratings: Ratings) -> Floats:
    """For each unit and rater, the share of the others who said the same; NaN where none can be."""
    counts, rated = ratings.counts, ratings.category != MISSING
    others = rated.sum(axis=1, keepdims=True) - 1
    same = np.take_along_axis(counts, np.where(rated, ratings.category, 0), axis=1) - 1
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(rated & (others > 0), same / others, np.nan)


def mean_of_units(shares: Floats, *, level: float = 0.95) -> Coefficient:
    """The mean of the units' shares and its interval by Student's t, within 0 and 1; NaN left out.

    `ratings` is the number of units too. Raises ValueError unless 0 < level < 1.
    """
    if not 0 < level < 1:
        raise ValueError(f"a level lies between 0 and 1, not at {level}")
    told = np.sort(shares[~np.isnan(shares)])
    count = len(told)
    if not count:
        return Coefficient(None, None, None, 0, 0, Untold.NO_PAIRS, Untold.NO_PAIRS)
    value = float(told.mean())
    if told[0] == told[-1]:
        reason = Untold.ONE_UNIT if count == 1 else Untold.NO_SPREAD
        return Coefficient(value, None, None, count, count, None, reason)
    reach = float(stdtrit(count - 1, (1 + level) / 2) * told.std(ddof=1)) / sqrt(count)
    return Coefficient(value, max(0.0, value - reach), min(1.0, value + reach), count, count)
