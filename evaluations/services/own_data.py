"""Fieldwork's part of a shopper's own data: her companies, calls, reports, appeals and fees.

Others stand in it as what they are to her, "a coordinator", never by name. What answers are worth
is no fact about her and is not in it.
"""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.utils.translation import gettext_noop, ngettext

from evaluations.enums import EvaluationState, FeeState, TestCallState
from evaluations.models import (
    Admission,
    Appeal,
    AppealDecision,
    Attempt,
    CommentModeration,
    Draft,
    Evaluation,
    EvaluationEvent,
    Fee,
    FeeApproval,
    FeePayment,
    Relation,
    RelationDecision,
    Remark,
    RivalSubmission,
    Submission,
    TestCall,
    TestCallEvent,
    Withdrawal,
)
from evaluations.queries.fees import with_state
from shoppers.models import Shopper
from shoppers.services.own_data import Part, register

# What stands in the place of her words in rows that are only added to: see migration 0013.
ERASED_WORDS = gettext_noop("Removed when the shopper was erased")
HERS = frozenset(
    {
        Admission,
        Appeal,
        AppealDecision,
        Attempt,
        CommentModeration,
        Draft,
        Evaluation,
        EvaluationEvent,
        Fee,
        FeeApproval,
        FeePayment,
        Relation,
        RelationDecision,
        Remark,
        RivalSubmission,
        Submission,
        TestCall,
        TestCallEvent,
        Withdrawal,
    }
)
_COMPANY, _PROGRAMME = "company__name", "programme__slug"


def register_own_data() -> None:
    """Make this part known; done when the app is loaded."""
    register("evaluations", Part(read=read, models=HERS, obstacles=obstacles, erase=erase))


def read(shopper: Shopper) -> dict[str, Any]:
    """Her relations and admissions, and every call with all that came of it."""
    calls = (
        TestCall.objects.filter(shopper=shopper)
        .select_related("participation__programme", "scenario", "evaluation__draft")
        .prefetch_related("attempts", "events", "rival_submissions")
        .order_by("created_at", "pk")
    )
    found = with_state(Fee.objects.filter(test_call__shopper=shopper))
    fees = {fee.test_call_id: fee for fee in found.select_related("approval", "payment__run")}
    return {
        "relations": _rows(shopper.relations.order_by("pk"), _COMPANY, "kind"),
        "relations_decided": _rows(
            shopper.relation_decisions.order_by("pk"), _COMPANY, "kind", "holds", "decided_at"
        ),
        "admissions": _rows(shopper.admissions.order_by("pk"), _PROGRAMME, "certified_at"),
        "withdrawals": _rows(shopper.withdrawals.order_by("pk"), _PROGRAMME, "withdrawn_at"),
        "calls": [_call(call, shopper, fees.get(call.pk)) for call in calls],
    }


def obstacles(shopper: Shopper) -> list[str]:
    """Open calls, reports and appeals without a last word, and fees that may have to be paid."""
    calls = TestCall.objects.filter(shopper=shopper)
    here = calls.filter(assigned_at__isnull=False)
    undecided = (EvaluationState.SUBMITTED, EvaluationState.RETURNED)
    counts = {
        "calls": calls.filter(state__in=TestCallState.open()).count(),
        "reports": here.filter(evaluation__state__in=undecided).count(),
        "appeals": Appeal.objects.filter(
            evaluation__test_call__shopper=shopper, decision=None
        ).count(),
        "fees": with_state(Fee.objects.filter(test_call__shopper=shopper))
        .filter(state__in=sorted(FeeState.unsettled()))
        .count(),
    }
    said = {
        "calls": ngettext(
            "%(count)d call is still open.", "%(count)d calls are still open.", counts["calls"]
        ),
        "reports": ngettext(
            "%(count)d report still waits for a reviewer or for the shopper.",
            "%(count)d reports still wait for a reviewer or for the shopper.",
            counts["reports"],
        ),
        "appeals": ngettext(
            "%(count)d appeal is not decided yet.",
            "%(count)d appeals are not decided yet.",
            counts["appeals"],
        ),
        "fees": ngettext(
            "%(count)d fee is not paid yet.", "%(count)d fees are not paid yet.", counts["fees"]
        ),
    }
    return [said[name] % {"count": count} for name, count in counts.items() if count]


