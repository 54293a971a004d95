"""How much each section counts."""

from typing import ClassVar

from django.db import models

from evaluations.models import Programme
from scoring.enums import WeightSource
from shoppers.models.fields import EnumField, one_of


class WeightSet(models.Model):
    """Section weights, exact: never changed, a new estimate is a new set.

    `weights` maps a section to a fraction in lowest terms, `"numerator/denominator"`; the
    fractions add up to one. `basis` says what they were computed from.
    """

    append_only: ClassVar[bool] = True

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="weight_sets")
    source = EnumField(WeightSource)
    weights = models.JSONField()
    basis = models.JSONField(default=dict)
    content_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            one_of("source", WeightSource, name="weight_source_known"),
            models.UniqueConstraint(
                fields=["programme", "content_hash"], name="weight_set_once_per_content"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme}: {self.content_hash[:8]}"
