"""Waits in words: until when an answer may come, and from which day one tries again."""

import datetime as dt

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from evaluations.call_waits import CallWait
from evaluations.web.presenters.imports.import_states import Chip

# So many days ahead the name of a day alone still says which one.
_NAMED = 6


def day_words(day: dt.date) -> str:
    """A day near today, by its name: Tue 3 Feb."""
    return date_format(day, pgettext("date format", "D j M"))


def moment_words(moment: dt.datetime) -> str:
    """A moment to come: Thu 15:00 in the days ahead, with its date when it is farther away."""
    local = timezone.localtime(moment, timezone.get_default_timezone())
    ahead = (local.date() - timezone.localdate()).days
    day = date_format(local, "D") if 0 <= ahead <= _NAMED else day_words(local.date())
    return f"{day} {time_format(local.time(), 'H:i')}"


def until_words(until: dt.datetime | None) -> str:
    """How long an answer is waited for."""
    if until is None:
        return _("waiting for an answer")
    return _("waiting for an answer until %(moment)s") % {"moment": moment_words(until)}


def wait_chip(wait: CallWait) -> Chip:
    """Until when the call waits; what for, the heading above it says."""
    if wait.next_on is not None:
        label = _("From %(day)s") % {"day": day_words(wait.next_on)}
        return Chip(label, "neutral", "calendar")
    if wait.is_over:
        return Chip(_("The limit is over"), "warn", "clock")
    if wait.until is None:
        return Chip(_("Sent"), "neutral", "clock")
    label = _("Until %(moment)s") % {"moment": moment_words(wait.until)}
    return Chip(label, "neutral", "clock")


def section_of(wait: CallWait) -> str:
    """Where the call stands in her list."""
    if wait.next_on is not None:
        return "another_day"
    return "over" if wait.is_over else "answer"
