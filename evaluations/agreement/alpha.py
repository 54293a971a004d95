"""Krippendorff's alpha: one coefficient for any number of raters, any scale, ratings missing.

Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", University of Pennsylvania.
A unit u rated m_u >= 2 times puts each of its pairs of ratings into the table of coincidences

    o_ck = sum over u of (pairs c-k within u) / (m_u - 1),    n_c = sum over k of o_ck

and with delta the squared difference of two categories and n the sum of all n_c

    alpha = 1 - D_o / D_e = 1 - (n - 1) sum o_ck delta_ck / sum n_c n_k delta_ck

    nominal    delta_ck = 1 unless c = k
    ordinal    delta_ck = (n_c / 2 + n_(c+1) + ... + n_(k-1) + n_k / 2)^2    for c < k
    interval   delta_ck = (value of c - value of k)^2

1 is perfect agreement, 0 that of chance, and less is systematic disagreement. A unit rated once
says nothing and is left out. Alpha has no value where all ratings are the same (there is nothing
to agree about beyond chance) and in one unit alone, where it is 0 whatever was said.

Its interval is the percentile bootstrap over units (Efron and Tibshirani 1993): whole units are
drawn with replacement, differences and chance are worked out anew in each draw. The older one of
Hayes and Krippendorff (2007) draws single pairs and holds chance fixed; it is too narrow (Zapf et
al. 2016, BMC Medical Research Methodology 16:93). Draws without any variation have no alpha: they
are left out, and when they are more than the interval leaves out itself there is none.
"""

from typing import Literal

import numpy as np

from evaluations.agreement.ratings import Coefficient, Floats, Ratings, Untold

Scale = Literal["nominal", "ordinal", "interval"]
# Below this an alpha is the same as another: draws of the same units add up in the same order.
_SAME = 1e-12
# Draws times cells of a table that are worked on at once.
_BLOCK = 2_000_000


def krippendorff(
    ratings: Ratings, scale: Scale, *, seed: int, draws: int = 2000, level: float = 0.95
) -> Coefficient:
    """Alpha with its bootstrap interval; the same seed gives the same interval.

    Raises ValueError for a number of draws that is not positive and unless 0 < level < 1.
    """
    if draws < 1:
        raise ValueError("an interval needs draws")
    if not 0 < level < 1:
        raise ValueError(f"a level lies between 0 and 1, not at {level}")
    counts = _pairable(ratings)
    units, held = len(counts), int(counts.sum())
    reason = _untold(counts)
    if reason is not None:
        return Coefficient(None, None, None, units, held, reason, reason)
    value = float(_alphas(counts, np.ones((1, units)), ratings.values, scale)[0])
    low, high, no_interval = _interval(_drawn(counts, ratings.values, scale, seed, draws), level)
    return Coefficient(value, low, high, units, held, None, no_interval)


def _pairable(ratings: Ratings) -> Floats:
    """The counts of the units rated at least twice, in an order that the input's cannot change."""
    counts = ratings.counts
    kept: Floats = counts[counts.sum(axis=1) >= 2]  # noqa: PLR2004 - a pair
    return kept[np.lexsort(kept.T)] if kept.size else kept


def _untold(counts: Floats) -> Untold | None:
    if not len(counts):
        return Untold.NO_PAIRS
    if np.count_nonzero(counts.sum(axis=0)) == 1:
        return Untold.ONE_VALUE
    return Untold.ONE_UNIT if len(counts) == 1 else None


def _drawn(counts: Floats, values: Floats, scale: Scale, seed: int, draws: int) -> Floats:
    """Alpha in each draw of as many units with replacement, NaN where there is none."""
    random = np.random.Generator(np.random.PCG64(seed))
    units = len(counts)
    times = random.multinomial(units, np.full(units, 1 / units), size=draws).astype(np.float64)
    blocks = np.array_split(times, 1 + draws * len(values) ** 2 // _BLOCK)
    return np.concatenate([_alphas(counts, block, values, scale) for block in blocks])


def _interval(drawn: Floats, level: float) -> tuple[float | None, float | None, Untold | None]:
    told = drawn[~np.isnan(drawn)]
    if len(drawn) - len(told) > (1 - level) * len(drawn):
        return None, None, Untold.RARE_VALUES
    if np.ptp(told) < _SAME:
        return None, None, Untold.NO_SPREAD
    low, high = np.quantile(told, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high), None


def _alphas(counts: Floats, times: Floats, values: Floats, scale: Scale) -> Floats:
    """Alpha with each unit taken so many times; one row of `times` an alpha, NaN without one."""
    categories = counts.shape[1]
    rated = counts.sum(axis=1)
    pairs = counts[:, :, np.newaxis] * counts[:, np.newaxis, :]
    pairs -= counts[:, :, np.newaxis] * np.eye(categories)
    each = (pairs / (rated - 1)[:, np.newaxis, np.newaxis]).reshape(len(counts), -1)
    coincidences = (times @ each).reshape(len(times), categories, categories)
    chosen = times @ counts
    delta = _differences(chosen, values, scale)
    observed = (coincidences * delta).sum(axis=(1, 2))
    expected = np.einsum("dc,dk,dck->d", chosen, chosen, delta)
    varied = np.where(expected > 0, expected, np.nan)
    return np.asarray(1 - (chosen.sum(axis=1) - 1) * observed / varied)


def _differences(chosen: Floats, values: Floats, scale: Scale) -> Floats:
    """The squared difference of every two categories, for each draw."""
    categories = len(values)
    if scale == "nominal":
        return (1 - np.eye(categories))[np.newaxis]
    if scale == "interval":
        return np.square(values[:, np.newaxis] - values)[np.newaxis]
    # Between the middles of two categories lie half of each and all between them.
    middle = chosen.cumsum(axis=1) - chosen / 2
    return np.square(middle[:, :, np.newaxis] - middle[:, np.newaxis, :])
