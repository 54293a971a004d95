"""The sounds of acted calls, as jobs and as what a case has."""

import datetime as dt

from django.db.models import Min, Q, QuerySet
from django.db.models.functions import Now

from evaluations.enums import AttachmentState
from evaluations.models import CalibrationCase, CaseSound


def due_sounds() -> QuerySet[CaseSound]:
    """Sounds that wait for their check and that nobody is checking, the longest waiting first."""
    free = Q(leased_until=None) | Q(leased_until__lt=Now())
    return CaseSound.objects.filter(free, state=AttachmentState.CHECKING).order_by(
        "received_at", "pk"
    )


def oldest_due() -> dt.datetime | None:
    """Since when the longest waiting one could have been checked; None when none waits."""
    since: dt.datetime | None = due_sounds().aggregate(since=Min("received_at"))["since"]
    return since


def sound_of(case: CalibrationCase) -> CaseSound | None:
    """The sound of a case, however far it has come."""
    found: CaseSound | None = getattr(case, "sound", None)
    return found
