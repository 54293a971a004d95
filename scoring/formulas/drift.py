"""Whether a shopper grew more lenient or more severe in the course of a programme.

The tabular cumulative sum of Page (1954, "Continuous inspection schemes", Biometrika 41), as
Montgomery sets it out (Introduction to Statistical Quality Control, section 9.1). For standardised
residuals z_1, z_2, ... in the order of time, from 0:

    high_i = max(0, high_{i-1} + z_i - k),    low_i = max(0, low_{i-1} - z_i - k)

Drift shows as soon as a sum exceeds h, and began after the last time that this sum was 0. With
k = 1/2, tuned to a shift of one standard deviation, and h = 5, a shopper who does not drift is
named once in some 465 contacts on average. An alarm asks a human to look, and nothing more.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from scoring.formulas.severity import Severity

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Drift:
    """The two sums after each contact, in standard deviations, and the first alarm.

    `alarm` is the position of the first contact at which a sum exceeds the limit, `began` that of
    the first contact of the run that led to it, and `lenient` tells its direction; all are None
    without an alarm. Only one sum grows at a time, so the two never alarm at once.
    """

    high: tuple[float, ...]
    low: tuple[float, ...]
    alarm: int | None
    began: int | None
    lenient: bool | None


def drift(residuals: Floats, *, slack: float = 0.5, limit: float = 5.0) -> Drift:
    """The cumulative sums of one shopper's standardised residuals in the order of time.

    `slack` is k and `limit` is h, both in standard deviations. Raises ValueError when a residual
    is not finite, the slack is negative or the limit is not above 0.
    """
    if not np.isfinite(residuals).all():
        raise ValueError("a residual is a finite number")
    if slack < 0 or limit <= 0:
        raise ValueError("the slack is at least 0 and the limit above 0")
    values = residuals.tolist()
    high = _sums([value - slack for value in values])
    low = _sums([-value - slack for value in values])
    pairs = enumerate(zip(high, low, strict=True))
    alarm = next((at for at, sums in pairs if max(sums) > limit), None)
    if alarm is None:
        return Drift(high, low, None, None, None)
    lenient = high[alarm] > limit
    return Drift(high, low, alarm, _began(high if lenient else low, alarm), lenient)


def standard_residuals(
    model: Severity, company: Integers, shopper: Integers, score: Floats
) -> Floats:
    """What a contact's score has beyond its company and its shopper's usual severity, over sigma.

    sigma^2 is the variance of the interaction and the residual. The usual severity is taken out
    because drift is a change: a shopper who is severe all year is no alarm here but an effect in
    `severity`.
    """
    variances = model.variances
    sigma = sqrt((variances.interaction or 0.0) + variances.residual)
    return (score - model.adjusted[company] - model.effects[shopper]) / sigma


def by_shopper(shopper: Integers, moment: Integers, residuals: Floats) -> Iterator[Integers]:
    """The contacts of each shopper in turn, as positions in the order of time.

    `moment` is any number that grows with time. Contacts of one moment stand in the order of their
    residuals, so that the order of the input does not matter. Shoppers are numbered from 0.
    """
    order = np.lexsort((residuals, moment, shopper))
    ends = np.cumsum(np.bincount(shopper))[:-1]
    yield from np.split(order, ends)


def _sums(steps: list[float]) -> tuple[float, ...]:
    grown = accumulate(steps, lambda sum_, step: max(0.0, sum_ + step), initial=0.0)
    return tuple(grown)[1:]


def _began(sums: tuple[float, ...], alarm: int) -> int:
    """The contact after the last one before the alarm that left the sum at 0."""
    return next((at + 1 for at in range(alarm - 1, -1, -1) if sums[at] == 0), 0)
