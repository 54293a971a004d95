"""Keys for programs that read in a client's name."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from evaluations.enums import KeyScope
from evaluations.models.client import Client


class ApiKey(models.Model):
    """A key scoped to one client; only its hash rests here, and it is shown once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="api_keys")
    label = models.CharField(max_length=80)
    # The first characters, for a person to recognise the key by; they open nothing.
    prefix = models.CharField(max_length=12, unique=True)
    key_hash = models.CharField(max_length=64, unique=True)
    # What it may do beside reading: words of KeyScope.
    scopes = ArrayField(models.CharField(max_length=40), default=list, db_default=[], blank=True)
    is_demo = models.BooleanField(default=False)
    # The form it was asked for with: one form issues one key, however often it is sent.
    form_token = models.UUIDField(null=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="api_keys_issued"
    )
    issued_at = models.DateTimeField(auto_now_add=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-issued_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(revoked_at=None, revoked_by=None)
                | models.Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="api_key_revoked_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(scopes__contained_by=sorted(KeyScope.values)),
                name="api_key_scopes_known",
            ),
            models.UniqueConstraint(fields=["client", "form_token"], name="api_key_once_per_form"),
        ]

    def __str__(self) -> str:
        return f"{self.prefix}… of {self.client}"
