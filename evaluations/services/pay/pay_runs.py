"""Pay runs: made by a pay officer, approved by somebody else, sent to the bank, noted as paid.

What is paid is what coordinators approved, all of it up to a day: nobody picks among fees, and
neither a score nor a flag has a say. A fee, an expense or a bonus stands in one live run at most.
"""

import datetime as dt

import structlog
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from evaluations.enums.fees import PayRunState
from evaluations.models import PayLine, PayRun, TestCall
from evaluations.queries.pay.pay_runs import due, payable_extras, payable_fees, payees
from evaluations.services.pay.pay_refusals import (
    NoAccount,
    NoSuchPayee,
    NothingToPay,
    NotThisStep,
    OwnPayRun,
    ReasonMissing,
    SamePerson,
    SomebodyFaster,
    WrongPayDay,
)
from evaluations.services.pay.receipts import keep_for_books
from shoppers.models import BankAccount, Shopper, User
from shoppers.queries.bank_accounts import accounts_now
from shoppers.rules import is_coordinator, is_pay_officer
from shoppers.services.bank_accounts import open_accounts
from shoppers.services.refusals import NotAllowed

_log = structlog.get_logger(__name__)
_OPEN = (PayRunState.DRAFT, PayRunState.APPROVED)


@transaction.atomic
def draft_run(*, currency: str, until: dt.date, by: User) -> PayRun:
    """All that was approved and owed up to that day, of shoppers who have given an account.

    Raises NotAllowed, NothingToPay, SomebodyFaster. Of two officers who draft at once the second
    finds what the first has left.
    """
    _check_officer(by)
    _hold_what_is_payable(currency)
    found = due(currency=currency, until=until)
    able, _without = payees(found)
    wanted = {payee.shopper.pk for payee in able}
    if not wanted:
        raise NothingToPay
    run = PayRun.objects.create(currency=currency, until=until, by=by)
    lines = [
        PayLine(
            run=run,
            fee_id=each.fee,
            extra_id=each.extra,
            shopper=each.shopper,
            minor=each.minor,
        )
        for each in found
        if each.shopper.pk in wanted
    ]
    try:
        with transaction.atomic():
            PayLine.objects.bulk_create(lines)
    except IntegrityError:
        raise SomebodyFaster from None
    _log.info("pay_run_drafted", run=str(run.pk), lines=len(lines), by=str(by.pk))
    return run


@transaction.atomic
def approve_run(*, run: PayRun, by: User) -> None:
    """The second hand: a coordinator or another pay officer, who is not paid by the run herself.

    Raises NotAllowed, SamePerson, OwnPayRun, NotThisStep.
    """
    if not (is_pay_officer(by) or is_coordinator(by)):
        raise NotAllowed
    held = _held(run, PayRunState.DRAFT)
    if held.by_id == by.pk:
        raise SamePerson
    if _live(held).filter(shopper__user=by).exists():
        raise OwnPayRun
    if not _live(held).exists():
        raise NothingToPay
    _note(held, "approved", by)


@transaction.atomic
def cancel_run(*, run: PayRun, by: User) -> None:
    """Give up a run whose file was not made; all it held waits to be paid again.

    One whose every amount came back from the bank can be given up too. Raises NotAllowed,
    NotThisStep.
    """
    _check_officer(by)
    held = _held(run, *_OPEN, PayRunState.FILED)
    if held.state is PayRunState.FILED and _live(held).exists():
        raise NotThisStep
    _live(held).update(freed_at=timezone.now())
    _note(held, "cancelled", by)


