"""Whether an attempt was made when the method wants it: a flag, never a reason to lose it."""

import datetime as dt
from collections.abc import Iterator

from evaluations.enums import AttemptFlag, Channel
from evaluations.method import Fieldwork, LiveWait

_SATURDAY = 5


def attempt_flags(
    *,
    fieldwork: Fieldwork,
    period: tuple[dt.date, dt.date],
    channel: Channel,
    started_at: dt.datetime,
    wait_seconds: int,
) -> Iterator[AttemptFlag]:
    """What is unusual about an attempt; `started_at` on the award's clock, `period` inclusive.

    Written channels count their limit in working days, which a wait in seconds does not tell.
    """
    hours, limit = fieldwork.hours, fieldwork.wait_limits.get(channel)
    if not period[0] <= started_at.date() <= period[1]:
        yield AttemptFlag.OUTSIDE_PERIOD
    if started_at.weekday() >= _SATURDAY or not hours.start <= started_at.time() <= hours.end:
        yield AttemptFlag.OUTSIDE_HOURS
    if isinstance(limit, LiveWait) and wait_seconds > limit.minutes * 60:
        yield AttemptFlag.WAIT_OVER_LIMIT
