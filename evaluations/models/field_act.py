"""What a coordinator did with many calls at once, call by call."""

import uuid

from django.conf import settings
from django.db import models

from evaluations.enums.acts import ActKind
from evaluations.enums.fieldwork import TestCallState
from evaluations.models.test_call import TestCall
from shoppers.models import Shopper
from shoppers.models.fields import EnumField, one_of


class FieldAct(models.Model):
    """One act, all of it in one transaction; its key was made by the page that asked for it.

    Confirmed twice, it is one act. What it owes in mail rests until it can be undone no more.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = EnumField(ActKind)
    reason = models.TextField(default="", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "id"]
        constraints = [one_of("kind", ActKind, name="field_act_kind_known")]

    def __str__(self) -> str:
        return f"{self.kind} at {self.at}"


class FieldActCall(models.Model):
    """What the act did with one call, and how the call was before; `made` took its place.

    `refusal` is the code of the refusal, empty where the step was taken; `rules` has the words of
    AssigningRule that a shopper broke. `undoing` is the code of what kept the step from being
    undone; it counts once the act is undone. `mails` has the causes of the notices it owes.
    """

    act = models.ForeignKey(FieldAct, on_delete=models.CASCADE, related_name="calls")
    call = models.ForeignKey(TestCall, on_delete=models.PROTECT, related_name="acts")
    made = models.ForeignKey(TestCall, on_delete=models.PROTECT, null=True, related_name="+")
    # Whom it was to be given to, where the act gives.
    shopper = models.ForeignKey(Shopper, on_delete=models.PROTECT, null=True, related_name="+")
    was_state = EnumField(TestCallState)
    was_shopper = models.ForeignKey(Shopper, on_delete=models.PROTECT, null=True, related_name="+")
    was_due_on = models.DateField(null=True)
    refusal = models.CharField(max_length=40, default="", blank=True)
    rules = models.JSONField(default=list, blank=True)
    undoing = models.CharField(max_length=40, default="", blank=True)
    mails = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["act", "call"], name="field_act_takes_a_call_once"),
            one_of("was_state", TestCallState, name="field_act_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.act_id} with {self.call_id}"
