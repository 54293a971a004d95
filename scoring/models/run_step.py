"""What a run consists of: steps as rows, each done by whoever holds its lease."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from evaluations.models import Category
from scoring.enums import RunState, StepKind, StepState
from scoring.models.leased import Leased
from scoring.models.run import Run
from shoppers.models.fields import EnumField, one_of


class RunStep(Leased):
    """One piece of a run's work, written in one transaction.

    A worker that lost its lease, or whose run has ended, can write nothing more.
    """

    going_on: ClassVar[Q] = ~Q(state=StepState.DONE) & Q(
        run__state__in=sorted(RunState.unfinished())
    )
    under_way: ClassVar[str] = StepState.RUNNING

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="step_rows")
    kind = EnumField(StepKind)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, null=True, related_name="+")
    state = EnumField(StepState, default=StepState.PLANNED)
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            one_of("kind", StepKind, name="run_step_kind_known"),
            one_of("state", StepState, name="run_step_state_known"),
            models.UniqueConstraint(fields=["run", "category"], name="run_step_once_a_category"),
            models.UniqueConstraint(
                fields=["run", "kind"], condition=Q(category=None), name="run_step_once"
            ),
            models.CheckConstraint(
                condition=Q(kind=StepKind.CATEGORY, category__isnull=False)
                | (~Q(kind=StepKind.CATEGORY) & Q(category=None)),
                name="run_step_has_its_category",
            ),
            models.CheckConstraint(
                condition=Q(state=StepState.DONE, done_at__isnull=False)
                | (~Q(state=StepState.DONE) & Q(done_at=None)),
                name="run_step_done_is_dated",
            ),
        ]
        indexes = [
            models.Index(
                fields=["planned_at"],
                condition=~Q(state=StepState.DONE),
                name="run_step_due",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="run_step_done_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Condition(f"OLD.state = '{StepState.DONE}'"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.run_id}"
