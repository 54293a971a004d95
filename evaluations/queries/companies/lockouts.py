"""The lockout of a method: how many days lie between one shopper's calls in a category.

Calls with companies that have left the programme lock nothing, as in the planner.
"""

import datetime as dt
from collections.abc import Collection

from django.db.models import QuerySet

from evaluations.enums import TestCallState
from evaluations.models import Participation, Programme, TestCall


def locked_out_on(
    day: dt.date, participation: Participation, *, among: Collection[int]
) -> set[int]:
    """Those of the shoppers with a call to another company of the category too close to the day.

    No query where the method has no lockout.
    """
    near = participation.programme.fieldwork.lockout_days - 1
    if near < 0:
        return set()
    within = (day - dt.timedelta(days=near), day + dt.timedelta(days=near))
    found = _with_rivals(participation).filter(shopper__in=among, due_on__range=within)
    return {who for who in found.values_list("shopper_id", flat=True) if who is not None}


def locked_days(shopper: int, participation: Participation) -> frozenset[dt.date]:
    """Every day on which the shopper's other calls in the category keep her from this company."""
    near = participation.programme.fieldwork.lockout_days - 1
    if near < 0:
        return frozenset()
    days = _with_rivals(participation).filter(shopper=shopper, due_on__isnull=False)
    return frozenset(
        day + dt.timedelta(days=at)
        for day in days.values_list("due_on", flat=True)
        if day is not None
        for at in range(-near, near + 1)
    )


def days_in_categories(
    programme: Programme, shoppers: Collection[int]
) -> list[tuple[int, int, int, dt.date]]:
    """Shopper, category, participation and day of each call that locks others; none without."""
    if not programme.fieldwork.lockout_days:
        return []
    found = _standing().filter(
        participation__programme=programme, shopper__in=shoppers, due_on__isnull=False
    )
    rows = found.values_list(
        "shopper_id", "participation__category_id", "participation_id", "due_on"
    )
    return [(who, category, at, day) for who, category, at, day in rows if who and day]


def _with_rivals(participation: Participation) -> QuerySet[TestCall]:
    return (
        _standing()
        .filter(
            participation__programme=participation.programme_id,
            participation__category=participation.category_id,
        )
        .exclude(participation=participation)
    )


def _standing() -> QuerySet[TestCall]:
    return TestCall.objects.filter(
        state__in=TestCallState.with_shopper(), participation__left_on=None
    )
