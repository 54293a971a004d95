"""One try at reaching the company."""

from typing import ClassVar

from django.db import models

from evaluations.enums import AttemptEnding, AttemptOutcome
from evaluations.models.test_call import TestCall
from shoppers.models.fields import SHA256, EnumField, one_of


class _InTime(models.Manager["Attempt"]):
    """Attempts in the order in which they were made, which need not be that of noting them."""

    def get_queryset(self) -> models.QuerySet["Attempt"]:
        return super().get_queryset().order_by("started_at", "number")


class Attempt(models.Model):
    """When it began, how it ended, how long it took.

    `outcome` says whether somebody was reached and is what results rest on; `ending` says how the
    shopper saw it. The clock's instants are there where it ran: `answered_at` when somebody
    answered, `ended_at` when it was over. `wait_seconds` may be corrected against them, with
    `words` that say why. `taken_back` has what was said by mistake: each time that somebody was
    said to answer, `answered_at`, and when that was taken back, `at`.
    """

    test_call = models.ForeignKey(TestCall, on_delete=models.CASCADE, related_name="attempts")
    # Made by the shopper's phone, so that the same attempt sent again is known; none from files.
    key = models.UUIDField(null=True)
    # In the order of noting; read in time, see _InTime.
    number = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    outcome = EnumField(AttemptOutcome)
    ending = EnumField(AttemptEnding, default="", db_default="", blank=True)
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    wait_seconds = models.PositiveIntegerField()
    handling_seconds = models.PositiveIntegerField(null=True)
    words = models.TextField(default="", db_default="", blank=True)
    taken_back = models.JSONField(default=list, db_default=models.Value([], models.JSONField()))
    # When it was written down here; empty for attempts that came from a file.
    logged_at = models.DateTimeField(null=True)

    objects = _InTime()

    class Meta:
        ordering = ["test_call", "number"]
        constraints = [
            models.UniqueConstraint(fields=["test_call", "number"], name="attempt_number_once"),
            models.UniqueConstraint(fields=["test_call", "key"], name="attempt_key_once_per_call"),
            models.UniqueConstraint(
                fields=["test_call"],
                condition=models.Q(outcome=AttemptOutcome.UNDER_WAY),
                name="attempt_one_under_way",
            ),
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=True)
                | models.Q(answered_at__gte=models.F("started_at")),
                name="attempt_answered_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True)
                | models.Q(ended_at__gte=models.F("started_at")),
                name="attempt_ended_after_start",
            ),
            one_of("outcome", AttemptOutcome, name="attempt_outcome_known"),
            models.CheckConstraint(
                condition=models.Q(ending__in=["", *sorted(AttemptEnding.values)]),
                name="attempt_ending_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.outcome}"


class LateAttempt(models.Model):
    """An attempt that came in when its call took none any more; kept word for word.

    It counts for nothing: a coordinator reads it beside the attempts that stand. `content` is what
    `evaluations.services.calls.attempts.AttemptNote.document` makes of it and `content_hash` its
    digest: the same sent again is there once.
    """

    append_only: ClassVar[bool] = True

    test_call = models.ForeignKey(TestCall, on_delete=models.PROTECT, related_name="late_attempts")
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["test_call", "received_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["test_call", "content_hash"], name="late_attempt_once"),
            models.CheckConstraint(
                condition=models.Q(content_hash__regex=SHA256), name="late_attempt_is_hashed"
            ),
        ]

    def __str__(self) -> str:
        return f"late {self.content_hash[:12]}"
