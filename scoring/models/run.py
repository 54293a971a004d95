"""One computation under one method and one weight set."""

import uuid
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from evaluations.enums import Channel
from evaluations.models import Evaluation, Participation, Programme
from scoring.enums import RunState
from scoring.models.weight_set import WeightSet
from shoppers.models.fields import SHA256, EnumField, one_of

LONGEST_REASON = 500
_FINISHED = ", ".join(f"'{state}'" for state in sorted(RunState.finished()))


class Run(models.Model):
    """A computation as a row: planned here, done step by step (`RunStep`), in the end complete.

    `steps_done` of `steps` are written by then. A cancelled run has no result; `reason` is why.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="runs")
    weight_set = models.ForeignKey(
        WeightSet, on_delete=models.PROTECT, null=True, related_name="runs"
    )
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    requested_at = models.DateTimeField(auto_now_add=True)
    state = EnumField(RunState, default=RunState.PLANNED)
    steps_done = models.PositiveSmallIntegerField(default=0)
    steps = models.PositiveSmallIntegerField(default=0)
    method_hash = models.CharField(max_length=64)
    inputs_hash = models.CharField(max_length=64, default="", blank=True)
    result_hash = models.CharField(max_length=64, default="", blank=True)
    # The newest act about a company that it knew of when it fixed what counts, 0 for none: who had
    # left by then does not count, and each company stands in the category it had then.
    acts_until = models.BigIntegerField(default=0, db_default=0)
    finished_at = models.DateTimeField(null=True)
    error = models.TextField(default="", blank=True)
    # Who cancelled it, nobody where the operator did, and why.
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reason = models.CharField(max_length=LONGEST_REASON, default="", blank=True, db_default="")

    class Meta:
        ordering = ["-requested_at"]
        constraints = [
            one_of("state", RunState, name="run_state_known"),
            models.CheckConstraint(
                condition=~Q(state=RunState.COMPLETE)
                | Q(
                    weight_set__isnull=False,
                    inputs_hash__regex=SHA256,
                    result_hash__regex=SHA256,
                    finished_at__isnull=False,
                ),
                name="run_complete_is_hashed",
            ),
            models.CheckConstraint(
                condition=~Q(state=RunState.CANCELLED)
                | (~Q(reason="") & Q(result_hash="", finished_at__isnull=False)),
                name="run_cancelled_has_a_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["requested_at"],
                condition=Q(state__in=sorted(RunState.unfinished())),
                name="run_due",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="run_finished_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Condition(f"OLD.state IN ({_FINISHED})"),
            ),
            # What it counts is settled once; the rest of the run works on just that.
            pgtrigger.Protect(
                name="run_inputs_stay",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.inputs_hash <> '' AND (OLD.programme_id, OLD.weight_set_id,"
                    " OLD.method_hash, OLD.inputs_hash, OLD.acts_until) IS DISTINCT FROM"
                    " (NEW.programme_id, NEW.weight_set_id, NEW.method_hash, NEW.inputs_hash,"
                    " NEW.acts_until)"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme}: {self.id}"


class RunInput(models.Model):
    """One evaluation that a run counts, as it stood when the run began."""

    append_only: ClassVar[bool] = True

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="inputs")
    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="+")
    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    channel = EnumField(Channel)
    content_hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "evaluation"], name="run_input_once"),
        ]
        indexes = [models.Index(fields=["run", "participation"], name="run_input_by_company")]

    def __str__(self) -> str:
        return f"{self.evaluation_id} in {self.run_id}"
