"""Work as a row: planned, done by whoever holds its lease, found by a sweep when nobody does."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q


class Leased(models.Model):
    """What every such row has; `scoring.services.leases` is what writes it.

    `lease` counts the attempts and is the fencing number: who lost the lease can write nothing
    more. `error` names the fault of the last attempt, or why the work was given up.
    """

    # The rows whose work is not over, and the state of one that somebody works on.
    going_on: ClassVar[Q]
    under_way: ClassVar[str]
    objects: ClassVar[models.Manager[Self]] = models.Manager()

    planned_at = models.DateTimeField(auto_now_add=True)
    lease = models.PositiveIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    error = models.TextField(default="", blank=True)

    class Meta:
        abstract = True
