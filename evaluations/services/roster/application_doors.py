"""Taking no applications for a while, and taking them again."""

import datetime as dt

import structlog
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations.models import ApplicationDoor, Programme
from shoppers.models import User
from shoppers.rules import is_coordinator
from shoppers.services.refusals import NotAllowed, Refusal

_log = structlog.get_logger(__name__)


class DayOver(Refusal):
    """Applications cannot be taken again on a day that is over, or on the day they are closed."""

    code = "day_over"

    def __init__(self) -> None:
        super().__init__(_("Choose a day after today, or none."))


def close_applications(
    *, programme: Programme | None, again_on: dt.date | None = None, by: User
) -> None:
    """Take none for the programme, without one for the whole house, until a day if one is named.

    What was sent before stays and is answered. Raises NotAllowed, DayOver.
    """
    if again_on is not None and again_on <= timezone.localdate():
        raise DayOver
    _say(programme, closed=True, again_on=again_on, by=by)


def open_applications(*, programme: Programme | None, by: User) -> None:
    """Take them again; a programme's stay closed while the house's are. Raises NotAllowed."""
    _say(programme, closed=False, again_on=None, by=by)


def _say(programme: Programme | None, *, closed: bool, again_on: dt.date | None, by: User) -> None:
    if not is_coordinator(by):
        raise NotAllowed
    ApplicationDoor.objects.update_or_create(
        programme=programme,
        defaults={"closed": closed, "again_on": again_on, "by": by, "at": timezone.now()},
    )
    about = programme.slug if programme else ""
    _log.info("applications_door", programme=about, closed=closed, by=str(by.pk))
