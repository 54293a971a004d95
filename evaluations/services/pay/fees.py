"""Fees: owed when a call is done, approved with its report; pay runs pay them (pay_runs).

A fee never depends on a score or on a client: the report's approval approves it, an upheld appeal
does, stopping for safety does, and otherwise a coordinator with a reason.
"""

import datetime as dt

import structlog
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations.enums import FeeCause, FeeGround
from evaluations.models import Evaluation, Fee, FeeApproval, TestCall
from shoppers.models import User

_log = structlog.get_logger(__name__)
# What is owed without a report waits for nobody's word.
_AT_ONCE = {
    FeeGround.SAFETY: FeeCause.SAFETY,
    FeeGround.COMPANY_LEFT: FeeCause.COMPANY_LEFT,
}


class FeeRefused(Exception):
    """A step with fees that was not taken; nothing has changed."""

    code = "fee_refused"


class FeeSettled(FeeRefused):
    """The fee is approved already, or paid."""

    code = "fee_settled"

    def __init__(self) -> None:
        super().__init__(_("This fee is approved already."))


class OwnFee(FeeRefused):
    """Nobody approves a fee of her own."""

    code = "own_fee"

    def __init__(self) -> None:
        super().__init__(_("This fee is your own. Somebody else has to approve it."))


class NoReason(FeeRefused):
    """A fee that is approved by hand needs a reason."""

    code = "no_reason"

    def __init__(self) -> None:
        super().__init__(_("Please give a reason."))


def owe_fee(call: TestCall, *, at: dt.datetime, ground: FeeGround = FeeGround.REPORT) -> Fee | None:
    """Owe what the call pays, as its terms stand now; to be called in the transaction of its end.

    Once for each call, however often it is asked: the fee that is owed is returned. None where no
    fee was agreed. What is owed for stopping for safety is approved at once.
    """
    if not call.fee:
        return None
    programme = call.participation.programme
    promised_on = timezone.localdate(at) + dt.timedelta(days=programme.fees_within_days)
    owed = Fee(
        test_call=call,
        amount=call.fee,
        currency=programme.currency,
        ground=ground,
        owed_at=at,
        promised_on=promised_on,
    )
    Fee.objects.bulk_create([owed], ignore_conflicts=True)
    fee = Fee.objects.get(test_call=call)
    if cause := _AT_ONCE.get(ground):
        _approve(fee, cause, at=at)
    return fee


def approve_with_report(evaluation: Evaluation, *, cause: FeeCause, by: User) -> None:
    """Approve the fee of a report's call, if one is owed; what is approved already stays so."""
    fee = Fee.objects.filter(test_call=evaluation.test_call_id).first()
    if fee is not None:
        _approve(fee, cause, by=by, at=timezone.now())


def unapprove_with_report(evaluation: Evaluation) -> None:
    """Make a fee pending again that only the report's approval had approved, now taken back.

    To be called in the transaction of that step, while the fee is unpaid. The app's role takes no
    such row away: the database does, once it finds the step among the report's events.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT evaluations_unapprove_fee(%s)", [evaluation.pk])


@transaction.atomic
def approve_by_hand(*, fee: Fee, reason: str, by: User) -> None:
    """Let a fee be paid for a reason that no rule knows.

    Raises NoReason, OwnFee, FeeSettled.
    """
    if not reason.strip():
        raise NoReason
    call = TestCall.objects.select_for_update(of=("self",)).select_related("shopper")
    shopper = call.get(pk=fee.test_call_id).shopper
    if shopper is not None and shopper.user_id == by.pk:
        raise OwnFee
    if FeeApproval.objects.filter(fee=fee).exists():
        raise FeeSettled
    _approve(fee, FeeCause.BY_HAND, by=by, at=timezone.now(), reason=reason.strip())
    _log.info("fee_approved_by_hand", fee=fee.pk, by=str(by.pk))


def _approve(
    fee: Fee, cause: FeeCause, *, at: dt.datetime, by: User | None = None, reason: str = ""
) -> None:
    approval = FeeApproval(fee=fee, cause=cause, reason=reason, by=by, at=at)
    FeeApproval.objects.bulk_create([approval], ignore_conflicts=True)
