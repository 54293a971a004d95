"""A release that somebody asked for, as the row that drafting it is driven by."""

import uuid
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from evaluations.models import Programme
from scoring.enums import RunState
from scoring.models.leased import Leased
from scoring.models.release import Release
from scoring.models.run import Run
from shoppers.models.fields import EnumField, one_of

_FINISHED = ", ".join(f"'{state}'" for state in sorted(RunState.finished()))


class ReleaseProposal(Leased):
    """What one coordinator asked for, how far its draft is, and the release that came of it.

    `release` is a new one, or the last one when that says the same (`unchanged`). `seen` is the
    number of the newest release when she looked at what would change, None where nobody looked.
    """

    going_on: ClassVar[Q] = Q(state__in=sorted(RunState.unfinished()))
    under_way: ClassVar[str] = RunState.RUNNING

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="proposals")
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="proposals")
    clients_from = models.DateTimeField(null=True)
    public_from = models.DateTimeField(null=True)
    reason = models.JSONField(default=dict, blank=True)
    seen = models.PositiveSmallIntegerField(null=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    state = EnumField(RunState, default=RunState.PLANNED)
    steps_done = models.PositiveIntegerField(default=0)
    steps = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    release = models.ForeignKey(
        Release, on_delete=models.PROTECT, null=True, related_name="proposals"
    )
    unchanged = models.BooleanField(default=False)

    class Meta:
        ordering = ["-planned_at"]
        constraints = [
            one_of("state", RunState, name="release_proposal_state_known"),
            # Numbers and hashes of a programme's releases form a chain: one link at a time.
            models.UniqueConstraint(
                fields=["programme"],
                condition=Q(state__in=sorted(RunState.unfinished())),
                name="release_proposal_one_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["release"], condition=Q(unchanged=False), name="release_of_one_proposal"
            ),
            models.CheckConstraint(
                condition=Q(state=RunState.COMPLETE, release__isnull=False)
                | (~Q(state=RunState.COMPLETE) & Q(release=None, unchanged=False)),
                name="release_proposal_complete_has_its_release",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(RunState.unfinished()), finished_at=None)
                | Q(state__in=sorted(RunState.finished()), finished_at__isnull=False),
                name="release_proposal_finished_is_dated",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="release_proposal_finished_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Condition(f"OLD.state IN ({_FINISHED})"),
            ),
            # What was asked for is settled: every attempt at its draft gives the same bytes.
            pgtrigger.Protect(
                name="release_proposal_wish_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "((OLD.programme_id, OLD.run_id, OLD.clients_from, OLD.public_from, OLD.reason,"
                    " OLD.seen, OLD.proposed_by_id, OLD.planned_at) IS DISTINCT FROM"
                    " (NEW.programme_id, NEW.run_id, NEW.clients_from, NEW.public_from, NEW.reason,"
                    " NEW.seen, NEW.proposed_by_id, NEW.planned_at))"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme}: proposal {self.id}"
