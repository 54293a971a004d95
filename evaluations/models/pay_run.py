"""Pay runs: what is paid together, who made, approved and paid it, and where each amount went.

A pay run goes one way: draft, approved by a second person, made into a file for the bank, noted as
paid. Each step is noted once and stays (`state` reads them). What it pays are lines; a fee, an
expense or a bonus stands in one live line at most, so nothing is paid twice.
"""

import datetime as dt
import uuid
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from evaluations.enums.fees import PayRunState
from evaluations.models.fee import Fee
from evaluations.models.pay_extra import PayExtra
from shoppers.models import BankAccount, Shopper

_STEPS = ("approved", "filed", "paid", "cancelled")
_FACTS = (
    "ROW(OLD.currency, OLD.until, OLD.by_id, OLD.at)"
    " IS DISTINCT FROM ROW(NEW.currency, NEW.until, NEW.by_id, NEW.at)"
)
_DAY = "(OLD.paid_on IS NOT NULL AND OLD.paid_on IS DISTINCT FROM NEW.paid_on)"
_DONE = tuple(
    f"(OLD.{step}_at IS NOT NULL AND ROW(OLD.{step}_at, OLD.{step}_by_id)"
    f" IS DISTINCT FROM ROW(NEW.{step}_at, NEW.{step}_by_id))"
    for step in _STEPS
)
_KEPT = " OR ".join((_FACTS, *_DONE, _DAY))


def _together(step: str) -> models.CheckConstraint:
    at, by = f"{step}_at", f"{step}_by"
    return models.CheckConstraint(
        condition=Q(**{at: None, by: None}) | Q(**{f"{at}__isnull": False, f"{by}__isnull": False}),
        name=f"pay_run_{step}_by_somebody",
    )


def _somebody() -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )


class PayRun(models.Model):
    """What is paid together in one currency: all that was owed up to a day when it was made.

    Payments that were noted before there were pay runs have no currency and no steps but the last.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    currency = models.CharField(max_length=3, default="", blank=True)
    until = models.DateField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    approved_by = _somebody()
    approved_at = models.DateTimeField(null=True)
    filed_by = _somebody()
    filed_at = models.DateTimeField(null=True)
    # The day the bank says, which is not the day somebody noted it.
    paid_on = models.DateField(null=True)
    paid_by = _somebody()
    paid_at = models.DateTimeField(null=True)
    cancelled_by = _somebody()
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            *(_together(step) for step in _STEPS),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("by")),
                name="pay_run_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(filed_at=None) | Q(approved_at__isnull=False),
                name="pay_run_approved_before_its_file",
            ),
            models.CheckConstraint(
                condition=Q(paid_at=None, paid_on=None)
                | (
                    Q(paid_at__isnull=False, paid_on__isnull=False, cancelled_at=None)
                    & (Q(filed_at__isnull=False) | Q(currency=""))
                ),
                name="pay_run_filed_before_it_is_paid",
            ),
            models.CheckConstraint(
                condition=Q(currency="", until=None)
                | Q(currency__regex="^[A-Z]{3}$", until__isnull=False),
                name="pay_run_currency_is_a_code",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="pay_run_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="pay_run_steps_stay",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(f"({_KEPT})"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.at:%Y-%m-%d}"

    @property
    def state(self) -> PayRunState:
        """How far it has come."""
        for moment, state in (
            (self.cancelled_at, PayRunState.CANCELLED),
            (self.paid_at, PayRunState.PAID),
            (self.filed_at, PayRunState.FILED),
            (self.approved_at, PayRunState.APPROVED),
        ):
            if moment is not None:
                return state
        return PayRunState.DRAFT

    @property
    def filed_on(self) -> dt.date | None:
        """The day its file was made."""
        return None if self.filed_at is None else timezone.localdate(self.filed_at)


# Only what was approved comes into a pay run: the database says so too.
_ONLY_APPROVED = """
    IF NEW.fee_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM evaluations_feeapproval AS said WHERE said.fee_id = NEW.fee_id
    ) OR NEW.extra_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM evaluations_payextradecision AS said
        WHERE said.extra_id = NEW.extra_id AND said.approved
    ) THEN
        RAISE EXCEPTION 'Only what was approved is paid.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pay_line_was_approved';
    END IF;
    RETURN NEW;
"""
_LINE_KEPT = (
    "ROW(OLD.run_id, OLD.fee_id, OLD.extra_id, OLD.shopper_id, OLD.minor)"
    " IS DISTINCT FROM ROW(NEW.run_id, NEW.fee_id, NEW.extra_id, NEW.shopper_id, NEW.minor)"
    " OR (OLD.account_id IS NOT NULL AND OLD.account_id IS DISTINCT FROM NEW.account_id)"
    " OR (OLD.freed_at IS NOT NULL AND ROW(OLD.freed_at, OLD.freed_because)"
    " IS DISTINCT FROM ROW(NEW.freed_at, NEW.freed_because))"
)


class PayLine(models.Model):
    """One fee or extra in a pay run. It is live until it is freed; then another run may pay it.

    `minor` is the amount in hundredths of the run's currency, `account` where the file sent it.
    """

    run = models.ForeignKey(PayRun, on_delete=models.PROTECT, related_name="lines")
    fee = models.ForeignKey(Fee, on_delete=models.PROTECT, null=True, related_name="pay_lines")
    extra = models.ForeignKey(
        PayExtra, on_delete=models.PROTECT, null=True, related_name="pay_lines"
    )
    shopper = models.ForeignKey(Shopper, on_delete=models.PROTECT, related_name="pay_lines")
    minor = models.PositiveBigIntegerField()
    account = models.ForeignKey(
        BankAccount, on_delete=models.PROTECT, null=True, related_name="pay_lines"
    )
    freed_at = models.DateTimeField(null=True)
    # Of a cancelled run it is empty; else why the amount was taken out or came back.
    freed_because = models.TextField(default="", blank=True)

    class Meta:
        ordering = ["run", "shopper", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(fee=None, extra__isnull=False) | Q(fee__isnull=False, extra=None),
                name="pay_line_is_for_one_thing",
            ),
            models.CheckConstraint(condition=Q(minor__gt=0), name="pay_line_above_zero"),
            models.UniqueConstraint(
                fields=["fee"], condition=Q(freed_at=None), name="fee_in_one_live_pay_run"
            ),
            models.UniqueConstraint(
                fields=["extra"], condition=Q(freed_at=None), name="extra_in_one_live_pay_run"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="pay_line_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="pay_line_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(f"({_LINE_KEPT})"),
            ),
            pgtrigger.Trigger(
                name="pay_line_was_approved",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=_ONLY_APPROVED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.minor} in {self.run_id}"
