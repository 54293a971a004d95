"""How a test call looks to its shopper: channel, state, day and fee in words."""

import datetime as dt

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluations.enums import Channel, EvaluationState
from evaluations.models import TestCall
from evaluations.queries.calls.my_calls import CallStanding
from evaluations.web.presenters.calls.call_states import call_chip, report_chip
from evaluations.web.presenters.calls.test_calls import money
from evaluations.web.presenters.imports.import_states import Chip

_CHANNEL_ICONS = {
    Channel.PHONE: "phone",
    Channel.EMAIL: "mail",
    Channel.CHAT: "chat",
    Channel.MESSENGER: "chat",
}
# Farther away than this, a day says more than a number of days.
_NEAR = 14


def standing_of(call: TestCall) -> CallStanding:
    """Where the call stands for its shopper; it comes from queries.my_calls."""
    return CallStanding(call.standing)  # type: ignore[attr-defined]  # annotated by the query


def standing_chip(standing: CallStanding) -> Chip:
    """The standing as a chip."""
    if standing in EvaluationState.values:
        return report_chip(standing)
    return call_chip(standing)


def channel_icon(call: TestCall) -> str:
    """The icon of the call's channel."""
    return _CHANNEL_ICONS[Channel(call.channel)]


def channel_words(call: TestCall) -> str:
    """The call's channel."""
    return str(Channel(call.channel).label)


def days_left(call: TestCall) -> int | None:
    """Days until the call is due, below zero when it is late; None without a day."""
    return None if call.due_on is None else (call.due_on - timezone.localdate()).days


def due_words(call: TestCall) -> str:
    """When the call is due, as one says it, with the hours of a plan; empty without a day."""
    if call.due_on is None:
        return ""
    words = _day_words(call.due_on)
    if call.call_from is None or call.call_until is None or call.due_on < timezone.localdate():
        return words
    return _("%(due)s, %(start)s–%(end)s") % {
        "due": words,
        "start": time_format(call.call_from, "H:i"),
        "end": time_format(call.call_until, "H:i"),
    }


def _day_words(due_on: dt.date) -> str:
    days = (due_on - timezone.localdate()).days
    if days < 0:
        return ngettext("%(count)d day late", "%(count)d days late", -days) % {"count": -days}
    if days == 0:
        return _("Due today")
    if days == 1:
        return _("Due tomorrow")
    if days <= _NEAR:
        return ngettext("Due in %(count)d day", "Due in %(count)d days", days) % {"count": days}
    return _("Due by %(day)s") % {"day": date_format(due_on)}


def fee_words(call: TestCall) -> str:
    """What the call pays; empty where nothing is noted."""
    return "" if call.fee is None else money(call.fee, call.participation.programme)
