"""What giving an accepted call back means today."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from evaluations.giving_back import is_in_time, last_day_in_time
from evaluations.models import TestCall


@dataclass(frozen=True, slots=True)
class GivingBack:
    """Whether it is late, and the sentence that says so; empty without a due day."""

    is_late: bool
    words: str


def giving_back(call: TestCall) -> GivingBack:
    """As things stand today."""
    if call.due_on is None:
        return GivingBack(is_late=False, words="")
    day = date_format(last_day_in_time(call.due_on))
    if is_in_time(call.due_on, on=timezone.localdate()):
        return GivingBack(
            is_late=False,
            words=_("You can give it back until %(day)s without anything being noted about it.")
            % {"day": day},
        )
    return GivingBack(
        is_late=True,
        words=_(
            "The time to give it back ended on %(day)s: somebody else hardly has time for it now."
            " Give it back only if you must. The coordinator sees that it came late."
        )
        % {"day": day},
    )
