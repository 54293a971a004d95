"""What fieldwork knows about a shopper, as she may read it.

Others stand in it as what they are to her, "a coordinator", never by name. What answers are worth
is no fact about her and is not in it; of files there are the facts, not the bytes.
"""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from evaluations.enums import EvaluationState, FlagKind
from evaluations.models import (
    Appeal,
    Application,
    Attempt,
    CallMessage,
    Evaluation,
    EvaluationEvent,
    Fee,
    Remark,
    ScreeningFlag,
    TestCall,
    TestCallEvent,
)
from evaluations.queries.calibration.own_calibrations import own_calibrations
from evaluations.queries.pay.fees import with_state
from evaluations.queries.pay.own_pay import own_pay
from evaluations.queries.reports.own_drafts import own_draft
from evaluations.queries.reports.own_files import own_file
from evaluations.queries.review.second_look import told_steps, told_verdicts
from evaluations.queries.roster.work_records import records_of
from evaluations.transitions import Event
from shoppers.models import Shopper

_COMPANY, _PROGRAMME = "company__name", "programme__slug"


def own_fieldwork(shopper: Shopper) -> dict[str, Any]:
    """Her relations and admissions, and every call with all that came of it."""
    calls = (
        TestCall.objects.filter(shopper=shopper)
        .select_related("participation__programme", "scenario", "evaluation__draft")
        .prefetch_related(
            "attempts", "events", "rival_submissions", "late_attempts", "messages__settled"
        )
        .order_by("created_at", "pk")
    )
    found = with_state(Fee.objects.filter(test_call__shopper=shopper))
    fees = {fee.test_call_id: fee for fee in found.select_related("approval")}
    return {
        "relations": _rows(shopper.relations.order_by("pk"), _COMPANY, "kind"),
        "relations_decided": _rows(
            shopper.relation_decisions.order_by("pk"), _COMPANY, "kind", "holds", "decided_at"
        ),
        "admissions": _rows(shopper.admissions.order_by("pk"), _PROGRAMME, "certified_at"),
        "signatures": _rows(
            shopper.signatures.order_by("pk"),
            _PROGRAMME,
            "signed",
            "version",
            "text_hash",
            "language",
            "at",
        ),
        "withdrawals": _rows(shopper.withdrawals.order_by("pk"), _PROGRAMME, "withdrawn_at"),
        "application": _rows(
            Application.objects.filter(shopper=shopper),
            "name",
            "email",
            "language",
            "languages",
            "channels",
            "region",
            "weekly_capacity",
            "birth_year",
            "gender",
            "applied_at",
            "confirmed_at",
            "decided_at",
        ),
        "work": _work(shopper),
        "notes": _rows(shopper.notes.order_by("pk"), _PROGRAMME, "text", "at"),
        "noted_about_reports_together": [
            {"programme": flag.programme.slug} | _flag(flag, shopper)
            for flag in shopper.flags.filter(evaluation=None)
            .order_by("pk")
            .select_related("programme")
            .prefetch_related("dismissals")
        ],
        "calibrations": own_calibrations(shopper),
        **own_pay(shopper),
        "calls": [_call(call, shopper, fees.get(call.pk)) for call in calls],
    }


def _work(shopper: Shopper) -> list[dict[str, Any]]:
    """Her records with what they are graded; None of too few."""
    return [
        {"programme": slug, **asdict(record), "grade": record.grade_name}
        for slug, record in records_of(shopper).items()
    ]


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
        "hours": [call.call_from, call.call_until] if call.call_from else None,
        "agreed_fee": call.fee,
        "steps": _steps(call.events.all(), shopper),
        "attempts": [_attempt(attempt) for attempt in call.attempts.all()],
        "messages": [_message(message, shopper) for message in call.messages.all()],
        "report": _report(report, shopper) if report is not None else None,
        "other_reports_received": [
            {"received_at": rival.received_at, "content": rival.content}
            for rival in call.rival_submissions.all()
        ],
        "other_attempts_received": [
            {"received_at": late.received_at, "content": late.content}
            for late in call.late_attempts.all()
        ],
        "fee": _fee(fee) if fee is not None else None,
    }


