"""Fieldwork's part of a shopper's own data: her companies, calls, reports, appeals and fees."""

from django.db import connection
from django.utils.translation import gettext_noop, ngettext

from evaluations.enums import AttachmentState, EvaluationState, FeeState, TestCallState
from evaluations.models import (
    Admission,
    Appeal,
    AppealDecision,
    Application,
    Attachment,
    AttachmentReading,
    Attempt,
    CalibrationFigure,
    CalibrationRater,
    CalibrationWaiver,
    CallMessage,
    CaseRating,
    CommentModeration,
    Draft,
    Evaluation,
    EvaluationEvent,
    Fee,
    FeeApproval,
    FlagDismissal,
    LateAttempt,
    PayExtra,
    PayExtraDecision,
    PayLine,
    RatingDraft,
    Recognition,
    Relation,
    RelationDecision,
    Remark,
    ReviewVerdict,
    RivalSubmission,
    ScreeningFlag,
    SettledMessage,
    ShopperNote,
    Signature,
    Submission,
    TestCall,
    TestCallEvent,
    Withdrawal,
)
from evaluations.queries.own_data import own_fieldwork
from evaluations.queries.pay.fees import with_state
from evaluations.queries.pay.pay_extras import pay_extras
from evaluations.services.pay.receipts import receipts_to_erase
from evaluations.services.reports.attachments import mark_removed
from shoppers.models import Shopper
from shoppers.services.own_data import Part, register

# What stands in the place of her words in rows that are only added to: see migration 0018.
ERASED_WORDS = gettext_noop("Removed when the shopper was erased")
HERS = frozenset(
    {
        Admission,
        Appeal,
        AppealDecision,
        Application,
        Attachment,
        AttachmentReading,
        Attempt,
        CalibrationFigure,
        CalibrationRater,
        CalibrationWaiver,
        CaseRating,
        RatingDraft,
        CallMessage,
        CommentModeration,
        Draft,
        Evaluation,
        EvaluationEvent,
        Fee,
        FeeApproval,
        FlagDismissal,
        LateAttempt,
        PayExtra,
        PayExtraDecision,
        PayLine,
        Recognition,
        Relation,
        RelationDecision,
        Remark,
        ReviewVerdict,
        RivalSubmission,
        ScreeningFlag,
        SettledMessage,
        ShopperNote,
        Signature,
        Submission,
        TestCall,
        TestCallEvent,
        Withdrawal,
    }
)


def register_own_data() -> None:
    """Make this part known; done when the app is loaded."""
    register("evaluations", Part(read=own_fieldwork, models=HERS, obstacles=obstacles, erase=erase))


def obstacles(shopper: Shopper) -> list[str]:
    """Open calls, reports and appeals without a last word, and fees that may have to be paid."""
    calls = TestCall.objects.filter(shopper=shopper)
    here = calls.filter(assigned_at__isnull=False)
    undecided = sorted(EvaluationState.undecided())
    counts = {
        "calls": calls.filter(state__in=TestCallState.open()).count(),
        "reports": here.filter(evaluation__state__in=undecided).count(),
        "appeals": Appeal.objects.filter(
            evaluation__test_call__shopper=shopper, decision=None
        ).count(),
        "objections": calls.filter(evaluation__state=EvaluationState.OBJECTED).count(),
        "extras": pay_extras()
        .filter(shopper=shopper, state__in=sorted(FeeState.unsettled()))
        .count(),
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
        "objections": ngettext(
            "%(count)d report is objected to by its company and not decided yet.",
            "%(count)d reports are objected to by their companies and not decided yet.",
            counts["objections"],
        ),
        "extras": ngettext(
            "%(count)d expense or bonus is not settled yet.",
            "%(count)d expenses and bonuses are not settled yet.",
            counts["extras"],
        ),
        "fees": ngettext(
            "%(count)d fee is not paid yet.", "%(count)d fees are not paid yet.", counts["fees"]
        ),
    }
    return [said[name] % {"count": count} for name, count in counts.items() if count]


def erase(shopper: Shopper) -> None:
    """Remove what she is to companies, notes about her, her files, and her words outside reports.

    Of a conversation about a call both sides go: an answer calls her by her name. Reports stay as
    they were handed in, comments and all: they name no one. That she has signed stays as well, and
    what comparing her reports has named with what reviewers said of it. Her answers in calibrations
    go; what a session came to as a whole stays as it was computed. The receipt of an expense that
    was paid stays as long as the books need it.
    """
    Application.objects.filter(shopper=shopper).delete()
    Relation.objects.filter(shopper=shopper).delete()
    RelationDecision.objects.filter(shopper=shopper).delete()
    CalibrationRater.objects.filter(user__shopper=shopper).delete()
    CalibrationWaiver.objects.filter(shopper=shopper).delete()
    Draft.objects.filter(evaluation__test_call__shopper=shopper).update(comments={}, beside={})
    handed_in = Evaluation.objects.filter(submitted_at__isnull=False, test_call__shopper=shopper)
    hers = Attempt.objects.filter(test_call__shopper=shopper)
    hers.exclude(test_call__in=handed_in.values("test_call")).update(words="")
    _remove_files(shopper)
    with connection.cursor() as cursor:
        cursor.execute("SELECT evaluations_redact_words(%s)", [shopper.pk])
        cursor.execute("SELECT evaluations_redact_pay(%s)", [shopper.pk])
        cursor.execute("SELECT evaluations_erase_notes(%s)", [shopper.pk])


def _remove_files(shopper: Shopper) -> None:
    beside_reports = Attachment.objects.filter(
        evaluation__test_call__shopper=shopper, state__in=sorted(AttachmentState.held())
    )
    for found in (beside_reports, receipts_to_erase(shopper)):
        for attachment in found.select_for_update(of=("self",)):
            mark_removed(attachment)
