"""Whether the weights changed since last year, or only the respondents.

The test of Wald (1943, Transactions of the American Mathematical Society 54, 426-482) for two
independent surveys,

    W = (w_t - w_(t-1))' (Sigma_t + Sigma_(t-1))^- (w_t - w_(t-1)),

chi-squared with as many degrees of freedom as the rank of the sum. Weights add up to one and fixed
sections do not vary, so the sum of covariances has no inverse; ^- is the generalised one (Moore,
1977, Journal of the American Statistical Association 72, 131-137).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc

Floats = NDArray[np.float64]

# A direction whose variance is below this part of the largest one does not vary at all.
_NEGLIGIBLE = 1e-10
# What a change may miss in such directions by rounding.
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class WeightChange:
    """The test that no weight has changed."""

    statistic: float
    degrees_of_freedom: int
    p_value: float


def weight_change(
    now: Floats, before: Floats, *, sigma: Floats, sigma_before: Floats
) -> WeightChange:
    """The test of no change, from both years' weights and their covariances.

    All in the same order of sections; a covariance has one row and one column a section. Raises
    ValueError for shapes that do not fit, covariances without any variance, and a change where
    neither survey can vary, in a fixed section for instance: that is a certain change, no question
    for a test.
    """
    sections = len(now)
    if before.shape != now.shape or {sigma.shape, sigma_before.shape} != {(sections, sections)}:
        raise ValueError("both years need the same sections, and covariances of that size")
    variances, directions = np.linalg.eigh(sigma + sigma_before)
    varies = variances > _NEGLIGIBLE * variances[-1]
    if not varies.any():
        raise ValueError("covariances of 0 leave nothing to test")
    along = directions.T @ (now - before)
    if (np.abs(along[~varies]) > _ROUNDING).any():
        raise ValueError("a weight changed that no survey moves")
    statistic = float((along[varies] ** 2 / variances[varies]).sum())
    degrees = int(varies.sum())
    return WeightChange(statistic, degrees, float(chdtrc(degrees, statistic)))
