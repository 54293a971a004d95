"""Where a shopper is paid to: sealed where it rests, opened for pay officers and noted."""

import json
import uuid
from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from shoppers.account_numbers import read_account
from shoppers.models import BankAccount, BankAccountReading, Notice, Shopper, User
from shoppers.sealing import SealBroken, SealKeyMissing, seal, unseal
from shoppers.services.bank_accounts import (
    note_account,
    open_accounts,
    remove_account,
    seal_anew,
)
from shoppers.services.erasing import erase
from shoppers.services.notices import sweep_notices
from shoppers.services.own_data import own_data
from shoppers.services.refusals import AlreadyDone, NotAllowed
from tests import people

pytestmark = pytest.mark.django_db
FIRST, SECOND = "NO9386011117947", "SE4550000000058398257466"
NEW_KEY = "YW5vdGhlciBrZXkgb2YgdGhlIHRlc3RzLCBpbnZlbnQ="
RUN = uuid.UUID(int=7)


@pytest.fixture
def selma() -> Shopper:
    return people.selma().shopper


def noted(shopper: Shopper, iban: str = FIRST) -> BankAccount:
    assert shopper.user is not None
    return note_account(shopper=shopper, number=read_account(iban), by=shopper.user)


def whole_tables() -> str:
    """What a dump of the tables would hold."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT array_agg(a::text) || (SELECT array_agg(n::text) FROM shoppers_notice AS n)"
            " FROM shoppers_bankaccount AS a"
        )
        return str(cursor.fetchone())


def test_an_account_rests_sealed_and_its_change_is_told(selma: Shopper) -> None:
    first = noted(selma)
    assert noted(selma).pk == first.pk  # the same number is no change
    second = noted(selma, SECOND)

    assert str(first) == "NO •••• 7947"
    assert [each.pk for each in BankAccount.objects.filter(replaced_at=None)] == [second.pk]
    dump = whole_tables()
    assert FIRST not in dump
    assert "86011117947" not in dump
    assert SECOND not in dump
    assert Notice.objects.filter(kind="account_changed", recipient=selma.user).count() == 2
    sweep_notices()
    letters = "".join(f"{each.subject}{each.body}" for each in mail.outbox)
    assert "The account you are paid to was changed" in letters
    assert "7947" not in letters


def test_nobody_else_gives_or_removes_her_account(selma: Shopper) -> None:
    there = noted(selma)
    for stranger in (people.alma(), people.petra()):
        with pytest.raises(NotAllowed):
            note_account(shopper=selma, number=read_account(SECOND), by=stranger)
        with pytest.raises(NotAllowed):
            remove_account(shopper=selma, by=stranger)

    assert BankAccount.objects.get().pk == there.pk
    assert BankAccount.objects.get().replaced_at is None
    assert Notice.objects.count() == 1


def test_an_account_is_removed_once(selma: Shopper) -> None:
    noted(selma)
    assert selma.user is not None
    remove_account(shopper=selma, by=selma.user)

    with pytest.raises(AlreadyDone):
        remove_account(shopper=selma, by=selma.user)
    assert not BankAccount.objects.filter(replaced_at=None).exists()
    assert Notice.objects.count() == 2


def test_only_a_pay_officer_opens_accounts_and_each_look_is_noted(selma: Shopper) -> None:
    account = noted(selma)
    for stranger in (people.alma(), selma.user):
        assert stranger is not None
        with pytest.raises(NotAllowed):
            open_accounts(accounts=[account], about=RUN, by=stranger)
    assert not BankAccountReading.objects.exists()
    petra = people.petra()

    assert open_accounts(accounts=[account], about=RUN, by=petra) == {account.pk: FIRST}

    reading = BankAccountReading.objects.get()
    assert (reading.account, reading.by, reading.about) == (account, petra, RUN)
    told = own_data(selma)["bank_accounts"]
    assert [(each["iban"], each["looked_at"]) for each in told] == [(FIRST, [reading.at])]


def test_a_number_moved_to_another_shopper_is_not_opened(selma: Shopper) -> None:
    account = noted(selma)
    other = Shopper.objects.create(
        code="S-901", languages=["nb"], region="x", birth_year=1990, gender="f", weekly_capacity=1
    )
    BankAccount.objects.filter(pk=account.pk).update(shopper=other)
    account = BankAccount.objects.select_related("shopper").get()

    with pytest.raises(SealBroken):
        open_accounts(accounts=[account], about=RUN, by=people.petra())
    assert not BankAccountReading.objects.exists()


def test_the_database_holds_one_account_at_a_time(selma: Shopper) -> None:
    noted(selma)
    for facts in ({"sealed": "x"}, {"sealed": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            BankAccount.objects.create(shopper=selma, country="NO", last_four="0000", **facts)


def test_without_a_key_nothing_is_kept(selma: Shopper, settings: Any) -> None:
    settings.ACCOUNT_KEYS = []
    with pytest.raises(SealKeyMissing):
        noted(selma)
    assert not BankAccount.objects.exists()
    assert not Notice.objects.exists()


def test_keys_are_changed_in_three_steps(selma: Shopper, settings: Any) -> None:
    account, old = noted(selma), list(settings.ACCOUNT_KEYS)
    settings.ACCOUNT_KEYS = [NEW_KEY, *old]
    out = StringIO()
    call_command("seal_accounts", stdout=out)
    assert out.getvalue() == "Sealed with the first key: 1.\n"

    settings.ACCOUNT_KEYS = [NEW_KEY]
    account.refresh_from_db()
    assert unseal(account.sealed, owner="S-900") == FIRST
    settings.ACCOUNT_KEYS = old
    with pytest.raises(SealBroken):
        seal_anew()
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("seal_accounts")
    # Whoever lost her key by an operator's mistake may give her number again.
    assert noted(selma).pk != account.pk


def test_of_the_erased_no_number_is_left(selma: Shopper) -> None:
    noted(selma)
    noted(selma, SECOND)

    erase(shopper=selma, by=people.alma())

    assert set(BankAccount.objects.values_list("sealed", "country", "last_four")) == {("", "", "")}
    selma.refresh_from_db()
    document = json.dumps(own_data(selma), default=str)
    assert "7947" not in document


def test_sealing_twice_gives_two_different_words() -> None:
    assert seal("x", owner="S-900") != seal("x", owner="S-900")


def test_a_shopper_without_a_login_has_no_account(selma: Shopper) -> None:
    lone: User = people.person("lone@mail.example", "Lone Lie")
    with pytest.raises(NotAllowed):
        note_account(shopper=selma, number=read_account(FIRST), by=lone)
