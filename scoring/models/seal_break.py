"""Rows that somebody altered past the app."""

import uuid
from typing import ClassVar

from django.db import models

from shoppers.models.fields import SHA256


class SealBreak(models.Model):
    """A document that was found not to be the sealed one; once for each thing it was altered to.

    `table` and `row` say where it stands, `words` what a coordinator calls it.
    """

    append_only: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    table = models.CharField(max_length=63)
    row = models.CharField(max_length=64)
    words = models.CharField(max_length=200)
    seal = models.CharField(max_length=64)
    found = models.CharField(max_length=64)
    found_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-found_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["table", "row", "seal", "found"], name="seal_break_told_once"
            ),
            models.CheckConstraint(
                condition=models.Q(found__regex=SHA256) & ~models.Q(found=models.F("seal")),
                name="seal_break_is_a_difference",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.row}"
