"""Where a test call or a report stands, in a sentence."""

from django.utils.translation import gettext as _

from evaluations.enums import EvaluationState, TestCallState


def where_it_stands() -> dict[str, str]:
    """A sentence for each state of a test call and of a report; no word means two of them."""
    return {
        TestCallState.PLANNED: _("The call has not been offered to anybody."),
        TestCallState.OFFERED: _("The call is offered and waits for an answer."),
        TestCallState.ACCEPTED: _("The call is accepted and not done yet."),
        TestCallState.DONE: _("The call is done."),
        TestCallState.DECLINED: _("The call was declined."),
        TestCallState.CANCELLED: _("The call was cancelled."),
        TestCallState.EXPIRED: _("The call has expired."),
        TestCallState.STOPPED: _("The call was stopped for safety."),
        EvaluationState.DRAFT: _("The report has not been handed in."),
        EvaluationState.SUBMITTED: _("The report is handed in and waits for review."),
        EvaluationState.RETURNED: _("The report was returned to its shopper."),
        EvaluationState.APPROVED: _("The report is approved."),
        EvaluationState.REJECTED: _("The report is rejected."),
        EvaluationState.OBJECTED: _("The client objects to the report, and an arbiter decides."),
        EvaluationState.LOCKED: _("The preview is over, and the report is locked."),
    }
