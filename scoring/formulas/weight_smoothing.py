"""Weights that move more slowly than one year's survey, to be shown beside the raw ones."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction


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
