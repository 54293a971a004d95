"""Reading what mail is owed."""

import datetime as dt

from django.db.models import Min, Q, QuerySet
from django.db.models.functions import Coalesce, Now

from shoppers.models import Notice

OPEN = Q(sent_at=None, failed_at=None)
FREE = Q(leased_until=None) | Q(leased_until__lt=Now())


def due_notices() -> QuerySet[Notice]:
    """Mail that nobody is sending right now and that may be sent, oldest first."""
    return Notice.objects.filter(OPEN & FREE).order_by("created_at", "pk")


def oldest_due() -> dt.datetime | None:
    """Since when the longest waiting mail could have been sent; None when none is owed."""
    since = Notice.objects.filter(OPEN).aggregate(
        since=Min(Coalesce("leased_until", "created_at"))
    )["since"]
    return since if isinstance(since, dt.datetime) else None
