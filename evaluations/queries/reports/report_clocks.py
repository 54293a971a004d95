"""By when the next step with a report is owed: by its reviewers, or by its shopper.

Both clocks only tell. No report is approved or rejected because time has run out.
"""

import datetime as dt
from dataclasses import dataclass

from django.db.models import (
    Case,
    Count,
    DateTimeField,
    DurationField,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Greatest
from django.utils import timezone

from evaluations.enums import EvaluationState
from evaluations.models import Evaluation, EvaluationEvent, Programme
from evaluations.transitions import Event

_PROGRAMME = "test_call__participation__programme"
_HOUR = dt.timedelta(hours=1)


def due_at() -> Combinable:
    """For an annotation of reports: until when it is to be reviewed, or mended by its shopper.

    A reviewer's time runs from the last handing-in, or from an appeal that was upheld or a
    reopening since; a shopper's from the return. None where nobody owes the next step.
    """
    return Case(
        When(
            state=EvaluationState.SUBMITTED,
            then=_later(
                Greatest("submitted_at", _last(Event.UPHOLD, Event.REOPEN)), "review_within_hours"
            ),
        ),
        When(
            state=EvaluationState.RETURNED,
            then=_later(_last(Event.RETURN), "mend_within_hours"),
        ),
        output_field=DateTimeField(null=True),
    )


def due_of_call() -> Combinable:
    """The same of a test call's report, for an annotation of test calls."""
    reports = Evaluation.objects.filter(test_call=OuterRef("pk")).annotate(due_at=due_at())
    return Subquery(reports.values("due_at")[:1], output_field=DateTimeField(null=True))


def mend_until(returned: EvaluationEvent, programme: Programme) -> dt.datetime:
    """The same for one return: until when its shopper hands the report in again."""
    return returned.at + programme.mend_within_hours * _HOUR


def overdue(state: EvaluationState) -> QuerySet[Evaluation]:
    """The reports in this state whose time is over, each with its `due_at`."""
    timed = Evaluation.objects.filter(state=state).annotate(due_at=due_at())
    return timed.filter(due_at__lt=timezone.now())


@dataclass(frozen=True, slots=True)
class Overdue:
    """How many reports of a programme wait too long: for a reviewer, and for their shoppers."""

    reviews: int
    mends: int


def overdue_in(programme: Programme) -> Overdue:
    """Both numbers, in one query."""
    waiting = Evaluation.objects.filter(
        **{_PROGRAMME: programme}, state__in=sorted(EvaluationState.undecided())
    )
    found = (
        waiting.annotate(due_at=due_at())
        .filter(due_at__lt=timezone.now())
        .aggregate(
            reviews=Count("pk", filter=Q(state=EvaluationState.SUBMITTED)),
            mends=Count("pk", filter=Q(state=EvaluationState.RETURNED)),
        )
    )
    return Overdue(**found)


def _later(start: Combinable, hours: str) -> Combinable:
    time = ExpressionWrapper(
        F(f"{_PROGRAMME}__{hours}") * Value(_HOUR, DurationField()), output_field=DurationField()
    )
    return ExpressionWrapper(start + time, output_field=DateTimeField(null=True))


def _last(*events: Event) -> Subquery:
    said = EvaluationEvent.objects.filter(subject=OuterRef("pk"), event__in=events)
    return Subquery(said.order_by("-at", "-pk").values("at")[:1])
