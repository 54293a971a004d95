"""A shopper's own calls; nobody else's are reachable from here."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from evaluations.enums import AttemptOutcome, EvaluationState, TestCallState
from evaluations.models import (
    Attempt,
    EvaluationEvent,
    Fee,
    ParticipationChannel,
    TestCall,
    TestCallEvent,
)
from evaluations.queries.calls.call_messages import has_news_for_shopper
from evaluations.queries.reports.report_clocks import due_of_call
from evaluations.transitions import Event
from shoppers.models import User


class CallStanding(models.TextChoices):
    """Where a call stands for its shopper: the call's own state, and once done its report's."""

    OFFERED = "offered", _("Offered")
    ACCEPTED = "accepted", _("Accepted")
    RETURNED = "returned", _("Returned")
    SUBMITTED = "submitted", _("Submitted")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")
    DECLINED = "declined", _("Declined")
    CANCELLED = "cancelled", _("Cancelled")
    EXPIRED = "expired", _("Expired")
    STOPPED = "stopped", _("Stopped for safety")

    @classmethod
    def in_hand(cls) -> frozenset["CallStanding"]:
        """Where the next step is hers."""
        return frozenset({cls.OFFERED, cls.ACCEPTED, cls.RETURNED})


_STANDING = Case(
    # As EvaluationState.as_shopper_sees_it: an objection is between the client and the award.
    When(
        state=TestCallState.DONE,
        evaluation__state__in=sorted(EvaluationState.counted()),
        then=Value(EvaluationState.APPROVED.value),
    ),
    When(state=TestCallState.DONE, then=Coalesce("evaluation__state", F("state"))),
    default=F("state"),
    output_field=models.CharField(),
)
_ORDERS: dict[str, tuple[Any, ...]] = {
    "-moved": ("-moved_at", "pk"),
    "due": (F("due_on").asc(nulls_last=True), "participation__name", "pk"),
    "company": ("participation__name", "-moved_at", "pk"),
}
# The next step is hers.
_WAITING = Q(state__in=sorted(TestCallState.open())) | Q(evaluation__state=EvaluationState.RETURNED)


def calls_of(user: User) -> QuerySet[TestCall]:
    """Every call that was ever hers, each with its `standing`; what is only planned is nobody's."""
    return (
        TestCall.objects.filter(shopper__user=user)
        .exclude(state=TestCallState.PLANNED)
        .select_related("participation__programme", "scenario", "evaluation")
        .defer("participation__programme__method")
        .annotate(standing=_STANDING)
    )


def waiting_calls(user: User) -> QuerySet[TestCall]:
    """Calls whose next step is hers, the earliest first.

    Each has `tried` and `reached`: whether an attempt was made, and whether somebody answered;
    `returned_for`, why its report came back last, with `mend_until`, when it is owed again; and
    `written`, whether the last word about it is a coordinator's.
    """
    return _with_facts(calls_of(user).filter(_WAITING)).order_by(*_ORDERS["due"])


def closed_calls(user: User) -> QuerySet[TestCall]:
    """Calls that wait for nothing from her, the newest first, each with its `moved_at`."""
    return every_call(user).exclude(_WAITING)


def every_call(user: User, *, standing: str = "", sort: str = "-moved") -> QuerySet[TestCall]:
    """All her calls, or those in one standing.

    Each has `moved_at`: when its report was sent last, or when the call moved last; `pays`: whether
    it may still pay its fee, which one that came to nothing does only where it is owed; and the
    facts of waiting_calls. `sort` is "-moved" (the newest first), "due" (the earliest first) or
    "company" (by name).
    """
    found = _with_facts(calls_of(user).filter(_stands(standing)))
    last = TestCallEvent.objects.filter(subject=OuterRef("pk")).order_by("-at", "-pk")
    sent = Case(
        When(state=TestCallState.DONE, then=F("evaluation__submitted_at")), default=Value(None)
    )
    moved_at = Coalesce(
        sent, Subquery(last.values("at")[:1]), "created_at", output_field=models.DateTimeField()
    )
    pays = ~Q(state__in=sorted(TestCallState.fallen_through())) | Exists(
        Fee.objects.filter(test_call=OuterRef("pk"))
    )
    return found.annotate(moved_at=moved_at, pays=pays).order_by(*_ORDERS[sort])


def accepted_with_day(user: User) -> QuerySet[TestCall]:
    """Her accepted calls that have a due day, the earliest first, each with its `moved_at`."""
    calls = every_call(user, standing=CallStanding.ACCEPTED, sort="due")
    return calls.filter(due_on__isnull=False)


def call_of(user: User, call_id: uuid.UUID) -> TestCall | None:
    """Her call with this id, with all that its pages tell; None when it is not hers."""
    return (
        TestCall.objects.filter(shopper__user=user, pk=call_id)
        .exclude(state=TestCallState.PLANNED)
        .select_related(
            "participation__programme",
            "participation__company",
            "scenario",
            "shopper",
            "evaluation__checklist_version",
            "evaluation__draft",
        )
        .annotate(standing=_STANDING)
        .first()
    )


def contact_of(call: TestCall) -> ParticipationChannel | None:
    """Where the company is reached on the call's channel, if it offers it."""
    return ParticipationChannel.objects.filter(
        participation=call.participation_id, channel=call.channel
    ).first()


def attempts_of(call: TestCall) -> list[Attempt]:
    """Her attempts in the order in which they were made."""
    return list(call.attempts.all())


def last_step(call: TestCall) -> TestCallEvent | None:
    """How the call last moved; None when it never did."""
    return TestCallEvent.objects.filter(subject=call).order_by("-at", "-pk").first()


def _with_facts(calls: QuerySet[TestCall]) -> QuerySet[TestCall]:
    made = Attempt.objects.filter(test_call=OuterRef("pk"))
    answered = made.filter(outcome=AttemptOutcome.ANSWERED.value)
    returns = EvaluationEvent.objects.filter(
        subject__test_call=OuterRef("pk"), event=Event.RETURN
    ).order_by("-at", "-pk")
    return calls.annotate(
        tried=Exists(made),
        reached=Exists(answered),
        returned_for=Subquery(returns.values("review_reason")[:1]),
        mend_until=due_of_call(),
        written=has_news_for_shopper(),
    )


def _stands(standing: str) -> Q:
    if standing not in CallStanding.values:
        return Q()
    if standing == CallStanding.APPROVED:
        return Q(state=TestCallState.DONE, evaluation__state__in=sorted(EvaluationState.counted()))
    if standing in EvaluationState.values:
        return Q(state=TestCallState.DONE, evaluation__state=standing)
    return Q(state=standing)
