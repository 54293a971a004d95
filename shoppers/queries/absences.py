"""Reading when shoppers are away."""

import datetime as dt
from collections.abc import Collection

from django.utils import timezone

from shoppers.models import Absence, Shopper


def absences_to_come(shopper: Shopper) -> list[Absence]:
    """Those of hers that are not over, the next one first."""
    found = shopper.absences.filter(last_day__gte=timezone.localdate())
    return list(found.select_related("noted_by"))


def away_on(day: dt.date, *, among: Collection[int]) -> set[int]:
    """Keys of those of the shoppers who are away that day."""
    found = Absence.objects.filter(first_day__lte=day, last_day__gte=day, shopper__in=among)
    return set(found.values_list("shopper_id", flat=True))


def absences_between(first: dt.date, last: dt.date) -> list[tuple[int, dt.date, dt.date]]:
    """Shopper, first and last day of every absence that touches the period."""
    found = Absence.objects.filter(first_day__lte=last, last_day__gte=first)
    return list(found.values_list("shopper_id", "first_day", "last_day"))
