"""Reopening an approved report: it was approved by mistake, and is reviewed anew.

Loud where `taking_back` is quiet: any coordinator's act, at any time before a release rests on the
report, with a reason that stands in its history for good.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from evaluations.models import Evaluation, Points, TestCall
from evaluations.services.holds import published
from evaluations.services.lifecycle import LifecycleError, move
from evaluations.services.objections.objection_moments import among_others
from evaluations.services.pay.fees import unapprove_with_report
from evaluations.services.review.reviewing import OwnReport, is_own
from evaluations.transitions import Event
from shoppers.models import User
from shoppers.rules import is_coordinator
from shoppers.services.refusals import NotAllowed


class ReopeningRefused(LifecycleError):
    """An approval that stands; nothing has changed."""

    code = "reopening_refused"


@transaction.atomic
def reopen(*, evaluation: Evaluation, reason: str, by: User) -> None:
    """Let an approved report wait for review again, as if it had been handed in just now.

    Its points go, and with them its part of the live standing. Its fee waits for the next approval
    where only this one had approved it; what a pay run holds stays as it is and is paid once.
    Nobody is told: the shopper reads of what comes of it. Raises NotAllowed, OwnReport,
    ReopeningRefused, ReasonMissing, StateChanged.
    """
    if not is_coordinator(by):
        raise NotAllowed
    if is_own(evaluation, by):
        raise OwnReport
    among_others(evaluation.test_call.participation.programme)
    # The call first, as where fees are paid.
    TestCall.objects.select_for_update(of=("self",)).get(pk=evaluation.test_call_id)
    held = Evaluation.objects.select_for_update(of=("self",)).get(pk=evaluation.pk)
    if why := why_it_stands(held):
        raise ReopeningRefused(why)
    move(held, event=Event.REOPEN, by=by, reason=reason)
    Points.objects.filter(evaluation=held).delete()
    unapprove_with_report(held)


def why_it_stands(evaluation: Evaluation) -> str:
    """Why an approved report is not reopened; empty where it can be."""
    call = evaluation.test_call
    if call.assigned_at is None:
        return _("This contact came from a file and was reviewed elsewhere.")
    if call.shopper is None or call.shopper.erased_at is not None:
        return _("The shopper was erased, so nobody could mend this report any more.")
    if evaluation.objections.filter(decision__isnull=False).exists():
        return _("An arbiter has decided about this report after an objection. That stands.")
    return published(evaluation)
