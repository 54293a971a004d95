"""When a shopper takes no calls."""

from django.conf import settings
from django.db import models

from shoppers.models.shopper import Shopper


class Absence(models.Model):
    """Days, both ends included, on which she takes no calls; why is nobody's business."""

    shopper = models.ForeignKey(Shopper, on_delete=models.CASCADE, related_name="absences")
    first_day = models.DateField()
    last_day = models.DateField()
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    noted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["first_day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(first_day__lte=models.F("last_day")), name="absence_ordered"
            ),
            models.UniqueConstraint(
                fields=["shopper", "first_day", "last_day"], name="absence_noted_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.shopper} away {self.first_day} to {self.last_day}"
