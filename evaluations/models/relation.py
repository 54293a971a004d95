"""What stands between a shopper and a call."""

from django.conf import settings
from django.db import models

from evaluations.enums import RelationKind
from evaluations.models.company import Company
from evaluations.models.programme import Programme
from shoppers.models import Shopper
from shoppers.models.fields import EnumField, one_of


class Relation(models.Model):
    """What a shopper is to a company in private life."""

    shopper = models.ForeignKey(Shopper, on_delete=models.CASCADE, related_name="relations")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="relations")
    kind = EnumField(RelationKind)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["shopper", "company", "kind"], name="relation_once_per_kind"
            ),
            one_of("kind", RelationKind, name="relation_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.shopper}: {self.kind} of {self.company}"


class RelationDecision(models.Model):
    """A coordinator's last word on a relation: after it, no import adds or removes that one."""

    shopper = models.ForeignKey(
        Shopper, on_delete=models.CASCADE, related_name="relation_decisions"
    )
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    kind = EnumField(RelationKind)
    holds = models.BooleanField()
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["shopper", "company", "kind"], name="relation_decided_once_per_kind"
            ),
            one_of("kind", RelationKind, name="relation_decision_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.shopper}: {'' if self.holds else 'not '}{self.kind} of {self.company}"


class Admission(models.Model):
    """A shopper's certification for one programme."""

    shopper = models.ForeignKey(Shopper, on_delete=models.CASCADE, related_name="admissions")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="admissions")
    certified_at = models.DateTimeField()
    certified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="admissions_certified"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["shopper", "programme"], name="admission_once_per_programme"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.shopper} in {self.programme}"


class Withdrawal(models.Model):
    """An admission that a coordinator took back: no import gives it again, only a coordinator."""

    shopper = models.ForeignKey(Shopper, on_delete=models.CASCADE, related_name="withdrawals")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="withdrawals")
    withdrawn_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["shopper", "programme"], name="withdrawal_once_per_programme"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.shopper} no longer in {self.programme}"
