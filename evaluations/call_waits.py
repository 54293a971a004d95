"""What a call waits for, so that it need not be looked at now: an answer, or another day."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from evaluations.enums import AttemptOutcome, Channel
from evaluations.method import Fieldwork
from evaluations.wait_limits import Tried, is_in_vain, next_attempt_on, waits_until

# Whoever writes there goes on with her day until an answer comes.
RESTING = frozenset({Channel.EMAIL, Channel.MESSENGER})


@dataclass(frozen=True, slots=True)
class CallWait:
    """Either `next_on` is the day of the next attempt, or an answer to what was sent may come.

    `until` is when the limit of that runs out, None without a limit; `is_over`: it has run out.
    """

    next_on: dt.date | None = None
    until: dt.datetime | None = None
    is_over: bool = False


def wait_of(
    fieldwork: Fieldwork, channel: Channel, attempts: Collection[Tried], now: dt.datetime
) -> CallWait | None:
    """What the call waits for at `now`, on the award's clock; None when it waits for nothing."""
    for tried in attempts:
        if tried.outcome is AttemptOutcome.UNDER_WAY:
            return _answer(fieldwork, channel, tried, now)
    if any(tried.outcome is AttemptOutcome.ANSWERED for tried in attempts):
        return None
    if not any(is_in_vain(fieldwork, channel, tried) for tried in attempts):
        return None
    day = next_attempt_on(fieldwork, channel, attempts, now.date())
    return CallWait(next_on=day) if day is not None and day > now.date() else None


def _answer(
    fieldwork: Fieldwork, channel: Channel, tried: Tried, now: dt.datetime
) -> CallWait | None:
    if channel not in RESTING or tried.clock_seconds is not None:
        return None
    until = waits_until(fieldwork, channel, tried.started_at)
    return CallWait(until=until, is_over=until is not None and now >= until)
