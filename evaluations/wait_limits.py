"""Until when an answer counts, and when an attempt was in vain, by the method's limits."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from evaluations.enums import AttemptEnding, AttemptOutcome, Channel
from evaluations.method import Fieldwork, LiveWait
from evaluations.working_days import is_working_day, next_working_day


@dataclass(frozen=True, slots=True)
class Tried:
    """An attempt as the rules look at it; moments on the award's clock.

    `ending` is None where only the outcome is known, `clock_seconds` where no clock ran.
    """

    started_at: dt.datetime
    outcome: AttemptOutcome
    wait_seconds: int
    ending: AttemptEnding | None = None
    clock_seconds: int | None = None


def clock_seconds(
    started_at: dt.datetime, answered_at: dt.datetime | None, ended_at: dt.datetime | None
) -> int | None:
    """The wait as the clock saw it; None where it did not run."""
    until = answered_at or ended_at
    return None if until is None else int((until - started_at).total_seconds())


def attempts_wanted(fieldwork: Fieldwork, channel: Channel) -> int:
    """How often one tries before giving up."""
    limit = fieldwork.wait_limits.get(channel)
    return 1 if limit is None else limit.attempts


def waits_until(
    fieldwork: Fieldwork, channel: Channel, started_at: dt.datetime
) -> dt.datetime | None:
    """When the limit of an attempt runs out, on the clock of `started_at`; None without a limit.

    A mail that is sent in time has its own day as the first working day, any other the next one;
    the last day ends with the contact hours.
    """
    limit = fieldwork.wait_limits.get(channel)
    if isinstance(limit, LiveWait):
        return started_at + dt.timedelta(minutes=limit.minutes)
    if limit is None:
        return None
    country = fieldwork.hours.holidays
    day = started_at.date()
    if started_at.time() >= limit.sent_before or not is_working_day(day, country=country):
        day = next_working_day(day, country=country)
    for _later in range(limit.working_days - 1):
        day = next_working_day(day, country=country)
    return dt.datetime.combine(day, fieldwork.hours.end, started_at.tzinfo)


def is_in_vain(fieldwork: Fieldwork, channel: Channel, tried: Tried) -> bool:
    """Whether nobody answered until the limit ran out, or in a way that the method lists."""
    if tried.outcome is not AttemptOutcome.NOT_ANSWERED:
        return False
    limit = fieldwork.wait_limits.get(channel)
    until = waits_until(fieldwork, channel, tried.started_at)
    if limit is None or until is None or tried.ending in limit.early_endings:
        return True
    return tried.started_at + dt.timedelta(seconds=tried.wait_seconds) >= until


def still_wanted(fieldwork: Fieldwork, channel: Channel, attempts: Collection[Tried]) -> int:
    """How many more attempts in vain the method wants before nobody has answered."""
    days = _days_in_vain(fieldwork, channel, attempts)
    made = len(set(days) if _is_one_a_day(fieldwork, channel) else days)
    return max(0, attempts_wanted(fieldwork, channel) - made)


def next_attempt_on(
    fieldwork: Fieldwork, channel: Channel, attempts: Collection[Tried], today: dt.date
) -> dt.date | None:
    """The earliest day for the next attempt; None when the method wants no further one."""
    if not still_wanted(fieldwork, channel, attempts):
        return None
    country = fieldwork.hours.holidays
    is_one_a_day = _is_one_a_day(fieldwork, channel)
    used = _days_in_vain(fieldwork, channel, attempts) if is_one_a_day else []
    day = today
    while day in used or not is_working_day(day, country=country):
        day = next_working_day(day, country=country)
    return day


def _is_one_a_day(fieldwork: Fieldwork, channel: Channel) -> bool:
    limit = fieldwork.wait_limits.get(channel)
    return isinstance(limit, LiveWait) and limit.on_different_days


def _days_in_vain(
    fieldwork: Fieldwork, channel: Channel, attempts: Collection[Tried]
) -> list[dt.date]:
    vain = [tried for tried in attempts if is_in_vain(fieldwork, channel, tried)]
    return [tried.started_at.date() for tried in vain]
