"""What a shopper and the coordinators write to each other about one call."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from evaluations.models.test_call import TestCall


class CallMessage(models.Model):
    """One message about a call: hers where its author is the call's shopper, else a coordinator's.

    Added, never changed; clients have no way to it.
    """

    append_only: ClassVar[bool] = True

    test_call = models.ForeignKey(TestCall, on_delete=models.PROTECT, related_name="messages")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()
    # Made by the page it was written on: sent twice, it is one message.
    key = models.UUIDField(unique=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="call_message_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.author_id} about {self.test_call_id}"


class SettledMessage(models.Model):
    """A coordinator's word that a shopper's message needs no answer."""

    append_only: ClassVar[bool] = True

    message = models.OneToOneField(
        CallMessage, on_delete=models.PROTECT, primary_key=True, related_name="settled"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.message_id} settled by {self.by_id}"
