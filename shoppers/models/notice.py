"""Mail that is owed to somebody."""

import uuid

from django.db import models

from shoppers.models.user import User


class Notice(models.Model):
    """One mail, written in the same transaction as its cause and sent after commit, once.

    The text is made when it is sent, so no one-time link rests in the database. The lease keeps
    two workers from sending the same mail; its number fences one that comes back late.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # None for somebody without an account: her letter knows the address from what it is about.
    recipient = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="notices")
    # A word of one of the letters registered with shoppers.services.mail.
    kind = models.CharField(max_length=40)
    # What the mail is about, for the app whose letter it is.
    about = models.UUIDField(null=True)
    # What made it owed: the same cause never owes two mails.
    cause = models.CharField(max_length=80, null=True, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    lease = models.PositiveIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    error = models.TextField(default="", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(kind=""), name="notice_has_kind"),
            models.CheckConstraint(
                condition=models.Q(recipient__isnull=False) | models.Q(about__isnull=False),
                name="notice_is_to_somebody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=models.Q(sent_at=None, failed_at=None),
                name="notice_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.recipient_id or self.about}"
