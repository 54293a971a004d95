"""How much each respondent counts."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def weightings(weight: Floats | None, respondents: int) -> Floats:
    """The weights as a matrix, one weighting a row, each row scaled to a mean of 1.

    The scale makes half a win worth half a respondent, whatever the weights were scaled to.
    Raises ValueError without a respondent, for another number of weights than respondents, and
    for weights that are negative, not finite or all 0.
    """
    if not respondents:
        raise ValueError("shares need at least one respondent")
    rows = np.ones((1, respondents)) if weight is None else np.atleast_2d(weight).astype(np.float64)
    if rows.shape[1:] != (respondents,):
        raise ValueError(f"{rows.shape[1]} weights for {respondents} respondents")
    if not np.isfinite(rows).all() or (rows < 0).any() or not rows.any(axis=1).all():
        raise ValueError("weights must be finite, none below 0 and not all 0")
    means: Floats = rows.mean(axis=1, keepdims=True)
    return rows / means


def as_asked(rows: Floats, weight: Floats | None) -> Floats:
    """One vector for one weighting, the whole matrix for a matrix of them."""
    single: Floats = rows[0]
    return single if weight is None or np.ndim(weight) == 1 else rows
