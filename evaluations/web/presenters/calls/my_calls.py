"""The shopper's list: what is hers to do, by urgency, and one next step for each."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from evaluations.call_waits import CallWait
from evaluations.enums import Channel, ReviewReason
from evaluations.models import TestCall
from evaluations.queries.calls.my_calls import CallStanding
from evaluations.web.presenters.calls.calls import (
    channel_icon,
    channel_words,
    days_left,
    due_words,
    fee_words,
    standing_chip,
    standing_of,
)
from evaluations.web.presenters.calls.waits import section_of, wait_chip
from evaluations.web.presenters.imports.import_states import Chip
from evaluations.web.presenters.reports.report_clocks import Clock, clock_until

# An offer that is due so soon stands first: an answer takes one tap, and who says no leaves
# somebody else the time.
SOON = 2
_WEEK = 7
# Sections of accepted calls with a day, which the calendar file has.
DATED = {"late", "today", "week", "later"}
_HERS = {CallStanding.OFFERED, CallStanding.ACCEPTED, CallStanding.RETURNED}


@dataclass(frozen=True, slots=True)
class CallRow:
    """One call in a list: its `step` is the one obvious next thing, and `url` leads there."""

    url: str
    company: str
    icon: str
    channel: str
    scenario: str
    chip: Chip
    step: str
    due: str = ""
    due_on: dt.date | None = None
    late: bool = False
    urgent: bool = False
    fee: str = ""
    moved_at: dt.datetime | None = None
    # Why a report came back, in a word.
    note: str = ""
    # Whether a coordinator has written, and she not since.
    written: bool = False
    # The key of a call whose next step is hers.
    call: str = ""


@dataclass(slots=True)
class Section:
    """Calls of the same urgency; `key` names it in the page."""

    key: str
    title: str
    rows: list[CallRow] = field(default_factory=list)


def urgency(calls: Iterable[TestCall], waits: Mapping[uuid.UUID, CallWait]) -> list[Section]:
    """Her waiting calls by urgency; sections without a call are left out.

    What waits for an answer or another day stands below what is to be done.
    """
    sections = {
        key: Section(key, title)
        for key, title in (
            ("over", _("The limit is over: say that nobody answered")),
            ("returned", _("Came back to you")),
            ("late", _("Late")),
            ("today", _("Today")),
            ("week", _("The next seven days")),
            ("later", _("Later")),
            ("answer", _("Waiting for an answer")),
            ("another_day", _("Next attempt on another day")),
            ("offers", _("Offers to answer")),
        )
    }
    soonest = None
    for call in calls:
        wait = waits.get(call.pk)
        key = _section(call) if wait is None else section_of(wait)
        sections[key].rows.append(waiting_row(call, wait))
        left = days_left(call)
        if key == "offers" and left is not None:
            soonest = left if soonest is None else min(soonest, left)
    ordered = list(sections.values())
    if soonest is not None and soonest <= SOON:
        ordered.insert(0, ordered.pop())
    return [section for section in ordered if section.rows]


def waiting_row(call: TestCall, wait: CallWait | None = None) -> CallRow:
    """A call whose next step is hers; nothing is urgent about one that waits."""
    left = days_left(call) if wait is None else None
    standing = standing_of(call)
    if standing is CallStanding.RETURNED:
        return _returned_row(call)
    return CallRow(
        url=_address(call),
        company=call.participation.name,
        icon=channel_icon(call),
        channel=channel_words(call),
        scenario=str(call.scenario),
        chip=standing_chip(standing) if wait is None else wait_chip(wait),
        step=_step(call) if wait is None else _step_later(wait),
        due=due_words(call),
        due_on=call.due_on,
        late=left is not None and left < 0,
        urgent=left is not None and left <= 0,
        fee=fee_words(call),
        written=call.written,  # type: ignore[attr-defined]  # annotated by the query
        call=str(call.pk),
    )


def _returned_row(call: Any) -> CallRow:
    """A call whose report came back: its clock is the report's."""
    clock = clock_until(call.mend_until)
    return CallRow(
        url=_address(call),
        company=call.participation.name,
        icon=channel_icon(call),
        channel=channel_words(call),
        scenario=str(call.scenario),
        chip=standing_chip(CallStanding.RETURNED),
        step=_step(call),
        due=_mend_words(clock) if clock else "",
        due_on=localdate(clock.due_at) if clock else None,
        late=clock is not None and clock.late,
        urgent=clock is not None and bool(clock.tone),
        fee=fee_words(call),
        note=_returned_for(call),
        written=call.written,
        call=str(call.pk),
    )


def _mend_words(clock: Clock) -> str:
    if clock.late:
        return clock.words
    return _("Hand in again by %(moment)s") % {"moment": clock.moment}


def any_row(call: TestCall) -> CallRow:
    """A call in the list of all: what is over with the day it last moved, the others as above."""
    standing = standing_of(call)
    if standing in _HERS:
        return waiting_row(call)
    sent = standing in {CallStanding.SUBMITTED, CallStanding.APPROVED, CallStanding.REJECTED}
    return CallRow(
        url=reverse("my_call", args=[call.pk]),
        company=call.participation.name,
        icon=channel_icon(call),
        channel=channel_words(call),
        scenario=str(call.scenario),
        chip=standing_chip(standing),
        step=_("The report") if sent else pgettext("what one does", "Open"),
        fee=fee_words(call) if call.pays else "",  # type: ignore[attr-defined]  # annotated by the query
        moved_at=call.moved_at,  # type: ignore[attr-defined]  # annotated by the query
        # What is decided and over waits for no answer of hers.
        written=standing is CallStanding.SUBMITTED and call.written,  # type: ignore[attr-defined]  # annotated by the query
    )


def _returned_for(call: TestCall) -> str:
    code: str = call.returned_for  # type: ignore[attr-defined]  # annotated by the query
    return str(ReviewReason(code).label) if code and code != ReviewReason.OTHER else ""


def _section(call: TestCall) -> str:
    standing, left = standing_of(call), days_left(call)
    if standing is CallStanding.RETURNED:
        return "returned"
    if standing is CallStanding.OFFERED:
        return "offers"
    if left is None:
        return "later"
    if left < 0:
        return "late"
    if left == 0:
        return "today"
    return "week" if left <= _WEEK else "later"


def _step(call: TestCall) -> str:
    standing = standing_of(call)
    if standing is CallStanding.RETURNED:
        return _("Mend the report")
    if standing is CallStanding.OFFERED:
        return _("Read and answer")
    if call.reached:  # type: ignore[attr-defined]  # annotated by the query
        return _("Fill in the report")
    if call.tried:  # type: ignore[attr-defined]  # annotated by the query
        return _("Go on")
    return _("Make the call") if call.channel == Channel.PHONE else _("Write to them")


def _step_later(wait: CallWait) -> str:
    if wait.is_over:
        return _("Say so")
    if wait.next_on is None:
        return _("Did it come?")
    return pgettext("what one does", "Open")


def _address(call: TestCall) -> str:
    """Where the next step is taken; whoever is called has to be looked up first."""
    if standing_of(call) is CallStanding.RETURNED:
        return reverse("my_report", args=[call.pk])
    if call.reached:  # type: ignore[attr-defined]  # annotated by the query
        return reverse("my_report", args=[call.pk])
    return reverse("my_call", args=[call.pk])
