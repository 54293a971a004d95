"""Many tests of many reports: one p-value a report, and how many of those named are named in vain.

The Cauchy combination of Liu and Xie (2020, Journal of the American Statistical Association 115,
393-402). Of the d p-values of one report

    T = 1/d sum tan((1/2 - p_i) pi),     p = 1/2 - arctan(T) / pi

Unlike Fisher's it holds for tests that hang together, as those of one report do. One p-value near
1 would outweigh any small one, so none counts for more than 0.99 (Fang, Tseng and Chang 2023,
Statistica Sinica 33, 1115-1142).

Benjamini and Hochberg (1995, Journal of the Royal Statistical Society B 57, 289-300): the p-values
of m reports in order, p_(1) <= ... <= p_(m); with the largest k for which p_(k) <= k/m q, the k
smallest are discovered, and of these no more than the share q is false on average. The adjusted
p-value, the least q at which a report is discovered, is min over j >= k of m/j p_(j).
"""

import numpy as np

from evaluations.screening.facts import Floats

_LARGEST = 0.99
# Closer to 0 or farther out than this, tan and arctan lose their digits to 1 / x.
_SMALL, _FAR = 1e-15, 1e15


def combined(p: Floats) -> Floats:
    """One p-value a row from those of its tests; NaN counts nowhere, and is that of an empty row.

    Raises ValueError for a p-value that is none.
    """
    told = ~np.isnan(_checked(p))
    capped = np.minimum(np.where(told, p, 0.5), _LARGEST)
    tiny = capped < _SMALL
    # A p-value of exactly 0 is one too small to be written down.
    far = 1 / (np.maximum(capped, np.finfo(float).tiny) * np.pi)
    heights = np.where(tiny, far, np.tan((0.5 - np.where(tiny, 0.5, capped)) * np.pi))
    count = told.sum(axis=1)
    mean = np.where(told, heights, 0.0).sum(axis=1) / np.where(count, count, np.nan)
    near = 0.5 - np.arctan(np.minimum(mean, _FAR)) / np.pi
    return np.asarray(np.where(mean > _FAR, 1 / (np.maximum(mean, 1.0) * np.pi), near))


def adjusted(p: Floats) -> Floats:
    """The adjusted p-values of Benjamini and Hochberg; NaN counts nowhere and stays.

    What is at most q is discovered at the false discovery rate q. Raises ValueError for a p-value
    that is none.
    """
    found = _checked(p).copy()
    places = np.flatnonzero(~np.isnan(p))
    order = places[np.argsort(p[places], kind="stable")]
    count = len(order)
    scaled = p[order] * count / np.arange(1, count + 1)
    found[order] = np.minimum.accumulate(scaled[::-1])[::-1]
    return found


def _checked(p: Floats) -> Floats:
    if ((p < 0) | (p > 1)).any():
        raise ValueError("a p-value lies from 0 to 1")
    return p
