"""Where a shopper is paid to: given by herself, opened for whoever pays her and for nobody else.

A number is in the clear only here, in the form in which she types it, and in the file for the bank.
No log line, refusal or mail holds one.
"""

import uuid
from collections.abc import Collection

import structlog
from django.db import transaction
from django.utils import timezone

from shoppers.account_numbers import AccountNumber
from shoppers.enums import NoticeKind
from shoppers.models import BankAccount, BankAccountReading, Shopper, User
from shoppers.queries.bank_accounts import account_of
from shoppers.queries.shoppers import held_shopper
from shoppers.rules import is_pay_officer
from shoppers.sealing import SealBroken, reseal, seal, unseal
from shoppers.services.notices import owe
from shoppers.services.refusals import AlreadyDone, NotAllowed

_log = structlog.get_logger(__name__)


@transaction.atomic
def note_account(*, shopper: Shopper, number: AccountNumber, by: User) -> BankAccount:
    """Pay her to this account from now on, and tell her by mail.

    The one she has already stays as it is. Payments that were sent to another stay there. Raises
    NotAllowed for anybody but herself, SealKeyMissing.
    """
    held = _held_by_herself(shopper, by)
    there = account_of(held)
    if there is not None and _is_of(there, number, held):
        return there
    sealed = seal(number.iban, owner=held.code)
    _replace(there)
    made = BankAccount.objects.create(
        shopper=held, sealed=sealed, country=number.country, last_four=number.last_four
    )
    owe(recipient=by, kind=NoticeKind.ACCOUNT_CHANGED)
    _log.info("bank_account_noted", shopper=held.code, replaced=there is not None)
    return made


@transaction.atomic
def remove_account(*, shopper: Shopper, by: User) -> None:
    """Pay her nowhere until she gives another, and tell her. Raises NotAllowed, AlreadyDone."""
    held = _held_by_herself(shopper, by)
    there = account_of(held)
    if there is None:
        raise AlreadyDone
    _replace(there)
    owe(recipient=by, kind=NoticeKind.ACCOUNT_CHANGED)
    _log.info("bank_account_removed", shopper=held.code)


@transaction.atomic
def open_accounts(
    *, accounts: Collection[BankAccount], about: uuid.UUID, by: User
) -> dict[int, str]:
    """The IBANs by the accounts' keys, each noted as looked at by this pay officer.

    `about` names what they are needed for. Raises NotAllowed, SealKeyMissing, SealBroken; then
    nothing is noted. Reads the shoppers.
    """
    if not is_pay_officer(by):
        raise NotAllowed
    opened = {
        account.pk: unseal(account.sealed, owner=account.shopper.code) for account in accounts
    }
    BankAccountReading.objects.bulk_create(
        BankAccountReading(account_id=key, by=by, about=about) for key in opened
    )
    _log.info("bank_accounts_opened", about=str(about), count=len(opened), by=str(by.pk))
    return opened


@transaction.atomic
def seal_anew() -> int:
    """Seal every account with the first key; how many there are. Raises SealBroken."""
    count = 0
    for account in BankAccount.objects.select_for_update().exclude(sealed="").order_by("pk"):
        account.sealed = reseal(account.sealed)
        account.save(update_fields=["sealed"])
        count += 1
    return count


def forget_accounts(shopper: Shopper) -> None:
    """Leave nothing of her numbers; that she had accounts, and when, stays for the payments."""
    accounts = shopper.bank_accounts
    accounts.filter(replaced_at=None).update(replaced_at=timezone.now())
    accounts.update(sealed="", country="", last_four="")


def _held_by_herself(shopper: Shopper, by: User) -> Shopper:
    held = held_shopper(shopper)
    if held.user_id != by.pk or held.erased_at is not None:
        raise NotAllowed
    return held


def _is_of(account: BankAccount, number: AccountNumber, shopper: Shopper) -> bool:
    try:
        return unseal(account.sealed, owner=shopper.code) == number.iban
    except SealBroken:  # it cannot be paid to, so whatever she gives takes its place
        return False


def _replace(there: BankAccount | None) -> None:
    if there is not None:
        there.replaced_at = timezone.now()
        there.save(update_fields=["replaced_at"])
