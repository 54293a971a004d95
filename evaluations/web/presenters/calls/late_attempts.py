"""Attempts that came in too late, in words."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from evaluations.enums import AttemptEnding, AttemptOutcome
from evaluations.models import TestCall
from evaluations.queries.calls.late_attempts import late_attempts_of
from evaluations.wait_limits import clock_seconds
from evaluations.web.presenters.calls.durations import duration


@dataclass(frozen=True, slots=True)
class LateAttemptRow:
    """One attempt that is kept beside the call; `wait` is empty where nothing tells it."""

    received_at: dt.datetime
    started_at: dt.datetime
    outcome: str
    wait: str
    words: str


def late_attempt_rows(call: TestCall) -> list[LateAttemptRow]:
    """Every attempt that came in too late for the call."""
    return [_row(late.content, late.received_at) for late in late_attempts_of(call)]


def _row(content: dict[str, Any], received_at: dt.datetime) -> LateAttemptRow:
    started, answered, ended = (
        content[name] and dt.datetime.fromisoformat(content[name])
        for name in ("started_at", "answered_at", "ended_at")
    )
    wait = content["wait_seconds"]
    if wait is None:
        wait = clock_seconds(started, answered, ended)
    ending = content["ending"]
    return LateAttemptRow(
        received_at=received_at,
        started_at=started,
        outcome=str((AttemptEnding(ending) if ending else AttemptOutcome.UNDER_WAY).label),
        wait="" if wait is None else duration(wait),
        words=content["words"].strip(),
    )
