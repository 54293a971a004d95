"""Fees as they are paid: an account given, a pay run by two hands, its file, the bank's day."""

import datetime as dt

from django.utils import timezone

from evaluations.models import PayRun
from evaluations.services.pay.pay_runs import approve_run, draft_run, note_paid, open_file
from shoppers.account_numbers import read_account
from shoppers.enums import Role
from shoppers.models import BankAccount, User
from shoppers.services.bank_accounts import note_account
from tests import people

IBAN = "NO9386011117947"


def has_account(user: User, iban: str = IBAN) -> BankAccount:
    """The shopper has said where she is paid to."""
    return note_account(shopper=user.shopper, number=read_account(iban), by=user)


def officer() -> User:
    """Petra, made when somebody first asks for her."""
    found = User.objects.filter(email="petra@award.example").first()
    return found or people.petra()


def drafted(*, currency: str = "NOK", until: dt.date | None = None) -> PayRun:
    """All that waits, in a draft by Petra."""
    return draft_run(currency=currency, until=until or timezone.localdate(), by=officer())


def sent(*, by: User, currency: str = "NOK") -> PayRun:
    """The same, approved by a coordinator and made into a file."""
    run = drafted(currency=currency)
    approve_run(run=run, by=by)
    open_file(run=run, by=officer())
    return run


def paid(*, by: User, currency: str = "NOK") -> PayRun:
    """The same, and the bank has paid today."""
    run = sent(by=by, currency=currency)
    note_paid(run=run, paid_on=timezone.localdate(), by=officer())
    run.refresh_from_db()
    return run


def second_officer() -> User:
    """Another who pays."""
    return people.person("pia@award.example", "Pia Paus", Role.PAY)
