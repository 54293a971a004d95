"""A file beside a report or an expense: its facts and its digests.

The bytes lie in a folder of their own.
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from evaluations.enums import AttachmentFault, AttachmentKind, AttachmentState
from evaluations.models.evaluation import Evaluation
from evaluations.models.pay_extra import PayExtra
from shoppers.models.fields import SHA256, EnumField, one_of


class Attachment(models.Model):
    """One file, from its announcement on; the row is also the job of receiving and checking it.

    `size` and `sha256` are what the phone announced; `received` is how many bytes of it are here.
    What is kept is made anew from them and has a size and digest of its own: `kept_size` and
    `kept_sha256`. A row outlives its file, so nothing is announced anew to pass a limit.

    It lies beside one thing: a report, or as a receipt an expense.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    evaluation = models.ForeignKey(
        Evaluation, on_delete=models.PROTECT, null=True, related_name="attachments"
    )
    extra = models.ForeignKey(
        PayExtra, on_delete=models.PROTECT, null=True, related_name="attachments"
    )
    # Made by the shopper's phone, so that the same file sent again is known.
    key = models.UUIDField()
    kind = EnumField(AttachmentKind)
    state = EnumField(AttachmentState, default=AttachmentState.RECEIVING)
    fault = EnumField(AttachmentFault, default="", db_default="", blank=True)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    received = models.PositiveIntegerField(default=0)
    announced_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True)
    kept_size = models.PositiveIntegerField(null=True)
    kept_sha256 = models.CharField(max_length=64, default="", db_default="", blank=True)
    # The file goes on this day; the row stays.
    delete_on = models.DateField()
    # Whether the folder may still hold bytes that the state has no use for.
    has_leftovers = models.BooleanField(default=False, db_default=False)
    lease = models.PositiveSmallIntegerField(default=0, db_default=0)
    leased_until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["evaluation", "announced_at", "id"]
        indexes = [
            models.Index(
                fields=["received_at"],
                condition=Q(state=AttachmentState.CHECKING),
                name="attachment_to_check",
            ),
            models.Index(
                fields=["delete_on"],
                condition=~Q(state__in=[AttachmentState.REFUSED, AttachmentState.REMOVED]),
                name="attachment_to_delete",
            ),
            models.Index(
                fields=["id"], condition=Q(has_leftovers=True), name="attachment_leftovers"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "key"], name="attachment_key_once_per_report"
            ),
            models.UniqueConstraint(fields=["extra", "key"], name="attachment_key_once_per_extra"),
            models.CheckConstraint(
                condition=Q(~Q(kind=AttachmentKind.RECEIPT), evaluation__isnull=False, extra=None)
                | Q(kind=AttachmentKind.RECEIPT, evaluation=None, extra__isnull=False),
                name="attachment_beside_one_thing",
            ),
            one_of("kind", AttachmentKind, name="attachment_kind_known"),
            one_of("state", AttachmentState, name="attachment_state_known"),
            models.CheckConstraint(
                condition=Q(size__gte=1, received__lte=F("size"), sha256__regex=SHA256),
                name="attachment_is_announced",
            ),
            models.CheckConstraint(
                condition=Q(state=AttachmentState.REFUSED, fault__in=sorted(AttachmentFault.values))
                | Q(~Q(state=AttachmentState.REFUSED), fault=""),
                name="attachment_refused_has_fault",
            ),
            models.CheckConstraint(
                condition=~Q(state=AttachmentState.READY)
                | Q(kept_size__isnull=False, kept_sha256__regex=SHA256),
                name="attachment_ready_is_hashed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    @property
    def owner(self) -> Evaluation | PayExtra:
        """What it lies beside."""
        found = self.evaluation or self.extra
        assert found is not None  # noqa: S101 - by constraint
        return found


class AttachmentReading(models.Model):
    """Somebody of the desk opened a file."""

    append_only: ClassVar[bool] = True

    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="readings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["attachment", "id"]

    def __str__(self) -> str:
        return f"{self.attachment_id} at {self.at}"
