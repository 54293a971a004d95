"""What came in from files, and what did not."""

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from evaluations.enums import ImportReason, ImportState
from evaluations.models.programme import Programme
from shoppers.models.fields import EnumField, one_of


class Import(models.Model):
    """One reading of a programme's directory by an operator."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="imports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = EnumField(ImportState, default=ImportState.RUNNING)
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    # Lines of the evaluations file: in all, looked at so far, accepted so far.
    lines = models.PositiveIntegerField(default=0)
    lines_read = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    # Lines per ImportReason so far, known duplicates included.
    problem_counts = models.JSONField(default=dict)
    warnings = models.JSONField(default=list)

    class Meta:
        ordering = ["-started_at"]
        constraints = [
            one_of("state", ImportState, name="import_state_known"),
            models.CheckConstraint(
                condition=Q(state=ImportState.RUNNING, finished_at=None)
                | (~Q(state=ImportState.RUNNING) & Q(finished_at__isnull=False)),
                name="import_finished_iff_not_running",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme} at {self.started_at}"


class ImportProblem(models.Model):
    """A line that was not accepted, kept as it stood, once, however often the file is read."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="problems")
    first_import = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="problems")
    line = models.PositiveIntegerField()  # as numbered when it was first met, from 1
    external_id = models.CharField(max_length=200, default="", blank=True)
    reason = EnumField(ImportReason)
    # A text that the catalogues translate, and what stands in it in every language.
    message = models.TextField()
    message_values = models.JSONField(default=dict)
    # The line's bytes, readable: what is not UTF-8 is escaped.
    raw = models.TextField()
    raw_hash = models.CharField(max_length=64)
    # Identical bad lines in one file are told apart by their order.
    occurrence = models.PositiveIntegerField(default=1)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["line", "id"]
        constraints = [
            one_of("reason", ImportReason, name="import_reason_known"),
            models.UniqueConstraint(
                fields=["programme", "reason", "raw_hash", "occurrence"],
                name="import_problem_once",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="import_problem_kept", operation=pgtrigger.Delete),
            # That it is closed is all that is ever learnt about a line.
            pgtrigger.ReadOnly(name="import_problem_stays", exclude=["closed_at"]),
        ]

    def __str__(self) -> str:
        return f"line {self.line}: {self.reason}"
