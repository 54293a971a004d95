"""What a closed calibration came to, and who is excused from it."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from evaluations.enums import AgreementFigure
from evaluations.models.calibration import Calibration, CalibrationRater
from evaluations.models.programme import Programme
from shoppers.models import Shopper
from shoppers.models.fields import EnumField, one_of


class CalibrationResult(models.Model):
    """The work of computing a session's figures, once, after it closed.

    A worker takes it with a `lease`, which counts the attempts and is the fencing number. `error`
    names the fault of the last attempt. `again` is how often a coordinator has had it computed
    again after the last attempt.
    """

    calibration = models.OneToOneField(
        Calibration, on_delete=models.PROTECT, primary_key=True, related_name="result"
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    lease = models.PositiveIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    again = models.PositiveSmallIntegerField(default=0, db_default=0)
    error = models.CharField(max_length=120, default="", blank=True)
    computed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["asked_at"], condition=Q(computed_at=None), name="calibration_result_due"
            ),
        ]

    def __str__(self) -> str:
        return f"result of {self.calibration_id}"


class CalibrationRetry(models.Model):
    """A coordinator's word that figures which could not be computed are to be tried for again."""

    append_only: ClassVar[bool] = True

    result = models.ForeignKey(CalibrationResult, on_delete=models.PROTECT, related_name="retries")
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="calibration_retry_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.result_id} again"


class CalibrationFigure(models.Model):
    """One figure with the ends of its 95 % interval.

    Of a question, of a rater, or of the whole session where it names neither. `channel` is there
    where a question has other options on each channel. `value` is missing for the reason `untold`,
    the interval for the reason `no_interval`: words of `agreement.ratings.Untold`. `compared` are
    the units that it rests on: cases, questions of cases, or answers; `agreed` are those answers
    that were the master's.
    """

    calibration = models.ForeignKey(Calibration, on_delete=models.PROTECT, related_name="figures")
    question = models.CharField(max_length=60, default="", blank=True)
    channel = models.CharField(max_length=40, default="", blank=True)
    rater = models.ForeignKey(
        CalibrationRater, on_delete=models.CASCADE, null=True, related_name="figures"
    )
    figure = EnumField(AgreementFigure)
    value = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    compared = models.PositiveIntegerField()
    agreed = models.PositiveIntegerField(null=True)
    untold = models.CharField(max_length=40, default="", blank=True)
    no_interval = models.CharField(max_length=40, default="", blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            one_of("figure", AgreementFigure, name="calibration_figure_known"),
            models.UniqueConstraint(
                fields=["calibration", "question", "channel", "rater", "figure"],
                name="calibration_figure_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(question="") | Q(rater=None), name="calibration_figure_of_one_thing"
            ),
            models.CheckConstraint(
                condition=Q(low=None, high=None) | Q(low__lte=models.F("high")),
                name="calibration_figure_interval_ordered",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="calibration_figure_stays", operation=pgtrigger.Update),
        ]

    def __str__(self) -> str:
        return f"{self.figure} of {self.question or self.rater_id or self.calibration_id}"


class CalibrationWaiver(models.Model):
    """A coordinator's word that a shopper needs no calibration in a programme, and why."""

    shopper = models.ForeignKey(
        Shopper, on_delete=models.CASCADE, related_name="calibration_waivers"
    )
    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, related_name="calibration_waivers"
    )
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["shopper", "programme"], name="calibration_waived_once"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="calibration_waiver_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.shopper_id} excused in {self.programme_id}"
