"""What the calendar makes due in the field: offers to expire, and who is to be told of a time."""

import datetime as dt
from typing import Any

from django.db.models import (
    DateField,
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Greatest, TruncDate
from django.utils import timezone

from evaluations.enums import CallNotice, EvaluationState, TestCallState
from evaluations.models import Chase, Programme, TestCall
from evaluations.queries.calls.responsible import coordinators_by_key
from evaluations.queries.reports.report_clocks import due_of_call, overdue

_PROGRAMME = "participation__programme"
_DAY = dt.timedelta(days=1)


def out_of_time(programme: Programme | None = None) -> QuerySet[TestCall]:
    """Offers that nobody answered in the programme's time, each with `since` when it is over.

    Of every programme that has set a time, where none is named; so with all that follows.
    """
    days = F(f"{_PROGRAMME}__offers_expire_after_days") * Value(_DAY, DurationField())
    time = ExpressionWrapper(days, output_field=DurationField())
    over = ExpressionWrapper(F("assigned_at") + time, output_field=DateTimeField(null=True))
    waiting = _given(programme).filter(
        state=TestCallState.OFFERED, **{f"{_PROGRAMME}__offers_expire_by__isnull": False}
    )
    return waiting.annotate(since=over).filter(since__lt=timezone.now())


def due_soon(programme: Programme | None = None) -> QuerySet[TestCall]:
    """Accepted calls whose day is near, but those that were given today."""
    today = timezone.localdate()
    given = TruncDate("assigned_at", tzinfo=timezone.get_current_timezone())
    near = _day(F("due_on") - F(f"{_PROGRAMME}__remind_days_before"))
    found = _given(programme).annotate(since=Greatest(near, _day(given + Value(1))))
    accepted = found.filter(state=TestCallState.ACCEPTED, due_on__gte=today, since__lte=today)
    return accepted.filter(**{f"{_PROGRAMME}__remind_days_before__isnull": False})


def late_for_days(programme: Programme | None = None) -> QuerySet[TestCall]:
    """Open calls that have been late for the programme's number of days."""
    late = _day(F("due_on") + F(f"{_PROGRAMME}__escalate_after_days"))
    found = _given(programme).filter(state__in=sorted(TestCallState.open()))
    return found.annotate(since=late).filter(since__lte=timezone.localdate())


def report_late(state: EvaluationState, programme: Programme | None = None) -> QuerySet[TestCall]:
    """Those whose report is overdue in this state; their `day` is when its time ran out."""
    ran_out = TruncDate(due_of_call(), tzinfo=timezone.get_current_timezone())
    found = _given(programme).filter(evaluation__in=overdue(state).values("pk"))
    return found.annotate(day=ran_out, since=due_of_call())


def not_told(which: QuerySet[TestCall], kind: CallNotice) -> QuerySet[TestCall]:
    """Of these calls those of whose day nobody was told yet, though there is somebody to tell."""
    told = Chase.objects.filter(call=OuterRef("pk"), kind=kind, due_on=OuterRef("day"))
    return which.filter(~Exists(told), _somebody_hears(kind))


def oldest_due() -> dt.datetime | None:
    """Since when the sweep of the field has owed what it owes longest; None when nothing."""
    owed = [
        out_of_time(),
        not_told(due_soon(), CallNotice.CALL_DUE_SOON),
        not_told(late_for_days(), CallNotice.CALL_LATE),
        not_told(report_late(EvaluationState.RETURNED), CallNotice.REPORT_OVERDUE),
        not_told(report_late(EvaluationState.SUBMITTED), CallNotice.REVIEW_OVERDUE),
    ]
    found = [each.order_by().aggregate(oldest=Min("since"))["oldest"] for each in owed]
    return min((_moment(since) for since in found if since is not None), default=None)


def _given(programme: Programme | None) -> QuerySet[TestCall, Any]:
    """Calls that were given here, each with its `day`: of contacts from files nobody is told."""
    found = TestCall.objects.filter(assigned_at__isnull=False).annotate(day=F("due_on"))
    if programme is not None:
        found = found.filter(participation__programme=programme)
    return found.order_by("pk")


def _somebody_hears(kind: CallNotice) -> Q:
    if kind in {CallNotice.CALL_DUE_SOON, CallNotice.REPORT_OVERDUE}:
        return Q(shopper__user__isnull=False)
    coordinators = list(coordinators_by_key())
    if not coordinators:
        return Q(pk__in=())
    if kind is CallNotice.REVIEW_OVERDUE and len(coordinators) == 1:
        # Nobody is told to review her own.
        return Q(shopper__user__isnull=True) | ~Q(shopper__user=coordinators[0])
    return Q()


def _day(days: Any) -> Combinable:
    """A day so many days from another; PostgreSQL adds whole numbers to dates."""
    return ExpressionWrapper(days, output_field=DateField(null=True))


def _moment(since: dt.date | dt.datetime) -> dt.datetime:
    if isinstance(since, dt.datetime):
        return since
    return timezone.make_aware(dt.datetime.combine(since, dt.time()))
