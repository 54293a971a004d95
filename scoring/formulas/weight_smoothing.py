"""Weights that move more slowly than one year's survey, to be shown beside the raw ones.

Two ways. The Dirichlet one counts last year's weights as if so many respondents had given them; it
is exact. The local level follows a whole series on the scale of log-ratios (Aitchison 1986, The
Statistical Analysis of Compositional Data), with the filter of Kalman (1960, Journal of Basic
Engineering 82; in the form of Durbin and Koopman 2012, Time Series Analysis by State Space
Methods, chapter 2).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SmoothedSeries:
    """A series of weights, smoothed from the past; one row a year."""

    weights: Floats  # one column a section, each row adding up to 1
    gains: Floats  # how far each year's level went from the old level (0) to the new survey (1)


def dirichlet_smoothed(
    previous: Mapping[str, Fraction],
    raw: Mapping[str, Fraction],
    *,
    respondents: int,
    strength: Decimal,
) -> dict[str, Fraction]:
    """w_t = (strength x w_(t-1) + n x y_t) / (strength + n), exactly.

    The mean of the Dirichlet distribution that `respondents` make of the prior strength x w_(t-1):
    `strength` is the number of respondents that last year's weights are worth. Raises ValueError
    for other sections than last year's, and for a number below 0 or both 0.
    """
    if set(previous) != set(raw):
        raise ValueError("smoothing needs the same sections as last year")
    prior = Fraction(strength)
    if respondents < 0 or prior < 0 or not respondents + prior:
        raise ValueError("smoothing needs respondents or a strength, none below 0")
    return {
        section: (prior * previous[section] + respondents * weight) / (prior + respondents)
        for section, weight in raw.items()
    }


def level_smoothed(weights: Floats, noise: Floats, *, drift: float) -> SmoothedSeries:
    """The local level of the centred log-ratios clr(w) = log w - mean of log w, year by year.

    `weights` has one row a year and one column a section, all above 0; `noise` is the variance of
    each year's log-ratios by sampling, `drift` the variance by which the true ones move in a year.
    The first level is the first survey. From then on, with P the variance of the level,

        P <- P + drift,  K = P / (P + noise_t),  level <- level + K (clr(w_t) - level),
        P <- (1 - K) P

    and a year's weights are exp(level), normalised. Raises ValueError without a year, for weights
    that are not above 0, for a noise that is not above 0 or not one a year, and a drift below 0.
    """
    if not len(weights) or not (weights > 0).all():
        raise ValueError("log-ratios need at least one year and weights above 0")
    if noise.shape != (len(weights),) or not (noise > 0).all() or not drift >= 0:
        raise ValueError("the noise of each year must be above 0 and the drift not below 0")
    logs = np.log(weights)
    ratios = logs - logs.mean(axis=1, keepdims=True)
    gains = _gains(noise, drift)
    levels = np.empty_like(ratios)
    level = ratios[0]
    for year, gain in enumerate(gains):
        level = level + gain * (ratios[year] - level)
        levels[year] = level
    sizes = np.exp(levels)
    return SmoothedSeries(sizes / sizes.sum(axis=1, keepdims=True), gains)


def _gains(noise: Floats, drift: float) -> Floats:
    gains = np.ones(len(noise))
    variance = noise[0]
    for year in range(1, len(noise)):
        variance = variance + drift
        gains[year] = variance / (variance + noise[year])
        variance = (1 - gains[year]) * variance
    return gains
