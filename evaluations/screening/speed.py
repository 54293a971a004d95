"""Reports that took little time."""

from collections.abc import Sequence

import numpy as np
from scipy.special import ndtr

from evaluations.screening.facts import Flag, Integers, Limits, Measured, ReportFacts, Rule
from evaluations.screening.likeness import at_most, robust_z

_MINUTE = 60


def too_fast(reports: Sequence[ReportFacts], group: Integers, limits: Limits) -> Measured:
    """How far down the minutes of each report lie among its like, on a log scale."""
    seconds = [np.nan if report.seconds is None else report.seconds for report in reports]
    minutes = np.array(seconds, dtype=np.float64) / _MINUTE
    p = ndtr(robust_z(np.log(minutes), group, fewest=limits.fewest_reports))
    return Measured(Rule.TOO_FAST, minutes, p, at_most(p, limits.telling))


def below_floor(reports: Sequence[ReportFacts], limits: Limits) -> list[Flag]:
    """The reports that took less time than the contact and reading the questions did."""
    return [
        Flag(Rule.BELOW_FLOOR, report.key, report.seconds / _MINUTE)
        for report in reports
        if report.seconds is not None
        and report.seconds < report.contact_seconds + _reading_seconds(report, limits)
    ]


def _reading_seconds(report: ReportFacts, limits: Limits) -> float:
    return _MINUTE * report.words / limits.words_a_minute
