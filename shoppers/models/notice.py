"""Mail that is owed to somebody."""

import uuid

from django.db import models

from shoppers.enums import NoticeKind
from shoppers.models.fields import EnumField, one_of
from shoppers.models.user import User


class Notice(models.Model):
    """One mail, written in the same transaction as its cause and sent after commit, once.

    The text is made when it is sent, so no one-time link rests in the database. The lease keeps
    two workers from sending the same mail; its number fences one that comes back late.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recipient = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    kind = EnumField(NoticeKind)
    created_at = models.DateTimeField(auto_now_add=True)
    lease = models.PositiveIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    error = models.TextField(default="", blank=True)

    class Meta:
        constraints = [one_of("kind", NoticeKind, name="notice_kind_known")]
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=models.Q(sent_at=None, failed_at=None),
                name="notice_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.recipient_id}"
