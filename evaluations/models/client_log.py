"""The history of all contact with a client."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from evaluations.enums import ClientLogKind
from evaluations.models.client import Client
from shoppers.models.fields import EnumField, one_of


class ClientLogEntry(models.Model):
    """One contact with a client, or one act on its account; added, never changed."""

    append_only: ClassVar[bool] = True

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="log")
    kind = EnumField(ClientLogKind)
    happened_on = models.DateField()
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-happened_on", "-id"]
        verbose_name_plural = "client log entries"
        indexes = [models.Index(fields=["client", "-happened_on"], name="client_log_by_client")]
        constraints = [
            one_of("kind", ClientLogKind, name="client_log_kind_known"),
            models.CheckConstraint(condition=~models.Q(text=""), name="client_log_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.client}: {self.kind} on {self.happened_on}"
