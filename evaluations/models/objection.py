"""A client's word against a contact of its own, and an arbiter's answer to it."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from evaluations.enums import ObjectionOutcome, ObjectionReason
from evaluations.models.api_key import ApiKey
from evaluations.models.client import Client
from evaluations.models.evaluation import Evaluation
from evaluations.models.evaluation_event import EvaluationEvent
from shoppers.models.fields import EnumField, one_of


class Objection(models.Model):
    """What a client says is wrong with a contact, at one question or as a whole.

    `id` is made by the client's form or program, so that what is sent twice is filed once.
    """

    append_only: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="objections")
    # What it is against: a report that was mended and approved anew can be objected to anew.
    approval = models.ForeignKey(
        EvaluationEvent, on_delete=models.PROTECT, related_name="objections"
    )
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="objections")
    # The key of a question; empty: the contact as a whole.
    question = models.CharField(max_length=60, default="", blank=True)
    reason = EnumField(ObjectionReason)
    text = models.TextField()
    # What shows it: a line of a phone log, a case number; read by arbiters alone.
    evidence = models.TextField(default="", blank=True)
    # Who sent it, or who answers for the key that a program sent it with.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    key = models.ForeignKey(ApiKey, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            one_of("reason", ObjectionReason, name="objection_reason_known"),
            models.CheckConstraint(condition=~models.Q(text=""), name="objection_says_something"),
        ]

    def __str__(self) -> str:
        return f"objection to {self.evaluation_id}"


class ObjectionWithdrawal(models.Model):
    """The client's word that it does not object any more; a program says so with its `key`."""

    append_only: ClassVar[bool] = True

    objection = models.OneToOneField(
        Objection, on_delete=models.PROTECT, primary_key=True, related_name="withdrawal"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    key = models.ForeignKey(ApiKey, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"withdrawn: {self.objection}"


class ObjectionDecision(models.Model):
    """What an arbiter made of an objection, with the reason that the client reads."""

    append_only: ClassVar[bool] = True

    objection = models.OneToOneField(
        Objection, on_delete=models.PROTECT, primary_key=True, related_name="decision"
    )
    outcome = EnumField(ObjectionOutcome)
    reason = models.TextField()
    # What became of the report by it, and of everything decided with it.
    step = models.ForeignKey(EvaluationEvent, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("outcome", ObjectionOutcome, name="objection_outcome_known"),
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="objection_decision_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome}: {self.objection}"


class TimeDisclosure(models.Model):
    """The exact moment of a contact, told to the client that objects: an arbiter's own act."""

    append_only: ClassVar[bool] = True

    objection = models.OneToOneField(
        Objection, on_delete=models.PROTECT, primary_key=True, related_name="told_time"
    )
    moment = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"time told: {self.objection}"
