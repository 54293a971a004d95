"""Whether a shopper thinks that she was recognised as one."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from evaluations.models.evaluation import Evaluation


class Recognition(models.Model):
    """Her word on it, given when she hands a report in; the newest of a report counts.

    For reviewers alone: no client reads it, and no result rests on it.
    """

    append_only: ClassVar[bool] = True

    evaluation = models.ForeignKey(
        Evaluation, on_delete=models.PROTECT, related_name="recognitions"
    )
    recognised = models.BooleanField()
    words = models.TextField(default="", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["evaluation", "id"]

    def __str__(self) -> str:
        return f"{'recognised' if self.recognised else 'not recognised'}: {self.evaluation_id}"
