"""A shopper's word against a rejection, and the coordinator's answer to it."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from evaluations.enums.fees import AppealOutcome
from evaluations.models.evaluation import Evaluation
from evaluations.models.evaluation_event import EvaluationEvent
from shoppers.models.fields import EnumField, one_of


class Appeal(models.Model):
    """Why the shopper of a rejected report sees it otherwise; once for each report."""

    append_only: ClassVar[bool] = True

    evaluation = models.OneToOneField(Evaluation, on_delete=models.PROTECT, related_name="appeal")
    # The rejection that it is about: its author does not decide.
    rejection = models.OneToOneField(
        EvaluationEvent, on_delete=models.PROTECT, related_name="appeal"
    )
    words = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(words=""), name="appeal_says_something"),
        ]

    def __str__(self) -> str:
        return f"appeal of {self.evaluation_id}"


class AppealDecision(models.Model):
    """What another coordinator made of an appeal, with the reason that the shopper reads."""

    append_only: ClassVar[bool] = True

    appeal = models.OneToOneField(
        Appeal, on_delete=models.PROTECT, primary_key=True, related_name="decision"
    )
    outcome = EnumField(AppealOutcome)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("outcome", AppealOutcome, name="appeal_outcome_known"),
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="appeal_decision_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome}: {self.appeal}"
