"""Reading test calls as coordinators look over them."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.utils import timezone

from evaluations.enums import CallNeed, EvaluationState, TestCallState
from evaluations.models import (
    EvaluationEvent,
    LateAttempt,
    Participation,
    Programme,
    RivalSubmission,
    TestCall,
    TestCallEvent,
)
from evaluations.queries.calls.call_messages import has_question, unanswered
from evaluations.queries.plans.places import CAME_FREE
from evaluations.queries.reports.begun import UNTOUCHED, begun_state
from evaluations.queries.reports.report_clocks import due_of_call, overdue
from evaluations.queries.review.second_look import BLIND
from evaluations.transitions import Event

# How long a shopper may take to answer an offer before somebody asks.
ANSWER_WITHIN = dt.timedelta(days=2)
_NAME, _SHOPPER = "participation__name", "shopper__code"
_UNDECIDED = sorted(EvaluationState.undecided())
_NOTHING = Q(pk__in=())
Order = Sequence[str | Combinable]
SORTS: Mapping[str, Order] = {
    "due": (F("due_on").asc(nulls_last=True), _NAME, "pk"),
    "-due": (F("due_on").desc(nulls_last=True), _NAME, "pk"),
    "company": (_NAME, "due_on", "pk"),
    "-company": (f"-{_NAME}", "due_on", "pk"),
    "shopper": (F(_SHOPPER).asc(nulls_last=True), "due_on", "pk"),
    "-shopper": (F(_SHOPPER).desc(nulls_last=True), "due_on", "pk"),
    "channel": ("channel", "due_on", _NAME, "pk"),
    "-channel": ("-channel", "due_on", _NAME, "pk"),
    # No column of the list: the desk leads here, to the offers that wait the longest.
    "offered": (F("assigned_at").asc(nulls_last=True), _NAME, "pk"),
}
# What somebody still has to do comes first, the most urgent of it on top: what a shopper has in
# hand, then what its report or its place waits for.
_USUAL: Order = (
    Case(
        When(state__in=sorted(TestCallState.open()), then=Value(0)),
        When(CAME_FREE | Q(evaluation__state__in=_UNDECIDED), then=Value(1)),
        default=Value(2),
    ),
    F("due_on").asc(nulls_last=True),
    _NAME,
    "pk",
)


@dataclass(frozen=True, slots=True)
class CallChoice:
    """Which calls to list: words of their enums, a category's key, a text; empty means any."""

    need: str = ""
    state: str = ""
    report: str = ""
    channel: str = ""
    category: str = ""
    search: str = ""


def in_need(need: CallNeed) -> Q:
    """The calls that need a hand in this way."""
    match need:
        case CallNeed.LATE:
            found = Q(state__in=sorted(TestCallState.open()), due_on__lt=timezone.localdate())
        case CallNeed.UNANSWERED:
            since = timezone.now() - ANSWER_WITHIN
            found = Q(state=TestCallState.OFFERED, assigned_at__lt=since)
        case CallNeed.TO_REPLACE:
            found = CAME_FREE
        case CallNeed.TO_REVIEW:
            found = Q(evaluation__state=EvaluationState.SUBMITTED)
        case CallNeed.REVIEW_OVERDUE:
            found = Q(evaluation__in=overdue(EvaluationState.SUBMITTED).values("pk"))
        case CallNeed.REPORT_OVERDUE:
            found = Q(evaluation__in=overdue(EvaluationState.RETURNED).values("pk"))
        case CallNeed.QUESTION:
            found = has_question()
        case CallNeed.ANOTHER_VERSION:
            found = _kept_beside(RivalSubmission) | _kept_beside(LateAttempt)
    return found


