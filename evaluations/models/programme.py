"""One award year and its method."""

import pgtrigger
from django.db import models

from evaluations.models.checklist import ChecklistVersion
from shoppers.models.fields import SHA256


class Programme(models.Model):
    """One award year; its method is one JSON document, frozen and hashed before fieldwork."""

    slug = models.SlugField(max_length=40, unique=True)
    year = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    fieldwork_start = models.DateField()
    fieldwork_end = models.DateField()
    checklist_version = models.ForeignKey(
        ChecklistVersion, on_delete=models.PROTECT, related_name="programmes"
    )
    method = models.JSONField()
    method_hash = models.CharField(max_length=64, default="", blank=True)
    frozen_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-year", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(fieldwork_start__lte=models.F("fieldwork_end")),
                name="programme_fieldwork_ordered",
            ),
            models.CheckConstraint(
                condition=models.Q(frozen_at=None, method_hash="")
                | models.Q(frozen_at__isnull=False, method_hash__regex=SHA256),
                name="programme_hash_iff_frozen",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="programme_method_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.frozen_at IS NOT NULL AND (OLD.method, OLD.method_hash, OLD.frozen_at,"
                    " OLD.checklist_version_id, OLD.year, OLD.slug) IS DISTINCT FROM (NEW.method,"
                    " NEW.method_hash, NEW.frozen_at, NEW.checklist_version_id, NEW.year, NEW.slug)"
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name
