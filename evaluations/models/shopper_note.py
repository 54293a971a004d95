"""What a coordinator notes about a shopper."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from evaluations.models.programme import Programme
from shoppers.models import Shopper


class ShopperNote(models.Model):
    """Words about a shopper, which she reads on a page of her own; about one programme, or none.

    Added, never changed. When she is erased they go, row by row: the words are all they are.
    """

    append_only: ClassVar[bool] = True

    shopper = models.ForeignKey(Shopper, on_delete=models.PROTECT, related_name="notes")
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, null=True, related_name="shopper_notes"
    )
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    # Made by the page it was written on: sent twice, it is one note.
    key = models.UUIDField(unique=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="shopper_note_has_words"),
        ]

    def __str__(self) -> str:
        return f"about {self.shopper_id} by {self.by_id}"
