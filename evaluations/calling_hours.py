"""Whether an attempt was made as the method wants it: a flag, never a reason to lose it."""

import datetime as dt
from collections.abc import Iterator, Sequence

from evaluations.enums import AttemptFlag, AttemptOutcome, Channel
from evaluations.method import Fieldwork, LiveWait, MailWait
from evaluations.wait_limits import Tried, is_in_vain, still_wanted
from evaluations.working_days import is_public_holiday, is_working_day


def flags_in_time(
    *,
    fieldwork: Fieldwork,
    period: tuple[dt.date, dt.date],
    channel: Channel,
    attempts: Sequence[Tried],
    given_at: dt.datetime | None = None,
) -> list[list[AttemptFlag]]:
    """What is unusual about each attempt of a call, in time.

    `period` is inclusive; `given_at` is when the call was given to the shopper, None where a file
    tells of it.
    """
    return [
        [
            *attempt_flags(fieldwork=fieldwork, period=period, channel=channel, tried=tried),
            *_flags_among(fieldwork, channel, tried, attempts[:number], given_at),
        ]
        for number, tried in enumerate(attempts)
    ]


def _flags_among(
    fieldwork: Fieldwork,
    channel: Channel,
    tried: Tried,
    earlier: Sequence[Tried],
    given_at: dt.datetime | None,
) -> Iterator[AttemptFlag]:
    """What is unusual about an attempt because of those before it, or of the call."""
    limit = fieldwork.wait_limits.get(channel)
    vain = [each for each in earlier if is_in_vain(fieldwork, channel, each)]
    # An attempt that is noted by hand has no seconds.
    if given_at is not None and tried.started_at < given_at.replace(second=0, microsecond=0):
        yield AttemptFlag.BEFORE_GIVEN
    wants_other_days = isinstance(limit, LiveWait) and limit.on_different_days
    if wants_other_days and tried.started_at.date() in {each.started_at.date() for each in vain}:
        yield AttemptFlag.SAME_DAY
    if limit is not None and vain and not still_wanted(fieldwork, channel, vain):
        yield AttemptFlag.TOO_MANY


def attempt_flags(
    *, fieldwork: Fieldwork, period: tuple[dt.date, dt.date], channel: Channel, tried: Tried
) -> Iterator[AttemptFlag]:
    """What is unusual about an attempt alone, on the award's clock; `period` is inclusive."""
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
