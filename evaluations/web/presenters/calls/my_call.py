"""One call's page: what stands on it, and the one next thing to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from evaluations.enums import Channel, TestCallState
from evaluations.models import Attempt, ParticipationChannel, TestCall
from evaluations.queries.calls.my_calls import CallStanding, last_step
from evaluations.queries.reports.my_report import (
    ReviewersWords,
    words_of_rejection,
    words_of_return,
)
from evaluations.wait_limits import attempts_wanted
from evaluations.web.crumbs import crumbs_of
from evaluations.web.presenters.calls.attempts import AttemptRow, attempt_rows
from evaluations.web.presenters.calls.briefing import (
    briefing_of,
    contact_point,
    rules_in_short,
    rules_in_words,
    when_nobody_answers,
)
from evaluations.web.presenters.calls.call_history import words_of_reason
from evaluations.web.presenters.calls.calls import (
    channel_icon,
    channel_words,
    days_left,
    due_words,
    fee_words,
    standing_chip,
    standing_of,
)
from evaluations.web.presenters.calls.clock import clock_of
from evaluations.web.presenters.calls.safety import safety_of
from evaluations.web.presenters.companies.recordings import recording_note
from evaluations.web.presenters.reports.report_clocks import Clock, clock_until
from evaluations.web.presenters.review.appeals import appeal_news

_BRIEFED = {
    CallStanding.OFFERED,
    CallStanding.ACCEPTED,
    CallStanding.RETURNED,
    CallStanding.SUBMITTED,
}
_AT_WORK = {CallStanding.ACCEPTED, CallStanding.RETURNED}
_REPORTED = {
    CallStanding.RETURNED,
    CallStanding.SUBMITTED,
    CallStanding.APPROVED,
    CallStanding.REJECTED,
}


@dataclass(frozen=True, slots=True)
class Step:
    """A button: where it leads and what it says."""

    url: str
    label: str


@dataclass(frozen=True, slots=True)
class CallNews:
    """What has become of a call, with the other side's words, if there are any."""

    tone: str
    title: str
    text: str
    words: str = ""
    # The ready-made reason that stands before the words.
    code: str = ""
    # Until when the report is to be handed in again.
    clock: Clock | None = None


def call_context(
    call: TestCall, attempts: Sequence[Attempt], contact: ParticipationChannel | None
) -> dict[str, Any]:
    """Everything that the page of a call shows."""
    standing, left = standing_of(call), days_left(call)
    fieldwork, reached_at = call.participation.programme.fieldwork, contact_point(contact)
    rows = attempt_rows(call, attempts, fieldwork)
    at_work = standing in _AT_WORK
    rules = rules_in_words(call)
    return {
        "title": call.participation.name,
        "call": call,
        "icon": channel_icon(call),
        "channel": channel_words(call),
        "chip": standing_chip(standing),
        "due": due_words(call) if call.state in TestCallState.open() else "",
        "is_late": left is not None and left < 0,
        "fee": fee_words(call),
        "news": news(call),
        "appeal": appeal_news(call),
        "is_offered": standing is CallStanding.OFFERED,
        "is_accepted": standing is CallStanding.ACCEPTED,
        "is_at_work": at_work,
        "is_briefed": standing in _BRIEFED,
        # What came back is mended, not read: that is its next step.
        "has_report": standing in _REPORTED - {CallStanding.RETURNED} or _left_report(call),
        # What came from a file was not sent from here.
        "has_receipt": standing in _REPORTED and hasattr(call.evaluation, "draft"),
        "briefing": briefing_of(call.scenario),
        "recording": recording_note(call),
        "contact": reached_at,
        "clock": clock_of(call, attempts, reached_at, fieldwork) if at_work else None,
        "safety": safety_of(call.scenario),
        "rules": rules,
        "in_short": rules_in_short(rules),
        "nobody": when_nobody_answers(call),
        "attempts": rows,
        "steps": next_steps(call, rows),
    }


def call_crumbs(call: TestCall, *further: str) -> list[dict[str, str]]:
    """The way from her list to a page of this call."""
    return crumbs_of(
        (_("My calls"), reverse("my_calls")),
        (call.participation.name, reverse("my_call", args=[call.pk])),
        further=further,
    )


def _left_report(call: TestCall) -> bool:
    """Whether something had been filled in when the call ended."""
    return call.state in TestCallState.fallen_through() and hasattr(call, "evaluation")


def next_steps(call: TestCall, attempts: Sequence[AttemptRow]) -> list[Step]:
    """The next step, and the one beside it; none where nothing is hers to do."""
    standing = standing_of(call)
    note = Step(reverse("add_attempt", args=[call.pk]), _("Note an attempt by hand"))
    report = Step(reverse("my_report", args=[call.pk]), _("Fill in the report"))
    if standing is CallStanding.RETURNED:
        return [Step(report.url, _("Mend the report")), note]
    if standing is not CallStanding.ACCEPTED:
        return []
    over = [each for each in attempts if not each.under_way]
    wanted = attempts_wanted(call.participation.programme.fieldwork, Channel(call.channel))
    if any(each.answered for each in over) or len(over) >= wanted:
        return [report, note]
    return [note, report]


def news(call: TestCall) -> CallNews | None:
    """What has become of the call; None while it goes its usual way."""
    standing = standing_of(call)
    if standing is CallStanding.RETURNED:
        said = words_of_return(call.evaluation)
        return CallNews(
            "warn",
            _("A reviewer sent the report back."),
            _("Everything you wrote is still there. Mend it and send it again."),
            said.reason,
            code_words(said),
            clock_until(said.until),
        )
    if standing is CallStanding.REJECTED:
        said = words_of_rejection(call.evaluation)
        return CallNews(
            "bad",
            _("A reviewer did not accept the report."),
            _("It is kept as you sent it.")
            if call.assigned_at
            else _("It is kept as you sent it. Ask a coordinator if you see it otherwise."),
            said.reason,
            code_words(said),
        )
    return _of_the_call(call, standing)


def code_words(said: ReviewersWords) -> str:
    """The ready-made reason as a shopper reads it; empty where the words say it themselves."""
    return str(said.code.label) if said.code else ""


def _last_words(call: TestCall) -> str:
    step = last_step(call)
    return words_of_reason(step) if step is not None else ""


def _of_the_call(call: TestCall, standing: CallStanding) -> CallNews | None:
    if standing is CallStanding.CANCELLED:
        return CallNews(
            "neutral",
            _("A coordinator took this call back."),
            _("You need not do anything more. What you had filled in is kept."),
            _last_words(call),
        )
    if standing is CallStanding.EXPIRED:
        day = date_format(call.due_on) if call.due_on else ""
        text = _("It was to be done by %(day)s.") % {"day": day} if day else ""
        kept = _("You need not do anything more. What you had filled in is kept.")
        return CallNews("neutral", _("The time for this call ran out."), f"{text} {kept}".strip())
    if standing is CallStanding.DECLINED:
        return CallNews(
            "neutral",
            _("You said no to this call."),
            _("Its place is given to somebody else."),
            _last_words(call),
        )
    if standing is CallStanding.STOPPED:
        return CallNews(
            "neutral",
            _("You stopped this call for your safety."),
            _("You keep the fee, and need not do anything more."),
            _last_words(call),
        )
    if standing in {CallStanding.SUBMITTED, CallStanding.APPROVED}:
        approved = standing is CallStanding.APPROVED
        return CallNews(
            "good" if approved else "info",
            _("The report is approved.") if approved else _("The report is sent."),
            _("You need not do anything more.")
            if approved
            else _("A reviewer reads it now. You get a mail if it comes back to you."),
        )
    return None
