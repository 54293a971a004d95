"""How much time is left for the next step with a report, in words."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timesince import timesince, timeuntil
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

# From here on the list says it aloud.
_SOON = dt.timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Clock:
    """Until when, and how far away that is; `tone` is empty where there is time enough."""

    due_at: dt.datetime
    words: str
    tone: str

    @property
    def late(self) -> bool:
        """Whether the time is over."""
        return self.tone == "bad"

    @property
    def moment(self) -> str:
        """The last moment, with its day of the week."""
        return moment_words(self.due_at)


def clock_until(due_at: dt.datetime | None) -> Clock | None:
    """The clock of a step that is owed until then; None where nobody owes one."""
    if due_at is None:
        return None
    now = timezone.now()
    if due_at < now:
        words = _("Overdue by %(time)s") % {"time": timesince(due_at, now, depth=1)}
        return Clock(due_at, words, "bad")
    words = _("%(time)s left") % {"time": timeuntil(due_at, now, depth=1)}
    return Clock(due_at, words, "warn" if due_at - now < _SOON else "")


def moment_words(moment: dt.datetime) -> str:
    """Day of the week first, on the award's clock."""
    local = localtime(moment)
    return f"{date_format(local, 'D')} {date_format(local, 'DATETIME_FORMAT')}"
