"""A shopper's wish to be erased, and that it was done."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from shoppers.models.shopper import Shopper
from shoppers.models.user import User


class ErasureRequest(models.Model):
    """That a shopper asked for it; it waits until a coordinator confirms or she takes it back."""

    shopper = models.ForeignKey(Shopper, on_delete=models.PROTECT, related_name="erasure_requests")
    asked_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["shopper"], condition=Q(closed_at=None), name="erasure_asked_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.shopper}, asked {self.asked_at}"


class Erasure(models.Model):
    """That a shopper was erased: her code, when, and who confirmed it; nothing else of her."""

    append_only: ClassVar[bool] = True

    shopper = models.OneToOneField(
        Shopper, on_delete=models.PROTECT, primary_key=True, related_name="erasure"
    )
    erased_at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-erased_at"]

    def __str__(self) -> str:
        return f"{self.shopper} erased"
