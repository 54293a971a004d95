"""What each of two reviewers says of a report before they know of each other."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from evaluations.enums import ReviewDecision, ReviewReason
from evaluations.models.evaluation_event import EvaluationEvent
from shoppers.models.fields import EnumField, one_of


class ReviewVerdict(models.Model):
    """One verdict; who gave it and when is its step's. Hidden from the second until she gave hers.

    `first` is the verdict beside which a second one was given, None of a first. What was said in it
    reaches the shopper only with the step that both, or a third, lead to.
    """

    append_only: ClassVar[bool] = True

    step = models.OneToOneField(EvaluationEvent, on_delete=models.PROTECT, related_name="verdict")
    first = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="seconds")
    decision = EnumField(ReviewDecision)
    review_reason = EnumField(ReviewReason, default="", blank=True)
    reason = models.TextField(default="", blank=True)
    # By the keys of questions and comments.
    remarks = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            one_of("decision", ReviewDecision, name="verdict_decision_known"),
            models.CheckConstraint(
                condition=Q(decision=ReviewDecision.APPROVE) | ~Q(reason=""),
                name="verdict_gives_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.decision
