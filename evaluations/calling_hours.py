"""Whether an attempt was made as the method wants it: a flag, never a reason to lose it."""

import datetime as dt
from collections.abc import Iterator

from evaluations.enums import AttemptFlag, AttemptOutcome, Channel
from evaluations.method import Fieldwork, LiveWait, MailWait
from evaluations.wait_limits import Tried, is_in_vain
from evaluations.working_days import is_public_holiday, is_working_day


def attempt_flags(
    *, fieldwork: Fieldwork, period: tuple[dt.date, dt.date], channel: Channel, tried: Tried
) -> Iterator[AttemptFlag]:
    """What is unusual about an attempt on the award's clock; `period` is inclusive."""
    started_at, hours = tried.started_at, fieldwork.hours
    limit = fieldwork.wait_limits.get(channel)
    if not period[0] <= started_at.date() <= period[1]:
        yield AttemptFlag.OUTSIDE_PERIOD
    is_weekday = is_working_day(started_at.date(), country=None)
    if not is_weekday or not hours.start <= started_at.time() <= hours.end:
        yield AttemptFlag.OUTSIDE_HOURS
    if is_public_holiday(started_at.date(), country=hours.holidays):
        yield AttemptFlag.PUBLIC_HOLIDAY
    if isinstance(limit, MailWait) and started_at.time() >= limit.sent_before:
        yield AttemptFlag.SENT_LATE
    # Who is not answered waits the limit out, and a little more.
    is_answered = tried.outcome is AttemptOutcome.ANSWERED
    if is_answered and isinstance(limit, LiveWait) and tried.wait_seconds > limit.minutes * 60:
        yield AttemptFlag.WAIT_OVER_LIMIT
    if tried.outcome is AttemptOutcome.NOT_ANSWERED and not is_in_vain(fieldwork, channel, tried):
        yield AttemptFlag.GAVE_UP_EARLY
    if tried.clock_seconds not in {None, tried.wait_seconds}:
        yield AttemptFlag.WAIT_CORRECTED
