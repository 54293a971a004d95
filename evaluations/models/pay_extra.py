"""What a shopper is paid beside her fees: expenses that she had, and bonuses that she is given.

Rows are added and never changed; where one stands is read off them (queries.pay_extras).
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from evaluations.enums.fees import ExtraKind
from evaluations.models.programme import Programme
from shoppers.models import Shopper
from shoppers.models.fields import EnumField, one_of


class PayExtra(models.Model):
    """An expense that she enters, or a bonus with its reason; `minor` is in hundredths.

    No score, no flag and no client makes or changes one: somebody writes each by hand.
    """

    append_only: ClassVar[bool] = True

    shopper = models.ForeignKey(Shopper, on_delete=models.PROTECT, related_name="pay_extras")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="pay_extras")
    kind = EnumField(ExtraKind)
    minor = models.PositiveBigIntegerField()
    currency = models.CharField(max_length=3)
    # On which day she paid it; of a bonus, the day it was given.
    spent_on = models.DateField()
    words = models.TextField()
    promised_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    # Made by the page it was entered on: sent twice, it is one.
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            one_of("kind", ExtraKind, name="pay_extra_kind_known"),
            models.CheckConstraint(condition=Q(minor__gt=0), name="pay_extra_above_zero"),
            models.CheckConstraint(
                condition=Q(currency__regex="^[A-Z]{3}$"), name="pay_extra_currency_is_a_code"
            ),
            models.CheckConstraint(condition=~Q(words=""), name="pay_extra_says_what_for"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.minor} {self.currency}"


class PayExtraDecision(models.Model):
    """That an expense or a bonus is paid, or refused with a reason that she reads.

    Or that she has taken an expense back before anybody decided it: `by` is she then.
    """

    append_only: ClassVar[bool] = True

    extra = models.OneToOneField(
        PayExtra, on_delete=models.PROTECT, primary_key=True, related_name="decision"
    )
    approved = models.BooleanField()
    taken_back = models.BooleanField(default=False, db_default=False)
    reason = models.TextField(default="", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(approved=True) | Q(taken_back=True) | ~Q(reason=""),
                name="pay_extra_refusal_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(taken_back=False) | Q(approved=False),
                name="pay_extra_taken_back_is_unpaid",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.extra_id}: {self.approved}"
