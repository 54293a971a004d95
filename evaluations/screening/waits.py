"""Waits that were typed or chosen by hand.

The last digits of waits measured in seconds are all as frequent; those of guesses heap at 0 and 5
(Preece 1981, "Distributions of final digits in data", The Statistician 30, 31-60). Pearson's
chi-square of n last digits, O_d of them d,

    X^2 = sum over d of (O_d - n/10)^2 / (n/10),    9 degrees of freedom,

holds for equal expectations from n = 10 on (Koehler and Larntz 1980, Journal of the American
Statistical Association 75, 336-344).
"""

from collections.abc import Sequence

import numpy as np
from scipy.special import chdtrc

from evaluations.screening.facts import Flag, Integers, Limits, ReportFacts, Rule, WaitAnswer
from evaluations.wait_bands import band_of

_DIGITS = 10
# The fewest numbers whose last digits chi-square is told of.
_FEWEST = 10


def last_digits(numbers: Integers) -> tuple[float, float]:
    """Chi-square of the last digits and its p-value.

    Raises ValueError for negative numbers and for fewer than ten.
    """
    if (numbers < 0).any():
        raise ValueError("a number with a last digit is not negative")
    count = len(numbers)
    if count < _FEWEST:
        raise ValueError("too few numbers to tell of their last digits")
    observed = np.bincount(numbers % _DIGITS, minlength=_DIGITS)
    expected = count / _DIGITS
    statistic = float(np.square(observed - expected).sum() / expected)
    return statistic, float(chdtrc(_DIGITS - 1, statistic))


def heaped_waits(reports: Sequence[ReportFacts], limits: Limits) -> list[Flag]:
    """Every shopper with enough typed waits, tested; `look_at` are the digits above their share.

    A shopper is not yet discovered by having a flag here: see `programme`.
    """
    waits: dict[str, list[int]] = {}
    for report in reports:
        if report.typed_wait is not None and report.typed_wait >= limits.shortest_wait:
            waits.setdefault(report.shopper, []).append(report.typed_wait)
    found = []
    for shopper, typed in sorted(waits.items()):
        if len(typed) >= max(limits.fewest_waits, _FEWEST):
            numbers = np.array(typed)
            statistic, p = last_digits(numbers)
            found.append(Flag(Rule.HEAPED_WAITS, shopper, statistic, p, _frequent(numbers)))
    return found


def other_bands(reports: Sequence[ReportFacts], limits: Limits) -> list[Flag]:
    """The reports whose chosen wait lies in another band than the clock's."""
    return [
        Flag(Rule.WAIT_BAND, report.key, report.wait.clock_seconds, look_at=(report.wait.question,))
        for report in reports
        if report.wait is not None and _is_other(report.wait, limits.clock_seconds)
    ]


def _is_other(wait: WaitAnswer, slack: int) -> bool:
    """Whether the chosen option has a band, and the clock lies farther from it than the slack."""
    if wait.bands.get(wait.chosen) is None:
        return False
    from_, to = max(0, wait.clock_seconds - slack), wait.clock_seconds + slack
    return wait.chosen not in {band_of(wait.bands, seconds) for seconds in range(from_, to + 1)}


def _frequent(numbers: Integers) -> tuple[str, ...]:
    observed = np.bincount(numbers % _DIGITS, minlength=_DIGITS)
    order = np.argsort(-observed, kind="stable")
    return tuple(str(digit) for digit in order if observed[digit] * _DIGITS > len(numbers))
