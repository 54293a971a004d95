"""A calibration session: made-up cases, the master's answers, and those of every rater."""

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from evaluations.enums import CalibrationState, Channel, ScenarioReason
from evaluations.models.checklist import ChecklistVersion
from evaluations.models.programme import Programme
from shoppers.models.fields import SHA256, EnumField, one_of

# What was rated must be read later as raters read it.
_CASE_STAYS = """
    IF EXISTS (
        SELECT 1 FROM evaluations_calibration
        WHERE id = OLD.calibration_id AND state <> 'draft'
    ) THEN
        RAISE EXCEPTION 'A case of a calibration that was opened stays as it is.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'calibration_case_stays';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""
# Nobody may bend the master to what came in.
_MASTER_STAYS = """
    IF EXISTS (
        SELECT 1 FROM evaluations_calibrationcase c
        JOIN evaluations_calibration s ON s.id = c.calibration_id
        WHERE c.id = OLD.case_id AND s.state <> 'draft'
    ) THEN
        RAISE EXCEPTION 'The master answers of a calibration that was opened stay as they are.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'master_rating_stays';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""


class Calibration(models.Model):
    """Many rate the same cases by one checklist; nothing of it touches an evaluation or a score.

    Answers are taken from the first day to the last, both included, while it is open. Without a
    `closed_by` it closed because its last day was over.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="calibrations")
    checklist_version = models.ForeignKey(
        ChecklistVersion, on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField(max_length=120)
    opens_on = models.DateField()
    closes_on = models.DateField()
    state = EnumField(CalibrationState, default=CalibrationState.DRAFT)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField(null=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-created_at", "pk"]
        constraints = [
            one_of("state", CalibrationState, name="calibration_state_known"),
            models.CheckConstraint(
                condition=Q(opens_on__lte=F("closes_on")), name="calibration_days_ordered"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="calibration_has_title"),
            models.CheckConstraint(
                condition=Q(
                    state=CalibrationState.DRAFT,
                    opened_at=None,
                    opened_by=None,
                    closed_at=None,
                    closed_by=None,
                )
                | Q(
                    state=CalibrationState.OPEN,
                    opened_at__isnull=False,
                    opened_by__isnull=False,
                    closed_at=None,
                    closed_by=None,
                )
                | Q(
                    state=CalibrationState.CLOSED,
                    opened_at__isnull=False,
                    opened_by__isnull=False,
                    closed_at__isnull=False,
                ),
                name="calibration_steps_dated",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="calibration_closed_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.state = 'closed'"),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class CalibrationCase(models.Model):
    """An acted call, a transcript or a mail that was made for the purpose, and how it is asked of.

    `stated_by` says so: live contacts and recordings are never cases.
    """

    calibration = models.ForeignKey(Calibration, on_delete=models.CASCADE, related_name="cases")
    number = models.PositiveSmallIntegerField()
    channel = EnumField(Channel)
    reason = EnumField(ScenarioReason)
    text = models.JSONField()  # {"nb": …, "sv": …, "en": …}, one of them at least
    stated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    stated_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["calibration", "number"], name="calibration_case_number_once"
            ),
            one_of("channel", Channel, name="calibration_case_channel_known"),
            one_of("reason", ScenarioReason, name="calibration_case_reason_known"),
            models.CheckConstraint(condition=~Q(text={}), name="calibration_case_has_text"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="calibration_case_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=_CASE_STAYS,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.calibration}, {self.number}"


class MasterRating(models.Model):
    """The answers that a case is measured by, and who stands for them: she does not rate it."""

    case = models.OneToOneField(
        CalibrationCase, on_delete=models.CASCADE, primary_key=True, related_name="master"
    )
    answers = models.JSONField()
    content_hash = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(content_hash__regex=SHA256), name="master_rating_hashed"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="master_rating_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=_MASTER_STAYS,
            ),
        ]

    def __str__(self) -> str:
        return f"master of {self.case}"


class CalibrationRater(models.Model):
    """Somebody who was invited: a shopper, admitted or not yet, or a coordinator.

    `is_complete` says, once the session is closed, that she rated every case she was asked to;
    without it her figures admit nobody. Erasing a shopper removes her row with all that hangs on
    it.
    """

    calibration = models.ForeignKey(Calibration, on_delete=models.CASCADE, related_name="raters")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="calibrations"
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    invited_at = models.DateTimeField()
    is_complete = models.BooleanField(default=False)

    class Meta:
        ordering = ["user__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["calibration", "user"], name="calibration_rater_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.calibration_id}"


class RatingDraft(models.Model):
    """What a rater has answered of a case so far; it counts nowhere, and goes once she sends it."""

    rater = models.ForeignKey(CalibrationRater, on_delete=models.CASCADE, related_name="drafts")
    case = models.ForeignKey(CalibrationCase, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField()
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["case__number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["rater", "case"], name="case_drafted_once"),
        ]

    def __str__(self) -> str:
        return f"{self.rater} under way with {self.case_id}"


class CaseRating(models.Model):
    """What a rater said of a case: handed in once, and never changed."""

    rater = models.ForeignKey(CalibrationRater, on_delete=models.CASCADE, related_name="ratings")
    case = models.ForeignKey(CalibrationCase, on_delete=models.PROTECT, related_name="ratings")
    answers = models.JSONField()
    content_hash = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ["case__number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["rater", "case"], name="case_rated_once"),
            models.CheckConstraint(
                condition=Q(content_hash__regex=SHA256), name="case_rating_hashed"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="case_rating_stays", operation=pgtrigger.Update),
        ]

    def __str__(self) -> str:
        return f"{self.rater} on {self.case_id}"
