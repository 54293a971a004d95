"""Whether new shoppers are sought: for all of the house, and for one programme."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from evaluations.models.programme import Programme


class ApplicationDoor(models.Model):
    """What a coordinator last said of applications; without a row they are taken.

    The row without a programme is the house: while it is closed, every programme is.
    """

    programme = models.OneToOneField(
        Programme, on_delete=models.CASCADE, null=True, related_name="application_door"
    )
    closed = models.BooleanField()
    # From this day on applications are taken again by themselves; empty: until somebody says so.
    again_on = models.DateField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme"], nulls_distinct=False, name="application_door_once"
            ),
            models.CheckConstraint(
                condition=Q(closed=True) | Q(again_on=None), name="application_door_open_has_no_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id or 'house'}: {'closed' if self.closed else 'open'}"
