"""The versioned form."""

import pgtrigger
from django.db import models


class Checklist(models.Model):
    """A form's lasting identity across its versions."""

    key = models.SlugField(max_length=60, unique=True)

    def __str__(self) -> str:
        return self.key


class ChecklistVersion(models.Model):
    """One version's document: sections, questions, options; immutable once a programme uses it."""

    checklist = models.ForeignKey(Checklist, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveSmallIntegerField()
    document = models.JSONField()
    document_hash = models.CharField(max_length=64)
    frozen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["checklist", "version"], name="checklist_version_once"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="checklist_version_frozen",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.frozen_at IS NOT NULL"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.checklist} {self.version}"
