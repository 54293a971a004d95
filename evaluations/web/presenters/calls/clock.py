"""The call clock: what its script has to know, and the words of every state it may be in."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluations.call_waits import RESTING, wait_of
from evaluations.enums import AttemptEnding, AttemptOutcome, Channel
from evaluations.method import Fieldwork, LiveWait
from evaluations.models import Attempt, TestCall
from evaluations.queries.calls.tried import as_tried
from evaluations.wait_limits import still_wanted, waits_until
from evaluations.web.presenters.calls.briefing import ContactPoint
from evaluations.web.presenters.calls.durations import duration
from evaluations.web.presenters.calls.waits import day_words, until_words

# Where its options do not say which seconds they stand for, the form tells the wait beside this
# question and leaves the choice to her.
WAIT_QUESTION = "wait_band"
# The script puts the key of an attempt in its place.
_ANY_KEY = uuid.UUID(int=0)
# These say that one has waited to the end; before it they are no answer but nothing yet.
_AT_THE_END = {AttemptEnding.NO_ANSWER, AttemptEnding.AUTO_REPLY, AttemptEnding.ANSWERED_LATER}
# An answer that comes after all, to an attempt that was noted as in vain.
_AFTER_ALL = {
    Channel.PHONE: AttemptEnding.CALLED_BACK,
    Channel.MESSENGER: AttemptEnding.ANSWERED_LATER,
}


@dataclass(frozen=True, slots=True)
class Start:
    """The button that begins an attempt; without an address it starts the clock alone."""

    label: str
    icon: str
    href: str
    is_page: bool


@dataclass(frozen=True, slots=True)
class EndingButton:
    """One tap: `waits` for the limit; `early` may be tapped before it and is flagged then."""

    value: str
    label: str
    waits: bool
    early: bool


@dataclass(frozen=True, slots=True)
class Clock:
    """The clock of one call. `next_words` say what comes after the last attempt, if anything."""

    facts: dict[str, Any]
    start: Start
    rests: bool
    endings: tuple[EndingButton, ...]
    after_all: EndingButton | None
    limit_seconds: int
    limit_words: str
    next_words: str
    is_done: bool
    is_under_way: bool
    has_to_wait: bool


def clock_of(
    call: TestCall,
    attempts: Sequence[Attempt],
    contact: ContactPoint | None,
    fieldwork: Fieldwork,
) -> Clock:
    """The clock as it stands now."""
    channel = Channel(call.channel)
    limit = fieldwork.wait_limits.get(channel)
    seconds = limit.minutes * 60 if isinstance(limit, LiveWait) else 0
    tried = [as_tried(each) for each in attempts]
    now = timezone.localtime(timezone=timezone.get_default_timezone())
    wait = wait_of(fieldwork, channel, tried, now)
    is_done = any(each.outcome is AttemptOutcome.ANSWERED for each in tried) or not still_wanted(
        fieldwork, channel, tried
    )
    later = _AFTER_ALL.get(channel)
    return Clock(
        facts=_facts(call, attempts, fieldwork),
        start=_start(channel, contact),
        rests=channel in RESTING,
        endings=tuple(
            _button(ending, fieldwork, channel)
            for ending in AttemptEnding.on(channel)
            if ending is not AttemptEnding.ANSWERED
        ),
        after_all=None if later is None else _button(later, fieldwork, channel),
        limit_seconds=seconds,
        limit_words=_limit_words(limit.minutes) if isinstance(limit, LiveWait) else "",
        next_words=_next_words(wait.next_on if wait else None, is_done=is_done),
        is_done=is_done,
        is_under_way=any(each.outcome is AttemptOutcome.UNDER_WAY for each in tried),
        has_to_wait=wait is not None and wait.next_on is not None,
    )


def wait_hint(seconds: int | None) -> str:
    """What the clock says about the wait, to stand beside the question about it."""
    if seconds is None:
        return ""
    return _("By the clock you waited %(wait)s.") % {"wait": duration(seconds)}


def _facts(call: TestCall, attempts: Sequence[Attempt], fieldwork: Fieldwork) -> dict[str, Any]:
    channel = Channel(call.channel)
    limit = fieldwork.wait_limits.get(channel)
    return {
        "call": str(call.pk),
        "company": call.participation.name,
        "at": timezone.now().isoformat(),
        "url": reverse("api-attempt", args=[call.pk, _ANY_KEY]),
        "rests": channel in RESTING,
        "limit": limit.minutes * 60 if isinstance(limit, LiveWait) else None,
        "unlimited": limit is None,
        "endings": {each.value: str(each.label) for each in AttemptEnding.on(channel)},
        "reaching": [
            each.value
            for each in AttemptEnding.on(channel)
            if each.outcome is AttemptOutcome.ANSWERED
        ],
        "attempts": [_attempt(each, fieldwork, channel) for each in attempts if each.key],
    }


def _attempt(attempt: Attempt, fieldwork: Fieldwork, channel: Channel) -> dict[str, Any]:
    until = waits_until(fieldwork, channel, as_tried(attempt).started_at)
    moments = {
        "started_at": attempt.started_at,
        "answered_at": attempt.answered_at,
        "ended_at": attempt.ended_at,
        "until": until,
    }
    return {
        "key": str(attempt.key),
        "ending": attempt.ending,
        **{name: _iso(at) for name, at in moments.items()},
        "until_words": until_words(until),
        "wait_seconds": attempt.wait_seconds,
        "handling_seconds": attempt.handling_seconds,
        "words": attempt.words,
        "taken_back": attempt.taken_back,
    }


def _iso(at: dt.datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _start(channel: Channel, contact: ContactPoint | None) -> Start:
    if contact is None or not contact.href:
        return Start(_("Start the clock"), "clock", "", is_page=False)
    if contact.icon == "phone":
        label = _("Call %(number)s") % {"number": contact.text}
    elif contact.icon == "mail":
        label = _("Write the mail")
    elif channel in {Channel.CHAT, Channel.MESSENGER}:
        label = _("Open the chat")
    else:
        label = _("Open the page")
    return Start(label, contact.icon, contact.href, is_page=contact.icon == "external")


def _button(ending: AttemptEnding, fieldwork: Fieldwork, channel: Channel) -> EndingButton:
    limit = fieldwork.wait_limits.get(channel)
    listed = limit is None or ending in limit.early_endings
    reaches = ending.outcome is AttemptOutcome.ANSWERED
    waits = ending in _AT_THE_END and not listed
    return EndingButton(
        value=ending.value,
        label=str(ending.label),
        waits=waits,
        early=not (listed or reaches or waits),
    )


def _limit_words(minutes: int) -> str:
    said = ngettext("of at most %(minutes)d minute", "of at most %(minutes)d minutes", minutes)
    return said % {"minutes": minutes}


def _next_words(next_on: dt.date | None, *, is_done: bool) -> str:
    if next_on is not None:
        return _("Next attempt from %(day)s.") % {"day": day_words(next_on)}
    if is_done:
        return _("Now fill in the report.")
    return _("The method wants another attempt.")