def erase(shopper: Shopper) -> None:
    """Remove what she is to companies, and her words outside the reports that were handed in.

    Reports stay as they were handed in, comments and all: they name no one.
    """
    Relation.objects.filter(shopper=shopper).delete()
    RelationDecision.objects.filter(shopper=shopper).delete()
    Draft.objects.filter(evaluation__test_call__shopper=shopper).update(comments={})
    handed_in = Evaluation.objects.filter(submitted_at__isnull=False, test_call__shopper=shopper)
    hers = Attempt.objects.filter(test_call__shopper=shopper)
    hers.exclude(test_call__in=handed_in.values("test_call")).update(words="")
    with connection.cursor() as cursor:
        cursor.execute("SELECT evaluations_redact_words(%s)", [shopper.pk])


def _rows(found: Any, *names: str) -> list[dict[str, Any]]:
    return [
        {name.split("__")[0]: value for name, value in row.items()} for row in found.values(*names)
    ]


def _call(call: TestCall, shopper: Shopper, fee: Fee | None) -> dict[str, Any]:
    report = getattr(call, "evaluation", None)
    return {
        "id": call.pk,
        "programme": call.participation.programme.slug,
        "company": call.participation.name,
        "channel": call.channel,
        "scenario": str(call.scenario),
        "state": call.state,
        "assigned_at": call.assigned_at,
        "due_on": call.due_on,
        "agreed_fee": call.fee,
        "steps": _steps(call.events.all(), shopper),
        "attempts": [_attempt(attempt) for attempt in call.attempts.all()],
        "report": _report(report, shopper) if report is not None else None,
        "other_reports_received": [
            {"received_at": rival.received_at, "content": rival.content}
            for rival in call.rival_submissions.all()
        ],
        "fee": _fee(fee) if fee is not None else None,
    }


def _steps(
    events: Iterable[TestCallEvent | EvaluationEvent], shopper: Shopper
) -> list[dict[str, Any]]:
    return [
        {
            "what": event.event,
            "at": event.at,
            "by": "you" if event.author_id == shopper.user_id else "a coordinator",
            "reason": event.reason,
            "chosen_reason": getattr(event, "decline_reason", ""),
        }
        for event in events
    ]


def _attempt(attempt: Attempt) -> dict[str, Any]:
    names = (
        "number",
        "started_at",
        "answered_at",
        "ended_at",
        "outcome",
        "ending",
        "wait_seconds",
        "handling_seconds",
        "words",
        "logged_at",
    )
    return {name: getattr(attempt, name) for name in names}


def _report(report: Evaluation, shopper: Shopper) -> dict[str, Any]:
    draft = getattr(report, "draft", None)
    filed = Appeal.objects.filter(evaluation=report).select_related("decision").first()
    return {
        "id": report.pk,
        "state": report.state,
        "answered": report.answered,
        "answers": report.answers,
        "comments": report.comments,
        "submitted_at": report.submitted_at,
        "fingerprint": report.content_hash,
        "draft": draft
        and {
            "answered": draft.answered,
            "answers": draft.answers,
            "comments": draft.comments,
            "saved_at": draft.saved_at,
        },
        "receipts": list(
            report.submissions.values("number", "content", "content_hash", "received_at")
        ),
        "steps": _steps(report.events.all(), shopper),
        "remarks": list(
            Remark.objects.filter(event__subject=report).values("key", "text", "event__at")
        ),
        "comments_looked_at": list(
            report.moderations.values("key", "text", "describes_no_one", "at")
        ),
        "appeal": _appeal(filed) if filed is not None else None,
    }


def _appeal(filed: Appeal) -> dict[str, Any]:
    decision = getattr(filed, "decision", None)
    return {
        "words": filed.words,
        "at": filed.at,
        "decision": decision
        and {"outcome": decision.outcome, "reason": decision.reason, "at": decision.at},
    }


def _fee(fee: Fee) -> dict[str, Any]:
    approval, payment = getattr(fee, "approval", None), getattr(fee, "payment", None)
    return {
        "amount": fee.amount,
        "currency": fee.currency,
        "ground": fee.ground,
        "state": fee.state,  # type: ignore[attr-defined]  # annotated by the query
        "owed_at": fee.owed_at,
        "promised_on": fee.promised_on,
        "approved": approval
        and {"cause": approval.cause, "reason": approval.reason, "at": approval.at},
        "paid_on": payment.run.paid_on if payment is not None else None,
    }
