"""Who moved what, when and why: rows that are added and never changed."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from evaluations.decline_reasons import DeclineReason
from evaluations.enums import EvaluationState, ReviewReason, TestCallState
from evaluations.models.evaluation import Evaluation
from evaluations.models.test_call import TestCall
from evaluations.transitions import TABLE, Actor, Event, Subject
from shoppers.models.fields import EnumField, one_of


def _known(subject: Subject, *, by_clock: bool | None = None) -> list[str]:
    """How the steps of this subject are named: all, or those that time takes or persons do."""
    return sorted(
        {
            step.event.value
            for step in TABLE
            if step.subject is subject and by_clock in {None, Actor.CLOCK in step.actors}
        }
    )


class StateEvent(models.Model):
    """One step through the transition table."""

    append_only: ClassVar[bool] = True

    event = models.CharField(max_length=40)
    reason = models.TextField(default="", blank=True)
    at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.event} at {self.at}"


class EvaluationEvent(StateEvent):
    """A step of an evaluation; it has no author where time alone took it."""

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    subject = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="events")
    from_state = EnumField(EvaluationState)
    to_state = EnumField(EvaluationState)
    # Chosen by whoever returned or rejected it; empty where a file or an arbiter did.
    review_reason = EnumField(ReviewReason, default="", db_default="", blank=True)

    class Meta(StateEvent.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(review_reason="")
                | models.Q(
                    review_reason__in=sorted(ReviewReason.values),
                    event__in=[Event.REJECT.value, Event.RETURN.value],
                ),
                name="evaluation_review_reason_known",
            ),
            models.CheckConstraint(
                condition=models.Q(event__in=_known(Subject.EVALUATION)),
                name="evaluation_event_known",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    author__isnull=False, event__in=_known(Subject.EVALUATION, by_clock=False)
                )
                | models.Q(author=None, event__in=_known(Subject.EVALUATION, by_clock=True)),
                name="evaluation_event_has_author",
            ),
            one_of("from_state", EvaluationState, name="evaluation_event_from_known"),
            one_of("to_state", EvaluationState, name="evaluation_event_to_known"),
        ]


class TestCallEvent(StateEvent):
    """A step of a test call."""

    __test__ = False  # not a test class, whatever pytest thinks of its name

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    subject = models.ForeignKey(TestCall, on_delete=models.PROTECT, related_name="events")
    from_state = EnumField(TestCallState)
    to_state = EnumField(TestCallState)
    # Chosen when the call was declined; `reason` has what was typed beside it.
    decline_reason = EnumField(DeclineReason, default="", db_default="", blank=True)

    class Meta(StateEvent.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decline_reason__in=["", *sorted(DeclineReason.values)]),
                name="test_call_decline_reason_known",
            ),
            models.CheckConstraint(
                condition=models.Q(event__in=_known(Subject.TEST_CALL)),
                name="test_call_event_known",
            ),
            one_of("from_state", TestCallState, name="test_call_event_from_known"),
            one_of("to_state", TestCallState, name="test_call_event_to_known"),
        ]
