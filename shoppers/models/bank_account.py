"""Where a shopper is paid to, sealed; and who looked."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from shoppers.models.shopper import Shopper
from shoppers.models.user import User


class BankAccount(models.Model):
    """An account that a shopper gave herself; the one without `replaced_at` is paid to.

    Those before it stay, because payments went there. Nothing of any is left once she is erased.
    """

    shopper = models.ForeignKey(Shopper, on_delete=models.PROTECT, related_name="bank_accounts")
    # The IBAN, as shoppers.sealing keeps it; its end stands beside it for eyes.
    sealed = models.TextField()
    country = models.CharField(max_length=2)
    last_four = models.CharField(max_length=4)
    noted_at = models.DateTimeField(default=timezone.now)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-noted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["shopper"], condition=Q(replaced_at=None), name="bank_account_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(sealed="", replaced_at=None), name="bank_account_has_a_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country} •••• {self.last_four}"


class BankAccountReading(models.Model):
    """A pay officer was shown the whole number, or a file with it: `about` names the pay run."""

    append_only: ClassVar[bool] = True

    account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="readings")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    about = models.UUIDField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.account} at {self.at}"