def _kept_beside(model: type[RivalSubmission] | type[LateAttempt]) -> Q:
    return Q(Exists(model.objects.filter(test_call=OuterRef("pk"))))


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many calls of a programme need a hand in one way, and since when the oldest does."""

    programme: str
    name: str
    count: int
    oldest: dt.date | dt.datetime
    overdue: int = 0


def waiting(need: CallNeed) -> list[Waiting]:
    """The programmes in which calls need a hand in this way, the oldest need first.

    A late call waits since the day it was due, an offer since it was made, a report since it was
    handed in last, a returned one since its time was over. Of the reports to review, those that
    are `overdue` are counted too.
    """
    since = {
        CallNeed.LATE: F("due_on"),
        CallNeed.UNANSWERED: F("assigned_at"),
        CallNeed.TO_REVIEW: F("evaluation__submitted_at"),
        CallNeed.REPORT_OVERDUE: due_of_call(),
    }[need]
    late = in_need(CallNeed.REVIEW_OVERDUE) if need is CallNeed.TO_REVIEW else _NOTHING
    found = (
        TestCall.objects.filter(in_need(need))
        .order_by()
        .values_list("participation__programme__slug", "participation__programme__name")
        .annotate(count=Count("pk"), oldest=Min(since), overdue=Count("pk", filter=late))
        .order_by("oldest", "participation__programme__slug")
    )
    return [Waiting(*row) for row in found]


def waiting_questions() -> list[Waiting]:
    """The programmes in which shoppers' questions have no answer, the oldest question first."""
    programme = "test_call__participation__programme"
    found = (
        unanswered()
        .order_by()
        .values_list(f"{programme}__slug", f"{programme}__name")
        .annotate(count=Count("pk"), oldest=Min("at"))
        .order_by("oldest", f"{programme}__slug")
    )
    return [Waiting(*row) for row in found]


def calls_of_programme(
    programme: Programme, choice: CallChoice, *, sort: str = ""
) -> QuerySet[TestCall]:
    """The chosen calls; without a known `sort`, those first that somebody still has to do.

    Each has `report` (its EvaluationState, None until something stands in it) and `replaced`.
    """
    return _chosen(TestCall.objects.filter(participation__programme=programme), choice, sort)


def calls_of_company(
    participation: Participation, choice: CallChoice, *, sort: str = ""
) -> QuerySet[TestCall]:
    """The same of one company."""
    return _chosen(TestCall.objects.filter(participation=participation), choice, sort)


def call_on_desk(call_id: uuid.UUID) -> TestCall | None:
    """One call with all that its page names."""
    return (
        _named(TestCall.objects.filter(pk=call_id))
        .select_related(
            "participation__category",
            "evaluation",
            "replaces__shopper__user",
            "replaces__evaluation",
            "replacement__shopper__user",
            "replacement__evaluation",
        )
        .first()
    )


def call_events(call: TestCall) -> QuerySet[TestCallEvent]:
    """The steps of the call, with who took them."""
    return call.events.select_related("author")


def report_events(call: TestCall) -> QuerySet[EvaluationEvent]:
    """The steps of its report, with who took them; not what two reviewers have not both said."""
    passed_on = EvaluationEvent.objects.filter(
        subject=OuterRef("subject"), event=Event.AGREE, at__gte=OuterRef("subject__submitted_at")
    )
    # An approval that was taken back tells that the first had approved too.
    taken_back = Q(Exists(passed_on), event__in=(Event.APPROVE, Event.TAKE_BACK_APPROVAL))
    blind = Q(event__in=BLIND) | taken_back
    found = EvaluationEvent.objects.filter(subject__test_call=call).exclude(
        blind, subject__state=EvaluationState.SUBMITTED
    )
    return found.select_related("author", "verdict")


def _chosen(calls: QuerySet[TestCall], choice: CallChoice, sort: str) -> QuerySet[TestCall]:
    if choice.need in CallNeed.values:
        calls = calls.filter(in_need(CallNeed(choice.need)))
    if choice.state in TestCallState.values:
        calls = calls.filter(state=choice.state)
    if choice.report in EvaluationState.values:
        calls = calls.filter(evaluation__state=choice.report).exclude(UNTOUCHED)
    if choice.channel:
        calls = calls.filter(channel=choice.channel)
    if choice.category:
        calls = calls.filter(participation__category__key=choice.category)
    if choice.search:
        calls = calls.filter(
            Q(participation__name__icontains=choice.search)
            | Q(participation__company__key__icontains=choice.search)
            | Q(shopper__code__icontains=choice.search)
            | Q(shopper__user__name__icontains=choice.search)
        )
    return _named(calls).order_by(*SORTS.get(sort, _USUAL))


def _named(calls: QuerySet[TestCall]) -> QuerySet[TestCall]:
    return calls.select_related(
        "participation__company", "participation__programme", "scenario", "shopper__user"
    ).annotate(
        report=begun_state(),
        replaced=Exists(TestCall.objects.filter(replaces=OuterRef("pk"))),
    )
