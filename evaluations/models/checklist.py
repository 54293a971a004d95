"""The versioned form."""

import pgtrigger
from django.db import models


class Checklist(models.Model):
    """A form's lasting identity across its versions."""

    key = models.SlugField(max_length=60, unique=True)

    def __str__(self) -> str:
        return self.key


class ChecklistVersion(models.Model):
    """One version's document: sections, questions, options.

    A draft until it is published, immutable from then on. What changes points, options or sections
    is another version; the same questions in other words are the same version in another wording.
    """

    checklist = models.ForeignKey(Checklist, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveSmallIntegerField()
    wording = models.PositiveSmallIntegerField(default=1, db_default=1)
    # What a draft began as.
    based_on = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="drafts_from"
    )
    document = models.JSONField()
    document_hash = models.CharField(max_length=64)
    frozen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["checklist", "version", "wording"], name="checklist_version_once"
            ),
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
