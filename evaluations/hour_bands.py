"""The hours in which contacts are made, cut into parts that a plan spreads the calls over."""

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise

from evaluations.method import Hours

# About how long a part is: long enough to find the time, short enough to tell noon from evening.
_MINUTES = 120


@dataclass(frozen=True, slots=True)
class HourBand:
    """A part of the contact hours, on the award's clock."""

    start: dt.time
    end: dt.time


def hour_bands(hours: Hours) -> list[HourBand]:
    """The contact hours in equal parts of about two hours, to the minute; one part at least."""
    start, end = _minutes(hours.start), _minutes(hours.end)
    parts = max(1, round((end - start) / _MINUTES))
    cuts = [start + (end - start) * at // parts for at in range(parts + 1)]
    return [HourBand(_time(first), _time(last)) for first, last in pairwise(cuts)]


def _minutes(time: dt.time) -> int:
    return time.hour * 60 + time.minute


def _time(minutes: int) -> dt.time:
    return dt.time(minutes // 60, minutes % 60)
