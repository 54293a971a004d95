"""What left the house for an auditor."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from scoring.models.release import Release
from shoppers.models.fields import SHA256


class AuditPackage(models.Model):
    """One package, made for one named auditor; `sha256` is the ZIP's, which is kept nowhere."""

    append_only: ClassVar[bool] = True

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="audit_packages")
    auditor = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sha256__regex=SHA256) & ~models.Q(auditor=""),
                name="audit_package_is_named_and_hashed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.release} for {self.auditor}"
