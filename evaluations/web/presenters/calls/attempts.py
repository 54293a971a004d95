"""Attempts in words: when, how it ended, how long it took, and what is unusual about them."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from evaluations.calling_hours import flags_in_time
from evaluations.enums import AttemptEnding, AttemptOutcome, Channel
from evaluations.method import Fieldwork
from evaluations.models import Attempt, TestCall
from evaluations.queries.calls.tried import as_tried
from evaluations.web.presenters.calls.durations import duration


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """One attempt; `flags` are words, none for a usual one."""

    pk: int
    started_at: dt.datetime
    answered: bool
    under_way: bool
    outcome: str
    wait: str
    handling: str
    flags: tuple[str, ...]
    # Sentences about what was said by mistake.
    mistakes: list[str]


def attempt_rows(
    call: TestCall, attempts: Iterable[Attempt], fieldwork: Fieldwork
) -> list[AttemptRow]:
    """The attempts of a call, in time, as a page shows them."""
    made = list(attempts)
    return [
        AttemptRow(
            pk=attempt.pk,
            started_at=attempt.started_at,
            answered=attempt.outcome == AttemptOutcome.ANSWERED,
            under_way=attempt.outcome == AttemptOutcome.UNDER_WAY,
            outcome=ending_words(attempt),
            wait=duration(attempt.wait_seconds),
            handling="" if attempt.handling_seconds is None else duration(attempt.handling_seconds),
            flags=flags,
            mistakes=_mistakes(attempt),
        )
        for attempt, flags in zip(made, flag_words(call, made, fieldwork), strict=True)
    ]


def ending_words(attempt: Attempt) -> str:
    """How the attempt ended, as exactly as it is known."""
    if attempt.ending:
        return str(AttemptEnding(attempt.ending).label)
    return str(AttemptOutcome(attempt.outcome).label)


def _mistakes(attempt: Attempt) -> list[str]:
    """What was said by mistake, each with the time at which it was taken back."""
    return [
        _("“Somebody answered” was taken back at %(time)s")
        % {"time": date_format(localtime(dt.datetime.fromisoformat(one["at"])), "H:i:s")}
        for one in attempt.taken_back
    ]


def flag_words(
    call: TestCall, attempts: Sequence[Attempt], fieldwork: Fieldwork
) -> list[tuple[str, ...]]:
    """What is unusual about each attempt of a call, in time."""
    programme = call.participation.programme
    found = flags_in_time(
        fieldwork=fieldwork,
        period=programme.period,
        channel=Channel(call.channel),
        attempts=[as_tried(attempt) for attempt in attempts],
        given_at=call.assigned_at,
    )
    return [tuple(str(flag.label) for flag in flags) for flags in found]


def in_a_sentence(labels: Iterable[str]) -> str:
    """Labels that begin a sentence together: of several the first alone has its capital."""
    first, *others = labels
    return ", ".join([first, *(label[:1].lower() + label[1:] for label in others)])
