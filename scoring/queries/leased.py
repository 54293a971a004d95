"""Which rows of work wait for somebody."""

import datetime as dt

from django.db.models import Min, Q
from django.db.models.functions import Now

from scoring.models.leased import Leased


def due(model: type[Leased]) -> Q:
    """Rows whose work is not over and that nobody is working on."""
    return (Q(leased_until=None) | Q(leased_until__lt=Now())) & model.going_on


def longest_due(model: type[Leased]) -> dt.datetime | None:
    """Since when the longest-waiting row has been owed; None when none is."""
    since: dt.datetime | None = model.objects.filter(due(model)).aggregate(since=Min("planned_at"))[
        "since"
    ]
    return since
