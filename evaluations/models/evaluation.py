"""The filled checklist."""

import uuid

import pgtrigger
from django.db import models
from django.db.models import Q

from evaluations.enums import EvaluationState
from evaluations.models.checklist import ChecklistVersion
from evaluations.models.test_call import TestCall
from evaluations.transitions import TABLE, Subject
from shoppers.models.fields import SHA256, EnumField, one_of

# What a reader of the report, a receipt or a result rests on; it is the shopper's while the report
# is hers to change.
_CONTENT = (
    "id",
    "test_call_id",
    "checklist_version_id",
    "answered",
    "answers",
    "comments",
    "submitted_at",
    "content_hash",
    "source_hash",
)
_HERS = (EvaluationState.DRAFT, EvaluationState.RETURNED)
STEPS = sorted(
    {
        (source.value, step.target.value)
        for step in TABLE
        if step.subject is Subject.EVALUATION
        for source in step.sources
    }
)


def _row(name: str) -> str:
    return f"({', '.join(f'{name}.{column}' for column in _CONTENT)})"


def _words(*values: str) -> str:
    return "(" + ", ".join(f"'{value}'" for value in values) + ")"


class Evaluation(models.Model):
    """A shopper's answers about one test call, by stable question key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    test_call = models.OneToOneField(TestCall, on_delete=models.PROTECT, related_name="evaluation")
    checklist_version = models.ForeignKey(
        ChecklistVersion, on_delete=models.PROTECT, related_name="evaluations"
    )
    state = EnumField(EvaluationState, default=EvaluationState.DRAFT)
    answered = models.BooleanField()
    answers = models.JSONField(default=dict, blank=True)
    # As typed; clients see only what a reviewer has moderated.
    comments = models.JSONField(default=dict, blank=True)
    # What she says beside the checklist, by the keys of evaluations.evidence: ticks with their
    # instants, why a wait is another than the clock's. For reviewers alone.
    beside = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    submitted_at = models.DateTimeField(null=True)
    # sha256 of what was submitted: see evaluations.canonical.evaluation_hash.
    content_hash = models.CharField(max_length=64, default="", blank=True)
    # sha256 of the imported line it came from; empty when it was filled in here.
    source_hash = models.CharField(max_length=64, default="", blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            one_of("state", EvaluationState, name="evaluation_state_known"),
            models.CheckConstraint(
                condition=Q(answered=True) | Q(answers={}), name="evaluation_unanswered_is_empty"
            ),
            models.CheckConstraint(
                condition=Q(state=EvaluationState.DRAFT)
                | Q(submitted_at__isnull=False, content_hash__regex=SHA256),
                name="evaluation_submitted_is_hashed",
            ),
        ]
        indexes = [models.Index(fields=["state"], name="evaluation_by_state")]
        triggers = [
            pgtrigger.Protect(
                name="evaluation_handed_in_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    f"OLD.state NOT IN {_words(*_HERS)} AND"
                    f" {_row('OLD')} IS DISTINCT FROM {_row('NEW')}"
                ),
            ),
            pgtrigger.Protect(
                name="evaluation_takes_known_steps",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN"
                    f" ({', '.join(_words(*step) for step in STEPS)})"
                ),
            ),
            pgtrigger.Protect(
                name="evaluation_handed_in_is_kept",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Condition(f"OLD.state <> '{EvaluationState.DRAFT}'"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
