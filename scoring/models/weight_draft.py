"""Weights that somebody asked to propose, as the row that working them out is driven by."""

import uuid
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from evaluations.models import Programme
from scoring.enums import RunState
from scoring.models.leased import Leased
from scoring.models.weight_decision import WeightProposal
from shoppers.models.fields import EnumField, one_of

_FINISHED = ", ".join(f"'{state}'" for state in sorted(RunState.finished()))


class WeightDraft(Leased):
    """Who asked for today's weights to be proposed, how far they are, and the proposal they became.

    `proposal` is a new one, or the newest when that is of the same weights (`unchanged`).
    """

    going_on: ClassVar[Q] = Q(state__in=sorted(RunState.unfinished()))
    under_way: ClassVar[str] = RunState.RUNNING

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="weight_drafts")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    state = EnumField(RunState, default=RunState.PLANNED)
    steps_done = models.PositiveIntegerField(default=0)
    steps = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    proposal = models.ForeignKey(
        WeightProposal, on_delete=models.PROTECT, null=True, related_name="+"
    )
    unchanged = models.BooleanField(default=False)

    class Meta:
        ordering = ["-planned_at"]
        constraints = [
            one_of("state", RunState, name="weight_draft_state_known"),
            # Proposals of a programme are numbered: one at a time.
            models.UniqueConstraint(
                fields=["programme"],
                condition=Q(state__in=sorted(RunState.unfinished())),
                name="weight_draft_one_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["proposal"],
                condition=Q(unchanged=False),
                name="weight_proposal_of_one_draft",
            ),
            models.CheckConstraint(
                condition=Q(state=RunState.COMPLETE, proposal__isnull=False)
                | (~Q(state=RunState.COMPLETE) & Q(proposal=None, unchanged=False)),
                name="weight_draft_complete_has_its_proposal",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(RunState.unfinished()), finished_at=None)
                | Q(state__in=sorted(RunState.finished()), finished_at__isnull=False),
                name="weight_draft_finished_is_dated",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="weight_draft_finished_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Condition(f"OLD.state IN ({_FINISHED})"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme}: weights {self.id}"