def _who(author_id: Any, shopper: Shopper) -> str:
    return "you" if author_id == shopper.user_id else "a coordinator"


def _who_stepped(event: TestCallEvent | EvaluationEvent, shopper: Shopper) -> str:
    if event.author_id is None:
        return "nobody: a time had come"
    if event.event in {Event.OBJECT, Event.WITHDRAW}:
        return "somebody of the company's side"
    return _who(event.author_id, shopper)


def _message(message: CallMessage, shopper: Shopper) -> dict[str, Any]:
    settled = getattr(message, "settled", None)
    return {
        "by": _who(message.author_id, shopper),
        "text": message.text,
        "at": message.at,
        "needs_no_answer_since": settled and settled.at,
    }


def _steps(
    events: Iterable[TestCallEvent | EvaluationEvent], shopper: Shopper
) -> list[dict[str, Any]]:
    return [
        {
            "what": event.event,
            "at": event.at,
            "by": _who_stepped(event, shopper),
            "reason": event.reason,
            "chosen_reason": getattr(event, "decline_reason", "")
            or getattr(event, "review_reason", ""),
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
        "taken_back",
        "logged_at",
    )
    return {name: getattr(attempt, name) for name in names}


def _report(report: Evaluation, shopper: Shopper) -> dict[str, Any]:
    draft = getattr(report, "draft", None)
    filed = Appeal.objects.filter(evaluation=report).select_related("decision").first()
    return {
        "id": report.pk,
        "state": EvaluationState(report.state).as_shopper_sees_it,
        "answered": report.answered,
        "answers": report.answers,
        "comments": report.comments,
        "beside_the_form": report.beside,
        "submitted_at": report.submitted_at,
        "fingerprint": report.content_hash,
        "draft": draft and own_draft(draft),
        "receipts": list(
            report.submissions.values("number", "content", "content_hash", "received_at")
        ),
        "steps": _steps(told_steps(report), shopper),
        "remarks": list(
            Remark.objects.filter(event__subject=report).values("key", "text", "event__at")
        ),
        "said_by_one_of_two_reviewers": list(
            told_verdicts(report).values(
                "decision", "review_reason", "reason", "remarks", "step__at"
            )
        ),
        "comments_looked_at": list(
            report.moderations.values("key", "text", "describes_no_one", "at")
        ),
        "recognised": list(report.recognitions.order_by("pk").values("recognised", "words", "at")),
        "noted": [
            _flag(flag, shopper)
            for flag in report.flags.exclude(kind=FlagKind.CRITICAL)
            .order_by("pk")
            .prefetch_related("dismissals")
        ],
        "files": [own_file(file) for file in report.attachments.prefetch_related("readings")],
        "appeal": _appeal(filed) if filed is not None else None,
    }


def _flag(flag: ScreeningFlag, shopper: Shopper) -> dict[str, Any]:
    """A reason to look that comparing reports gave; of points there is that they were unusual."""
    return {
        "what": flag.kind,
        "figure": None if flag.kind == FlagKind.EXTREME_SCORE else flag.statistic,
        "chance": flag.p,
        "found_at": flag.found_at,
        "holds_now": flag.standing,
        "said_about_it": [
            {
                "what": word.act,
                "reason": word.reason,
                "at": word.at,
                "by": _who(word.by_id, shopper),
            }
            for word in flag.dismissals.all()
        ],
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
    approval = getattr(fee, "approval", None)
    return {
        "amount": fee.amount,
        "currency": fee.currency,
        "ground": fee.ground,
        "state": fee.state,  # type: ignore[attr-defined]  # annotated by the query
        "owed_at": fee.owed_at,
        "promised_on": fee.promised_on,
        "approved": approval
        and {"cause": approval.cause, "reason": approval.reason, "at": approval.at},
        "paid_on": fee.paid_on,  # type: ignore[attr-defined]  # as above
    }