@transaction.atomic
def open_file(*, run: PayRun, by: User) -> list[tuple[Shopper, int, str]]:
    """Whom the bank is to pay, how much in hundredths, and to which IBAN, by the shopper's code.

    The first time fixes the accounts and makes the run one that cannot be cancelled; after that
    the same comes out again. Every time each look at an account is noted. Raises NotAllowed,
    NotThisStep, NoAccount, NothingToPay, SealKeyMissing, SealBroken.
    """
    _check_officer(by)
    held = _held(run, PayRunState.APPROVED, PayRunState.FILED, PayRunState.PAID)
    lines = list(_live(held).select_related("shopper__user").order_by("shopper__code", "pk"))
    if not lines:
        raise NothingToPay
    if held.state is PayRunState.APPROVED:
        _fix_accounts(lines)
        _note(held, "filed", by)
    accounts = BankAccount.objects.select_related("shopper").in_bulk(
        {line.account_id for line in lines}
    )
    numbers = open_accounts(accounts=accounts.values(), about=held.pk, by=by)
    sums: dict[int, tuple[Shopper, int, str]] = {}
    for line in lines:
        _shopper, so_far, _number = sums.get(line.shopper_id, (None, 0, ""))
        sums[line.shopper_id] = (
            line.shopper,
            so_far + line.minor,
            numbers[line.account_id or 0],
        )
    return list(sums.values())


@transaction.atomic
def note_paid(*, run: PayRun, paid_on: dt.date, by: User) -> None:
    """The bank has paid what is left in the run, on this day.

    Raises NotAllowed, NotThisStep, NothingToPay, WrongPayDay.
    """
    _check_officer(by)
    held = _held(run, PayRunState.FILED)
    if not _live(held).exists():
        raise NothingToPay
    first = held.filed_on
    if first is None or not first <= paid_on <= timezone.localdate():
        raise WrongPayDay(first or timezone.localdate())
    held.paid_on = paid_on
    _note(held, "paid", by, "paid_on")
    keep_for_books(held, paid_on=paid_on)


@transaction.atomic
def take_out(*, run: PayRun, shopper: Shopper, reason: str, by: User) -> int:
    """Take a shopper's amounts out of the run: before its file, or because the bank refused them.

    They wait to be paid again. How many they were. Raises NotAllowed, ReasonMissing, NotThisStep,
    NoSuchPayee.
    """
    _check_officer(by)
    if not reason.strip():
        raise ReasonMissing
    held = _held(run, *_OPEN, PayRunState.FILED, PayRunState.PAID)
    freed = _live(held).filter(shopper=shopper)
    count = freed.update(freed_at=timezone.now(), freed_because=reason.strip())
    if not count:
        raise NoSuchPayee
    _log.info("pay_lines_freed", run=str(held.pk), count=count, by=str(by.pk))
    return count


def _hold_what_is_payable(currency: str) -> None:
    """Lock it, in one order: an approval is not taken back meanwhile, nor is it paid elsewhere."""
    calls = payable_fees().filter(currency=currency).values("test_call")
    locked = TestCall.objects.filter(pk__in=calls).order_by("pk")
    list(locked.select_for_update(of=("self",)).values_list("pk", flat=True))
    # Extras are only added to; a lock that lets them be read is all the app's role may take.
    extras = payable_extras().filter(currency=currency).values("shopper")
    people = Shopper.objects.filter(pk__in=extras).order_by("pk")
    list(people.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))


def _fix_accounts(lines: list[PayLine]) -> None:
    accounts = accounts_now({line.shopper_id for line in lines})
    if missing := sorted({each.shopper.code for each in lines if each.shopper_id not in accounts}):
        raise NoAccount(missing)
    for line in lines:
        line.account = accounts[line.shopper_id]
    PayLine.objects.bulk_update(lines, ["account"])


def _held(run: PayRun, *states: PayRunState) -> PayRun:
    held = PayRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if held.state not in states:
        raise NotThisStep
    return held


def _live(run: PayRun) -> QuerySet[PayLine]:
    return PayLine.objects.filter(run=run, freed_at=None)


def _note(run: PayRun, step: str, by: User, *further: str) -> None:
    setattr(run, f"{step}_by", by)
    setattr(run, f"{step}_at", timezone.now())
    run.save(update_fields=[f"{step}_by", f"{step}_at", *further])
    _log.info(f"pay_run_{step}", run=str(run.pk), by=str(by.pk))


def _check_officer(by: User) -> None:
    if not is_pay_officer(by):
        raise NotAllowed
