"""The sound of an acted call that is a calibration's case."""

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from evaluations.enums import AttachmentFault, AttachmentState
from evaluations.models.calibration import CalibrationCase
from shoppers.models.fields import SHA256, EnumField, one_of

# As the words of a case: what was rated must be heard later as raters heard it.
_SOUND_STAYS = """
    IF EXISTS (
        SELECT 1 FROM evaluations_calibrationcase c
        JOIN evaluations_calibration s ON s.id = c.calibration_id
        WHERE c.id = OLD.case_id AND s.state <> 'draft'
    ) THEN
        RAISE EXCEPTION 'The sound of a calibration that was opened stays as it is.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'case_sound_stays';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""


class CaseSound(models.Model):
    """A file beside the words of a case; the row is also the job of checking it.

    The bytes lie in the folder of attachments under `id`, and what is kept is made anew from what
    was sent. The words of the case are its transcript, for whoever cannot hear it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.OneToOneField(CalibrationCase, on_delete=models.CASCADE, related_name="sound")
    state = EnumField(AttachmentState, default=AttachmentState.CHECKING)
    fault = EnumField(AttachmentFault, default="", db_default="", blank=True)
    size = models.PositiveIntegerField()
    kept_size = models.PositiveIntegerField(null=True)
    kept_sha256 = models.CharField(max_length=64, default="", db_default="", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    lease = models.PositiveSmallIntegerField(default=0, db_default=0)
    leased_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("state", AttachmentState, name="case_sound_state_known"),
            models.CheckConstraint(
                condition=Q(state=AttachmentState.REFUSED, fault__in=sorted(AttachmentFault.values))
                | Q(~Q(state=AttachmentState.REFUSED), fault=""),
                name="case_sound_refused_has_fault",
            ),
            models.CheckConstraint(
                condition=~Q(state=AttachmentState.READY)
                | Q(kept_size__isnull=False, kept_sha256__regex=SHA256),
                name="case_sound_ready_is_hashed",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="case_sound_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=_SOUND_STAYS,
            ),
        ]

    def __str__(self) -> str:
        return f"sound of {self.case_id}"
