"""What a run counts, packed: its contacts as the formulas read them."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from evaluations.models import Category
from scoring.models.run import Run


class RunPoints(models.Model):
    """The contacts of one category, written with its results and never again.

    `matrix` is a `PointMatrix` as bytes (`stored_arrays`), ten or so a contact. Its companies bear
    the places of their participations, its shoppers those of their keys. Equal contacts, equal
    bytes. `content_hash` is over all three columns. Runs from before have none; their contacts are
    read one by one.
    """

    append_only: ClassVar[bool] = True

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="points")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    participations = ArrayField(models.BigIntegerField())
    shoppers = ArrayField(models.BigIntegerField())
    matrix = models.BinaryField()
    content_hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "category"], name="run_points_once_a_category"),
        ]

    def __str__(self) -> str:
        return f"{self.category} in {self.run_id}"
