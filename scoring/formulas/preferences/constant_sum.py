"""Constant sum: each respondent deals 100 points among the sections.

The share of a section is its mean share of the points; `mean_shares` in weights.py gives the same
as an exact fraction when all respondents count alike.
"""

import numpy as np
from numpy.typing import NDArray

from scoring.formulas.preferences.respondents import Floats, as_asked, weightings

Integers = NDArray[np.int64]
POINTS = 100


def shares(points: Integers, weight: Floats | None = None) -> Floats:
    """Each section's mean share of the points.

    `points` has one row a respondent and one column a section. Raises ValueError for points below
    0 and for a row that does not add up to 100.
    """
    dealt = _dealt(points)
    rows = weightings(weight, len(dealt))
    return as_asked(rows @ dealt / len(dealt), weight)


def covariance(points: Integers, weight: Floats | None = None) -> Floats:
    """The covariance matrix of the mean shares, one row and one column a section.

    S/n, where S is the sample covariance of the respondents' share vectors. With weights the
    linearised variance of a weighted mean (Woodruff 1971, JASA 66), which equals S/n for equal
    weights:

        n/(n-1) x sum of w_i^2 (y_i - mean)(y_i - mean)' / (sum of w_i)^2

    Raises ValueError for fewer than two respondents and for a matrix of weights.
    """
    dealt = _dealt(points)
    respondents = len(dealt)
    if respondents <= 1:
        raise ValueError("a covariance needs at least two respondents")
    if np.ndim(weight if weight is not None else 0) > 1:
        raise ValueError("a covariance needs one weighting, not a matrix of them")
    one = weightings(weight, respondents)[0]
    deviations = one[:, None] * (dealt - one @ dealt / respondents)
    products: Floats = deviations.T @ deviations
    return products / (respondents * (respondents - 1))


def _dealt(points: Integers) -> Floats:
    if (points < 0).any():
        raise ValueError("points cannot be below 0")
    if (points.sum(axis=1) != POINTS).any():
        raise ValueError(f"each respondent's points must add up to {POINTS}")
    return points / POINTS
