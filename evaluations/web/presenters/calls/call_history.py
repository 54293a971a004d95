"""What happened to a test call and its report, step by step."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations.decline_reasons import DeclineReason
from evaluations.enums import TestCallState
from evaluations.giving_back import is_in_time
from evaluations.models import EvaluationEvent, TestCall, TestCallEvent
from evaluations.queries.calls.desk_calls import call_events, report_events
from evaluations.transitions import Event
from evaluations.web.presenters.review.review_history import NOBODY, reason_words, step_words


@dataclass(frozen=True, slots=True)
class Happening:
    """One step: what was done, by whom, when and why."""

    what: str
    who: str
    at: dt.datetime
    reason: str


def history(call: TestCall) -> list[Happening]:
    """Every step of the call and of its report, the newest first."""
    steps: list[tuple[str, TestCallEvent | EvaluationEvent]] = [
        *((_call_words(event), event) for event in call_events(call)),
        *((step_words(event), event) for event in report_events(call)),
    ]
    # Handing in completes the call at the same moment: what is said once is enough.
    told = [(what, event) for what, event in steps if event.event != Event.COMPLETE]
    return [
        Happening(
            what=what,
            who=event.author.name if event.author else NOBODY,
            at=event.at,
            reason=words_of_reason(event),
        )
        for what, event in sorted(told, key=lambda step: step[1].at, reverse=True)
    ]


def words_of_reason(event: TestCallEvent | EvaluationEvent) -> str:
    """Why: what was chosen, in the reader's language, then what was typed, as it was typed."""
    typed = reason_words(event.reason)
    if not isinstance(event, TestCallEvent) or not event.decline_reason:
        return typed
    return f"{DeclineReason(event.decline_reason).label}. {typed}".strip()


def _call_words(event: TestCallEvent) -> str:
    if event.event == Event.DECLINE and event.from_state == TestCallState.ACCEPTED:
        due_on, day = event.subject.due_on, timezone.localtime(event.at).date()
        return _("Given back") if is_in_time(due_on, on=day) else _("Given back late")
    return {
        Event.OFFER: _("Offered"),
        Event.CLAIM: _("Claimed from the board"),
        Event.ACCEPT: _("Accepted"),
        Event.DECLINE: _("Declined"),
        Event.CANCEL: _("Cancelled"),
        Event.EXPIRE: _("Expired"),
        Event.STOP: _("Stopped for safety"),
        Event.COMPLETE: _("Done"),
        Event.RECORD: _("Read from a file"),
        Event.WITHDRAW: _("Offer undone"),
        Event.UNOFFER: _("Offer undone"),
        Event.RESTORE_PLAN: _("Cancelling undone"),
        Event.RESTORE_OFFER: _("Cancelling undone"),
        Event.RESTORE_ACCEPTANCE: _("Cancelling undone"),
    }[Event(event.event)]
