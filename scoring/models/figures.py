"""The columns that a run's results and the frozen rows of a release have in common."""

from django.db import models

from scoring.enums import Area, Unplaced
from shoppers.models.fields import EnumField


class PlacedFigures(models.Model):
    """A company's figures and place in its category, in percent with 12 decimals.

    A company that the method gives no place has figures, no rank, and the reason in `unplaced`.
    """

    rank = models.PositiveSmallIntegerField(null=True)
    unplaced = EnumField(Unplaced, default="", blank=True, db_default="")
    contacts = models.PositiveIntegerField()
    answered = models.PositiveIntegerField()
    total = models.DecimalField(max_digits=15, decimal_places=12)
    answered_only = models.DecimalField(max_digits=15, decimal_places=12, null=True)
    agent = models.DecimalField(max_digits=15, decimal_places=12, null=True)
    # How sure the total is: empty where one shopper made all contacts, and in runs from before it
    # was worked out. The bounds are not cut off at 0 and 100.
    lower = models.DecimalField(max_digits=10, decimal_places=6, null=True)
    upper = models.DecimalField(max_digits=10, decimal_places=6, null=True)
    # The ranks that the company could truly have.
    best_rank = models.PositiveSmallIntegerField(null=True)
    worst_rank = models.PositiveSmallIntegerField(null=True)
    could_be_best = models.BooleanField(null=True)

    class Meta:
        abstract = True


class AreaFigures(models.Model):
    """A company's mean in one section (answered contacts) or on one channel (all contacts)."""

    area = EnumField(Area)
    key = models.CharField(max_length=60)
    contacts = models.PositiveIntegerField()
    mean = models.DecimalField(max_digits=15, decimal_places=12)

    class Meta:
        abstract = True
