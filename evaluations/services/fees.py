"""Fees: owed when a call is done, approved with its report, paid once.

A fee never depends on a score or on a client: the report's approval approves it, an upheld appeal
does, stopping for safety does, and otherwise a coordinator with a reason.
"""

import datetime as dt
from collections.abc import Collection

import structlog
from django.db import connection, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluations.enums import FeeCause, FeeGround, FeeState
from evaluations.models import Evaluation, Fee, FeeApproval, FeePayment, PayRun, TestCall
from evaluations.queries.fees import with_state
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


class NotPayable(FeeRefused):
    """Some of the fees are not approved, or somebody has paid them meanwhile; none was paid."""

    code = "not_payable"

    def __init__(self, count: int) -> None:
        self.count = count
        super().__init__(
            ngettext(
                "%(count)d of these fees cannot be paid any more: somebody has paid it in the"
                " meantime. Nothing was noted. Look at the list again.",
                "%(count)d of these fees cannot be paid any more: somebody has paid them in the"
                " meantime. Nothing was noted. Look at the list again.",
                count,
            )
            % {"count": count}
        )


class NothingToPay(FeeRefused):
    """No fee was chosen."""

    code = "nothing_to_pay"

    def __init__(self) -> None:
        super().__init__(_("There is no fee to pay."))


class WrongPayDay(FeeRefused):
    """Nothing is paid in the future, or before it was owed."""

    code = "wrong_pay_day"

    def __init__(self, first: dt.date) -> None:
        super().__init__(
            _("Choose a day from %(first)s, when the first of these fees was owed, to today.")
            % {"first": date_format(first)}
        )


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


@transaction.atomic
def pay(*, fees: Collection[int], paid_on: dt.date, by: User) -> PayRun:
    """Note that all of these fees were paid on this day, or none of them.

    Raises NothingToPay, NotPayable, WrongPayDay. Of two who note the same fee at once, the second
    is told: the calls are locked in one order, and the key of a payment is its fee.
    """
    wanted = set(fees)
    if not wanted:
        raise NothingToPay
    calls = TestCall.objects.filter(owed_fee__in=wanted).order_by("pk")
    list(calls.select_for_update(of=("self",)).values_list("pk", flat=True))
    found = with_state(Fee.objects.filter(pk__in=wanted)).filter(state=FeeState.APPROVED)
    there = list(found.order_by("pk"))
    if len(there) < len(wanted):
        raise NotPayable(len(wanted) - len(there))
    first = min(timezone.localdate(fee.owed_at) for fee in there)
    if not first <= paid_on <= timezone.localdate():
        raise WrongPayDay(first)
    run = PayRun.objects.create(paid_on=paid_on, by=by, at=timezone.now())
    FeePayment.objects.bulk_create(
        FeePayment(fee=fee, approval_id=fee.pk, run=run) for fee in there
    )
    _log.info("fees_paid", run=str(run.pk), count=len(there), by=str(by.pk))
    return run


def _approve(
    fee: Fee, cause: FeeCause, *, at: dt.datetime, by: User | None = None, reason: str = ""
) -> None:
    approval = FeeApproval(fee=fee, cause=cause, reason=reason, by=by, at=at)
    FeeApproval.objects.bulk_create([approval], ignore_conflicts=True)
