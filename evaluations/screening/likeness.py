"""How far a value lies from those of its like, without being moved by the values far out.

The robust z of Iglewicz and Hoaglin (1993, How to Detect and Handle Outliers, section 3.3) and
Leys et al. (2013, Journal of Experimental Social Psychology 49, 764-766):

    z = (x - median) / (1.4826 MAD),     MAD = median of |x - median|

1.4826 makes the MAD of normal values their standard deviation. Where more than half of the values
are the same, as counts often are, the MAD is 0, and sqrt(pi / 2) times the mean of |x - median|
takes its place, which is the same for normal values; where all are the same there is no z. Values
that are skewed have another spread on each side of the median: then it is that of the values on the
one side that is asked about.
"""

from math import pi, sqrt

import numpy as np
from scipy.special import ndtri

from evaluations.screening.facts import Booleans, Floats, Integers

# 1 / 0.6745: the normal distribution's upper quartile.
_NORMAL = 1 / float(ndtri(0.75))
_MEAN = sqrt(pi / 2)


def robust_z(values: Floats, group: Integers, *, fewest: int, below: bool = False) -> Floats:
    """The z of each value within its group; NaN stays NaN and counts nowhere.

    `below`: the spread is that of the values up to the median, and so is z meant.
    A group with fewer values than `fewest`, or without spread, has no z. Groups are numbered from
    0. Raises ValueError for an infinite value and when every value needs a group and has none.
    """
    if values.shape != group.shape:
        raise ValueError("every value needs a group")
    if np.isinf(values).any():
        raise ValueError("a value is a finite number")
    found = np.full(values.shape, np.nan)
    for members in members_of(group):
        own = values[members]
        told = own[~np.isnan(own)]
        if len(told) < max(fewest, 1):
            continue
        middle = np.median(told)
        away = np.abs((told[told <= middle] if below else told) - middle)
        spread = _NORMAL * np.median(away) or _MEAN * away.mean()
        if spread > 0:
            found[members] = (own - middle) / spread
    return found


def members_of(group: Integers) -> list[Integers]:
    """The places of each group's members, groups in the order of their number."""
    if not len(group):
        return []
    ends = np.cumsum(np.bincount(group))[:-1]
    return [part for part in np.split(np.argsort(group, kind="stable"), ends) if len(part)]


def at_most(p: Floats, limit: float) -> Booleans:
    """Where p is told and at most the limit."""
    return np.asarray(~np.isnan(p) & (p <= limit))
