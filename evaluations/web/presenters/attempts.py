"""Attempts in words: when, how it ended, how long it took, and what is unusual about them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from evaluations.calling_hours import attempt_flags
from evaluations.enums import AttemptOutcome, Channel
from evaluations.method import Fieldwork
from evaluations.models import Attempt, TestCall
from evaluations.web.presenters.durations import duration


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """One attempt; `flags` are words, none for a usual one."""

    pk: int
    started_at: dt.datetime
    answered: bool
    outcome: str
    wait: str
    handling: str
    flags: tuple[str, ...]


def attempt_rows(
    call: TestCall, attempts: Iterable[Attempt], fieldwork: Fieldwork
) -> list[AttemptRow]:
    """The attempts as a page shows them."""
    return [
        AttemptRow(
            pk=attempt.pk,
            started_at=attempt.started_at,
            answered=attempt.outcome == AttemptOutcome.ANSWERED,
            outcome=str(AttemptOutcome(attempt.outcome).label),
            wait=duration(attempt.wait_seconds),
            handling="" if attempt.handling_seconds is None else duration(attempt.handling_seconds),
            flags=flag_words(call, attempt, fieldwork),
        )
        for attempt in attempts
    ]


def flag_words(call: TestCall, attempt: Attempt, fieldwork: Fieldwork) -> tuple[str, ...]:
    """What is unusual about an attempt."""
    programme = call.participation.programme
    found = attempt_flags(
        fieldwork=fieldwork,
        period=(programme.fieldwork_start, programme.fieldwork_end),
        channel=Channel(call.channel),
        started_at=timezone.localtime(attempt.started_at),
        wait_seconds=attempt.wait_seconds,
    )
    return tuple(str(flag.label) for flag in found)
