"""Noting when a shopper takes no calls: she herself, or a coordinator whom she has told."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shoppers.models import Absence, Shopper, User
from shoppers.queries.shoppers import held_shopper
from shoppers.rules import is_coordinator

# Longer than that she is not away, she has left.
LONGEST = dt.timedelta(days=366)


class AbsenceRefused(Exception):
    """An absence that was not noted, or not removed; the text is for people."""


@transaction.atomic
def note_absence(*, shopper: Shopper, first_day: dt.date, last_day: dt.date, by: User) -> Absence:
    """Note that she takes no calls from the first to the last day; noting it twice is one absence.

    Calls that she has already stay hers. Raises AbsenceRefused.
    """
    _check_who(shopper, by)
    if last_day < first_day:
        raise AbsenceRefused(_("The last day comes before the first."))
    if last_day < timezone.localdate():
        raise AbsenceRefused(_("These days are over already."))
    if last_day - first_day > LONGEST:
        raise AbsenceRefused(_("An absence is a year long at most."))
    # Calls are given to her under the same lock.
    held = held_shopper(shopper)
    absence, _new = Absence.objects.get_or_create(
        shopper=held, first_day=first_day, last_day=last_day, defaults={"noted_by": by}
    )
    return absence


@transaction.atomic
def remove_absence(*, absence: Absence, by: User) -> None:
    """She is there after all; removing it twice is removing it. Raises AbsenceRefused."""
    _check_who(absence.shopper, by)
    Absence.objects.filter(pk=absence.pk).delete()


def _check_who(shopper: Shopper, by: User) -> None:
    if shopper.user_id != by.pk and not is_coordinator(by):
        raise AbsenceRefused(
            _("Only shoppers themselves and coordinators note when a shopper is away.")
        )
