"""Reading how shoppers work, for the roster."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from statistics import median
from typing import Any

from django.db.models import Exists, FilteredRelation, OuterRef, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from evaluations.enums import EvaluationState, TestCallState
from evaluations.models import EvaluationEvent, Programme, TestCall, TestCallEvent
from evaluations.transitions import Event
from evaluations.work_records import WorkRecord
from shoppers.models import Shopper

NOTHING_YET = WorkRecord()
_COUNTED = EvaluationState.counted()
_DECIDED = _COUNTED | {EvaluationState.REJECTED}


def work_records(
    programme: Programme | None, *, among: Collection[int] | None = None
) -> dict[int, WorkRecord]:
    """The record in this programme of each shopper who was given calls; one query.

    `among` are keys of shoppers, None for all. Contacts from files do not count: nobody knows when
    they were due. A report that a client's objection brought back counts as approved at first:
    a reviewer had found nothing.
    """
    if programme is None:
        return {}
    calls = TestCall.objects.filter(
        participation__programme=programme, shopper__isnull=False, assigned_at__isnull=False
    )
    if among is not None:
        calls = calls.filter(shopper__in=among)
    taken = TestCallEvent.objects.filter(
        subject=OuterRef("pk"), event__in=[Event.ACCEPT, Event.CLAIM]
    )
    returned = EvaluationEvent.objects.filter(
        subject__test_call=OuterRef("pk"),
        event=Event.RETURN,
        from_state=EvaluationState.SUBMITTED,
    )
    rows = calls.annotate(
        handing_in=FilteredRelation(
            "evaluation__events", condition=Q(evaluation__events__event=Event.SUBMIT)
        ),
        handed_in_on=TruncDate("handing_in__at"),
        taken=Exists(taken),
        returned=Exists(returned),
    ).values("shopper", "state", "due_on", "handed_in_on", "taken", "returned", "evaluation__state")
    by_shopper: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        by_shopper[row["shopper"]].append(row)
    return {shopper: _record(found) for shopper, found in by_shopper.items()}


def records_of(shopper: Shopper) -> dict[str, WorkRecord]:
    """Her records, by the slugs of the programmes in which she was given calls; a query each."""
    given = Programme.objects.filter(
        participations__test_calls__shopper=shopper,
        participations__test_calls__assigned_at__isnull=False,
    )
    return {
        programme.slug: work_records(programme, among=[shopper.pk])[shopper.pk]
        for programme in given.order_by("year", "slug").distinct()
    }


def _record(rows: Sequence[Mapping[str, Any]]) -> WorkRecord:
    today = timezone.localdate()
    days = [
        (row["handed_in_on"] - row["due_on"]).days
        for row in rows
        if row["handed_in_on"] is not None and row["due_on"] is not None
    ]
    missed = sum(
        row["handed_in_on"] is None
        and row["due_on"] is not None
        and row["due_on"] < today
        and row["taken"]
        and row["state"] in {TestCallState.ACCEPTED, TestCallState.EXPIRED}
        for row in rows
    )
    decided = [row for row in rows if row["evaluation__state"] in _DECIDED]
    states = [row["state"] for row in rows]
    return WorkRecord(
        due=len(days) + missed,
        on_time=sum(late <= 0 for late in days),
        handed_in=len(days),
        median_days=float(median(days)) if days else None,
        decided=len(decided),
        first_time=sum(
            row["evaluation__state"] in _COUNTED and not row["returned"] for row in decided
        ),
        returned=sum(row["returned"] for row in rows),
        rejected=sum(row["evaluation__state"] == EvaluationState.REJECTED for row in rows),
        declined=states.count(TestCallState.DECLINED),
        expired=states.count(TestCallState.EXPIRED),
    )
