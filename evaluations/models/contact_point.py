"""Where a company is reached, as somebody has confirmed it."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from evaluations.enums import Channel, ConfirmedBy
from evaluations.models.company import Company
from evaluations.models.programme import Programme
from shoppers.models.fields import EnumField, one_of


class ContactPointConfirmation(models.Model):
    """The client said so, or a probe call reached it: it holds for these words alone.

    Another contact point needs another confirmation. It belongs to the company in the programme
    and outlives a participation that is taken out and put in again.
    """

    append_only: ClassVar[bool] = True

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="contact_point_confirmations"
    )
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    channel = EnumField(Channel)
    contact_point = models.CharField(max_length=200)
    menu_path = models.CharField(max_length=200, default="", blank=True)
    way = EnumField(ConfirmedBy)
    # Who said so, or what the probe call met.
    words = models.CharField(max_length=200)
    confirmed_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            one_of("channel", Channel, name="confirmation_channel_known"),
            one_of("way", ConfirmedBy, name="confirmation_way_known"),
            models.CheckConstraint(
                condition=~models.Q(contact_point=""), name="confirmation_is_of_something"
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "company"], name="confirmation_by_company"),
        ]

    def __str__(self) -> str:
        return f"{self.company}: {self.contact_point}"
