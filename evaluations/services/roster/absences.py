"""Noting when a shopper is away for her: she rang in, and a mail tells her what is noted now."""

import datetime as dt

from django.db import transaction

from evaluations.enums import ShopperNotice
from shoppers.models import Absence, Shopper, User
from shoppers.services import absences
from shoppers.services.absences import AbsenceRefused
from shoppers.services.notices import owe

__all__ = ["AbsenceRefused", "note_for_her", "remove_for_her"]


@transaction.atomic
def note_for_her(*, shopper: Shopper, first_day: dt.date, last_day: dt.date, by: User) -> Absence:
    """As shoppers.services.absences.note_absence; what was noted before is not told again."""
    known = set(shopper.absences.values_list("first_day", "last_day"))
    absence = absences.note_absence(shopper=shopper, first_day=first_day, last_day=last_day, by=by)
    if (first_day, last_day) not in known:
        _tell(shopper)
    return absence


@transaction.atomic
def remove_for_her(*, absence: Absence, by: User) -> None:
    """As shoppers.services.absences.remove_absence, and she is told."""
    absences.remove_absence(absence=absence, by=by)
    _tell(absence.shopper)


def _tell(shopper: Shopper) -> None:
    """Owe her a mail about all her days; who has no log-in has no address either."""
    if shopper.user is not None:
        owe(recipient=shopper.user, kind=ShopperNotice.ABSENCES_CHANGED)
