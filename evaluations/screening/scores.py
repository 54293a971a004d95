"""How far the points of a contact lie from what its company and its shopper lead to expect.

With the share of the points got y, company c, shopper s and form f (channel and checklist),

    y = a_c + b_s + d_f + e

is fitted by least squares, so that neither a poor company nor a severe shopper makes a contact
stand out. e is told as the externally studentised residual (Cook and Weisberg 1982, Residuals and
Influence in Regression, section 2.2.1): over a standard deviation that it has no part in itself,
and with its leverage h,

    r = e / (s sqrt(1 - h)),     t = r sqrt((v - 1) / (v - r^2)),     v degrees of freedom,

and t is turned into the z that is as far out. Shares of points are not normal: poor contacts lie
farther down than the normal distribution has them. Such a z is a reason to read the report.
"""

import numpy as np
from scipy.linalg import pinvh
from scipy.special import ndtri, stdtr

from evaluations.screening.facts import Booleans, Floats, Integers

# A contact with more leverage is its company's or its shopper's only one: it fits itself.
_ALONE = 1 - 1e-6
# Variance this small is rounding.
_NOTHING = 1e-12


def score_z(
    company: Integers, shopper: Integers, form: Integers, score: Floats, *, fewest: int = 5
) -> Floats:
    """The z of each contact; NaN for those of a shopper with fewer than `fewest`, and without any.

    Companies, shoppers and forms are numbered from 0. Raises ValueError where arrays differ in
    length or a score is not finite.
    """
    if not len(company) == len(shopper) == len(form) == len(score):
        raise ValueError("every contact has a company, a shopper, a form and a score")
    if not np.isfinite(score).all():
        raise ValueError("a score is a finite number")
    found = np.full(len(score), np.nan)
    if not len(score):
        return found
    told = np.flatnonzero(np.bincount(shopper)[shopper] >= fewest)
    if len(told):
        found[told] = _studentised(
            [_numbered(each[told]) for each in (company, shopper, form)], score[told]
        )
    return found


def _studentised(factors: list[Integers], score: Floats) -> Floats:
    columns = _columns(factors)
    size = int(columns.max()) + 1
    pairs = (columns[:, :, np.newaxis] * size + columns[:, np.newaxis, :]).ravel()
    normal = np.bincount(pairs, minlength=size * size).reshape(size, size).astype(np.float64)
    inverse, rank = pinvh(normal, return_rank=True)
    moments = np.bincount(columns.ravel(), np.repeat(score, columns.shape[1]), minlength=size)
    residual = score - (inverse @ moments)[columns].sum(axis=1)
    leverage = inverse[columns[:, :, np.newaxis], columns[:, np.newaxis, :]].sum(axis=(1, 2))
    freedom = len(score) - int(rank)
    variance = float(residual @ residual) / max(freedom, 1)
    if freedom < 2 or variance <= _NOTHING:  # noqa: PLR2004 - one is spent on the variance itself
        return np.full(len(score), np.nan)
    alone: Booleans = leverage >= _ALONE
    inner = residual / np.sqrt(variance * np.where(alone, np.nan, 1 - leverage))
    # At the very limit all of the variance is this contact's.
    left = np.maximum(freedom - np.square(inner), _NOTHING)
    outer = inner * np.sqrt((freedom - 1) / left)
    tail = np.maximum(stdtr(freedom - 1, -np.abs(outer)), np.finfo(float).tiny)
    return np.asarray(-np.sign(outer) * ndtri(tail))


def _columns(factors: list[Integers]) -> Integers:
    """Where each contact stands among all levels of all factors: one row a contact."""
    sizes = [int(each.max()) + 1 for each in factors]
    starts = np.cumsum([0, *sizes[:-1]])
    return np.column_stack([each + start for each, start in zip(factors, starts, strict=True)])


def _numbered(levels: Integers) -> Integers:
    return np.asarray(np.unique(levels, return_inverse=True)[1], dtype=np.int64)
