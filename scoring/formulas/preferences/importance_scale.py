"""Importance rated item by item on a scale, say from 1 to 5.

Respondents who call everything important say little about what matters most, so each is centred:
an item's value is its mean distance from the respondent's own mean. The shares are then

    share_j = (value_j - least value) / (sum over the items of the same)

so the least important item gets 0 and shrinking towards equal weights has to lift it. The scale
asks for no choice between items: where the ratings hardly tell them apart the shares stretch mere
noise, which `discrimination` warns of.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.formulas.preferences.respondents import Floats, as_asked, weightings

Integers = NDArray[np.int64]

# Kendall's W of 0.1 is "very weak agreement" (Schmidt 1997, Decision Sciences 28, 763-774), and
# a respondent with one and the same rating for everything has not told items apart.
WEAK_AGREEMENT = 0.1
MANY_STRAIGHT = 1 / 3


@dataclass(frozen=True, slots=True)
class Discrimination:
    """How well the ratings tell the items apart."""

    # Of the variance left after centring, the part that lies between items, from 0 to 1. For
    # ratings that are ranks it is Kendall's W.
    agreement: float
    # The part of the respondents who gave every item the same rating.
    straight: float

    @property
    def weak(self) -> bool:
        """Whether shares from these ratings need a warning."""
        return self.agreement < WEAK_AGREEMENT or self.straight > MANY_STRAIGHT


def shares(ratings: Integers, weight: Floats | None = None) -> Floats:
    """Each item's share of the importance; equal shares when no item stands out.

    `ratings` has one row a respondent and one column an item, every item rated, higher for more
    important. Raises ValueError without an item or a respondent.
    """
    rows = weightings(weight, len(ratings))
    values = _values(ratings, rows)
    above = values - values.min(axis=1, keepdims=True)
    total = above.sum(axis=1, keepdims=True)
    equal = np.full_like(above, 1 / above.shape[1])
    return as_asked(np.divide(above, total, out=equal, where=total > 0), weight)


def discrimination(ratings: Integers, weight: Floats | None = None) -> Discrimination:
    """How well the ratings tell the items apart, under one weighting.

    Raises ValueError as `shares` does, and for a matrix of weights.
    """
    rows = weightings(weight, len(ratings))
    if len(rows) > 1:
        raise ValueError("discrimination needs one weighting, not a matrix of them")
    respondents, items = ratings.shape
    value = _values(ratings, rows)[0] / items
    own = rows[0] @ (_centred(ratings) ** 2).sum(axis=1) / items**2
    between = respondents * (value @ value)
    straight = rows[0] @ (np.ptp(ratings, axis=1) == 0) / respondents
    return Discrimination(float(between / own) if own else 0.0, float(straight))


def _values(ratings: Integers, rows: Floats) -> Floats:
    """Each item's mean distance from the respondents' own means, times the number of items."""
    means: Floats = rows @ _centred(ratings) / len(ratings)
    return means


def _centred(ratings: Integers) -> Integers:
    """Distances from the respondent's own mean, times the number of items to stay whole."""
    if not ratings.shape[1]:
        raise ValueError("shares need at least one item")
    centred: Integers = ratings.shape[1] * ratings - ratings.sum(axis=1, keepdims=True)
    return centred
