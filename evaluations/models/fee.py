"""What a test call pays: what is owed, and what makes it payable; pay runs pay it (pay_run).

Rows are added and never changed, and a fee's state is read off them (queries.fees). One kind goes
again: when a report's approval is taken back at once, what it said about the fee goes with it; the
report's events tell both (migration 0014).
"""

from typing import ClassVar

from django.conf import settings
from django.db import models

from evaluations.enums.fees import FeeCause, FeeGround
from evaluations.models.test_call import TestCall
from shoppers.models.fields import EnumField, one_of


class Fee(models.Model):
    """What is owed for one call, as its terms stood when it was done.

    `promised_on` is the day by which it is paid. Contacts from files have none: what they paid is
    not known here.
    """

    append_only: ClassVar[bool] = True

    test_call = models.OneToOneField(TestCall, on_delete=models.PROTECT, related_name="owed_fee")
    amount = models.DecimalField(max_digits=8, decimal_places=2)
    currency = models.CharField(max_length=3)
    ground = EnumField(FeeGround)
    owed_at = models.DateTimeField()
    promised_on = models.DateField()

    class Meta:
        ordering = ["owed_at", "id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="fee_above_zero"),
            models.CheckConstraint(
                condition=models.Q(currency__regex="^[A-Z]{3}$"), name="fee_currency_is_a_code"
            ),
            one_of("ground", FeeGround, name="fee_ground_known"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


class FeeApproval(models.Model):
    """That a fee is to be paid; `by` is empty where a rule says so and nobody decided."""

    append_only: ClassVar[bool] = True

    fee = models.OneToOneField(
        Fee, on_delete=models.PROTECT, primary_key=True, related_name="approval"
    )
    cause = EnumField(FeeCause)
    reason = models.TextField(default="", blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("cause", FeeCause, name="fee_cause_known"),
            models.CheckConstraint(
                condition=~models.Q(cause=FeeCause.BY_HAND)
                | (~models.Q(reason="") & models.Q(by__isnull=False)),
                name="fee_by_hand_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fee}: {self.cause}"
