"""The history of all contact with a client."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from evaluations.client_changes import ClientChange
from evaluations.enums import ClientLogKind
from evaluations.models.client import Client
from shoppers.models.fields import EnumField, one_of


class ClientLogEntry(models.Model):
    """One contact with a client, or one act on its account; added, never changed.

    What somebody wrote is `text`. A change of the account is `change` with the `facts` of its
    sentence, so that everybody reads it in her own language; those from before there were such
    codes have the sentence as `text`, in the language of whoever made the change.
    """

    append_only: ClassVar[bool] = True

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="log")
    kind = EnumField(ClientLogKind)
    happened_on = models.DateField()
    text = models.TextField(default="", db_default="")
    change = EnumField(ClientChange, default="", db_default="")
    facts = models.JSONField(default=dict, db_default={})
    # Of what was written by hand: one contact is noted once, however often its form is sent.
    fingerprint = models.CharField(max_length=64, null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-happened_on", "-id"]
        verbose_name_plural = "client log entries"
        indexes = [models.Index(fields=["client", "-happened_on"], name="client_log_by_client")]
        constraints = [
            one_of("kind", ClientLogKind, name="client_log_kind_known"),
            models.CheckConstraint(
                condition=(models.Q(change="") & ~models.Q(text=""))
                | models.Q(change__in=sorted(ClientChange.values), text=""),
                name="client_log_says_one_thing",
            ),
            models.UniqueConstraint(fields=["client", "fingerprint"], name="client_log_notes_once"),
        ]

    def __str__(self) -> str:
        return f"{self.client}: {self.kind} on {self.happened_on}"
