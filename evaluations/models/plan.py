"""A field plan before it is started, and its calls."""

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from evaluations.enums import Channel, PlanObstacle, PlanState
from evaluations.models.company import Category
from evaluations.models.participation import Participation
from evaluations.models.programme import Programme
from evaluations.models.scenario import Scenario
from evaluations.models.test_call import TestCall
from shoppers.models import Shopper
from shoppers.models.fields import SHA256, EnumField, one_of


class PlanDraft(models.Model):
    """Which calls a programme still needs and who could make them; nobody was asked yet.

    The row is the work: a worker takes it with a `lease`, which counts the attempts and is the
    fencing number, so that who lost it writes nothing more. `quality` is what the plan is worth
    (services.plan_worth); `error` is a PlanRefusal or names a fault.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="plans")
    seed = models.PositiveIntegerField()
    state = EnumField(PlanState, default=PlanState.DRAFT)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    requested_at = models.DateTimeField(auto_now_add=True)
    lease = models.PositiveIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    steps = models.PositiveIntegerField(default=0)
    steps_done = models.PositiveIntegerField(default=0)
    inputs_hash = models.CharField(max_length=64, default="", blank=True)
    quality = models.JSONField(default=dict, blank=True)
    error = models.TextField(default="", blank=True)
    # When it was ready, failed or was discarded before it was ready.
    finished_at = models.DateTimeField(null=True)
    # When the first of its calls went out.
    started_at = models.DateTimeField(null=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-requested_at", "pk"]
        constraints = [
            one_of("state", PlanState, name="plan_state_known"),
            models.UniqueConstraint(
                fields=["programme"],
                condition=Q(state__in=sorted(PlanState.unfinished())),
                name="plan_computed_one_at_a_time",
            ),
            models.CheckConstraint(condition=Q(steps_done__lte=F("steps")), name="plan_steps_end"),
            models.CheckConstraint(
                condition=Q(inputs_hash="") | Q(inputs_hash__regex=SHA256),
                name="plan_inputs_hashed",
            ),
            models.CheckConstraint(
                condition=~Q(state=PlanState.STARTED) | Q(started_at__isnull=False),
                name="plan_started_is_dated",
            ),
        ]
        indexes = [
            models.Index(
                fields=["requested_at"],
                condition=Q(state__in=sorted(PlanState.unfinished())),
                name="plan_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme} by seed {self.seed}"


class PlannedCall(models.Model):
    """A call of a plan: with a shopper, or with the rule that left it without one.

    Once it has a `test_call` it stays as it is.
    """

    draft = models.ForeignKey(PlanDraft, on_delete=models.CASCADE, related_name="calls")
    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    channel = EnumField(Channel)
    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    # Between which hours of that day, on the award's clock.
    call_from = models.TimeField()
    call_until = models.TimeField()
    shopper = models.ForeignKey(Shopper, on_delete=models.PROTECT, null=True, related_name="+")
    stopped_by = EnumField(PlanObstacle, default="", blank=True)
    # The call that came to nothing and whose place this one takes.
    replaces = models.ForeignKey(TestCall, on_delete=models.PROTECT, null=True, related_name="+")
    test_call = models.OneToOneField(
        TestCall, on_delete=models.PROTECT, null=True, related_name="planned"
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["due_on", "call_from", "pk"]
        constraints = [
            one_of("channel", Channel, name="planned_call_channel_known"),
            models.CheckConstraint(
                condition=Q(stopped_by="", shopper__isnull=False)
                | Q(stopped_by__in=sorted(PlanObstacle.values), shopper=None, test_call=None),
                name="planned_call_has_shopper_or_rule",
            ),
            models.CheckConstraint(
                condition=Q(call_from__lt=F("call_until")), name="planned_call_hours_ordered"
            ),
            models.UniqueConstraint(
                fields=["draft", "participation", "shopper"],
                name="planned_call_once_per_shopper_and_company",
            ),
            models.UniqueConstraint(
                fields=["draft", "replaces"], name="planned_call_one_for_each_place"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="planned_call_started_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.test_call_id IS NOT NULL"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participation} by {self.channel} on {self.due_on}"
