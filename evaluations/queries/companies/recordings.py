"""What a company allows to be recorded, what was decided about it, and what is held."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet

from evaluations.enums import AttachmentKind, AttachmentState, RecordingBasis
from evaluations.models import Attachment, Participation, RecordingDecision


@dataclass(frozen=True, slots=True)
class RecordingTerms:
    """On what calls may be recorded.

    `told_on` is the day on which the staff was told that calls are recorded, `days` how long one
    is kept.
    """

    basis: RecordingBasis
    purpose: str
    told_on: dt.date
    days: int

    @property
    def days_kept(self) -> int:
        """Nothing that shoppers send is kept longer than anything else."""
        return min(self.days, settings.ATTACHMENT_DAYS)


def recording_terms(participation: Participation) -> RecordingTerms | None:
    """What stands; None where nothing may be recorded."""
    told_on, days = participation.recording_told_on, participation.recording_days
    if told_on is None or days is None:
        return None
    basis = RecordingBasis(participation.recording_basis)
    return RecordingTerms(basis, participation.recording_purpose, told_on, days)


def recordings_held(participation: Participation) -> QuerySet[Attachment]:
    """Recordings of its calls that are here, whole or in part."""
    return Attachment.objects.filter(
        evaluation__test_call__participation=participation,
        kind=AttachmentKind.RECORDING,
        state__in=sorted(AttachmentState.held()),
    )


def recording_decisions(participation: Participation) -> list[RecordingDecision]:
    """What was decided, the newest first."""
    return list(participation.recording_decisions.select_related("by").order_by("-pk"))
