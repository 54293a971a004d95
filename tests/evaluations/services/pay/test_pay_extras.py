"""Expenses and bonuses: entered by one, decided by another, paid with the fees."""

import datetime as dt
import uuid
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from django.db import ProgrammingError, connections, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from evaluations.enums import ExtraKind, FeeState
from evaluations.models import PayExtra, PayExtraDecision
from evaluations.queries.pay.own_sums import own_sums
from evaluations.queries.pay.pay_extras import pay_extras
from evaluations.queries.pay.pay_runs import payees_of
from evaluations.queries.pay.pay_years import PaidYear, everybody_paid_in, paid_in, years_paid
from evaluations.services.own_data import obstacles
from evaluations.services.pay.pay_extras import (
    MOST,
    decide_extra,
    give_bonus,
    take_back_expense,
)
from evaluations.services.pay.pay_refusals import (
    ExtraDecided,
    ExtraRefused,
    ExtraTakenBack,
    NothingToPay,
    OwnExtra,
    ReasonMissing,
    TakenBackBefore,
)
from evaluations.services.review.reviewing import approve
from shoppers.enums import Role
from shoppers.models import RoleAssignment, User
from shoppers.services.erasing import erase
from shoppers.services.own_data import own_data
from shoppers.services.refusals import NotAllowed
from tests.factories.awards import Award
from tests.factories.expenses import SECRET, spent
from tests.factories.paying import drafted, has_account, officer, paid
from tests.factories.reports import submitted_report

pytestmark = pytest.mark.django_db


def given(award: Award, selma: User, by: User, amount: str = "200") -> PayExtra:
    return give_bonus(
        shopper=selma.shopper,
        programme=award.programme,
        amount=Decimal(amount),
        words="Six calls at short notice",
        key=uuid.uuid4(),
        by=by,
    )


def states() -> list[str]:
    return [extra.state for extra in pay_extras().order_by("pk")]


def test_an_expense_waits_is_approved_and_paid_with_the_fees(
    award: Award, alma: User, selma: User
) -> None:
    has_account(selma)
    expense = spent(award, selma)
    assert (expense.minor, expense.currency, states()) == (4550, "NOK", [FeeState.PENDING])
    assert expense.promised_on == timezone.localdate() + dt.timedelta(
        days=award.programme.fees_within_days
    )
    with pytest.raises(NothingToPay):
        drafted()
    decide_extra(extra=expense, approved=True, by=alma)
    given(award, selma, alma)
    report = submitted_report(award, selma, alma, fee=Decimal(150))
    approve(evaluation=report, by=alma)
    assert states() == [FeeState.APPROVED] * 2

    run = paid(by=alma)

    [payee] = payees_of(run)
    assert (payee.minor, payee.count) == (4550 + 20000 + 15000, 3)
    assert states() == [FeeState.PAID] * 2
    with pytest.raises(NothingToPay):
        drafted()
    year = timezone.localdate().year
    assert years_paid(selma.shopper) == [year]
    lines = sorted((line.kind, line.minor) for line in paid_in(selma.shopper, year))
    assert lines == [("", 15000), ("bonus", 20000), ("travel", 4550)]
    assert paid_in(selma.shopper, year - 1) == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"amount": Decimal(0)}, "amount"),
        ({"amount": Decimal("1.005")}, "amount"),
        ({"amount": Decimal(MOST)}, "amount"),
        ({"spent_on": dt.date(2999, 1, 1)}, "spent_on"),
        ({"spent_on": dt.date(2020, 1, 1)}, "spent_on"),
        ({"kind": ExtraKind.BONUS}, "kind"),
        ({"words": " "}, "words"),
    ],
)
def test_what_cannot_be_an_expense_is_refused(
    wrong: dict[str, Any], field: str, award: Award, selma: User
) -> None:
    with pytest.raises(ExtraRefused) as refused:
        spent(award, selma, **wrong)
    assert refused.value.field == field
    assert not PayExtra.objects.exists()


def test_who_may_not_enter_decide_or_give_is_refused(
    award: Award, alma: User, selma: User, nora: User
) -> None:
    expense = spent(award, selma)
    with pytest.raises(NotAllowed):
        spent(award, selma, by=nora)
    for stranger in (nora, officer()):
        with pytest.raises(NotAllowed):
            decide_extra(extra=expense, approved=True, by=stranger)
        with pytest.raises(NotAllowed):
            given(award, selma, stranger)
    RoleAssignment.objects.create(user=selma, role=Role.COORDINATOR)
    both = User.objects.get(pk=selma.pk)
    with pytest.raises(OwnExtra):
        decide_extra(extra=expense, approved=True, by=both)
    with pytest.raises(OwnExtra):
        given(award, selma, both)
    assert (PayExtra.objects.count(), PayExtraDecision.objects.count()) == (1, 0)


def test_an_expense_is_decided_once_and_refused_with_a_reason(
    award: Award, alma: User, selma: User
) -> None:
    expense = spent(award, selma)
    with pytest.raises(ReasonMissing):
        decide_extra(extra=expense, approved=False, reason=" ", by=alma)
    assert states() == [FeeState.PENDING]

    decide_extra(extra=expense, approved=False, reason="Calls need no travel", by=alma)

    with pytest.raises(ExtraDecided):
        decide_extra(extra=expense, approved=True, by=alma)
    assert states() == [FeeState.REFUSED]
    assert PayExtraDecision.objects.get().reason == "Calls need no travel"
    with pytest.raises(ProgrammingError), transaction.atomic():
        PayExtraDecision.objects.filter(extra=expense).update(reason="")


def test_she_takes_back_what_nobody_has_decided(
    award: Award, alma: User, selma: User, nora: User
) -> None:
    has_account(selma)
    expense, other, bonus = spent(award, selma), spent(award, selma), given(award, selma, alma)
    for stranger in (nora, alma):
        with pytest.raises(NotAllowed):
            take_back_expense(extra=expense, by=stranger)
    with pytest.raises(NotAllowed):
        take_back_expense(extra=bonus, by=selma)
    assert states() == [FeeState.PENDING, FeeState.PENDING, FeeState.APPROVED]

    take_back_expense(extra=expense, by=selma)

    assert states() == [FeeState.TAKEN_BACK, FeeState.PENDING, FeeState.APPROVED]
    with pytest.raises(ExtraTakenBack):
        decide_extra(extra=expense, approved=True, by=alma)
    decide_extra(extra=other, approved=True, by=alma)
    with pytest.raises(ExtraDecided) as refused:
        take_back_expense(extra=other, by=selma)
    assert refused.value.code == "extra_decided"
    paid(by=alma)
    assert states() == [FeeState.TAKEN_BACK, FeeState.PAID, FeeState.PAID]
    assert [(each.state, each.extras, each.amount) for each in own_sums(selma)] == [
        (FeeState.PAID, 2, Decimal("245.50"))
    ]
    assert obstacles(selma.shopper) == []
    year = timezone.localdate().year
    assert everybody_paid_in(year) == [PaidYear("S-900", selma.name, "NOK", fees=0, extras=24550)]
    assert everybody_paid_in(year - 1) == []


def test_what_she_took_back_is_not_entered_by_the_same_page_again(
    award: Award, selma: User
) -> None:
    expense = spent(award, selma)
    assert spent(award, selma, key=expense.key) == expense
    take_back_expense(extra=expense, by=selma)

    for amount in ("45.50", "46"):
        with pytest.raises(TakenBackBefore):
            spent(award, selma, key=expense.key, amount=Decimal(amount))

    assert states() == [FeeState.TAKEN_BACK]
    spent(award, selma)
    assert states() == [FeeState.TAKEN_BACK, FeeState.PENDING]


class _Looked(Exception):
    """Enough was seen: nothing of it stays."""


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_before_there_was_taking_back_it_was_a_refusal_with_a_reason(
    award: Award, selma: User
) -> None:
    take_back_expense(extra=spent(award, selma), by=selma)
    owner = connections["owner"]
    loader = MigrationLoader(owner)
    taken_back = loader.disk_migrations["evaluations", "0041_expenses_taken_back"]
    before = loader.project_state(("evaluations", "0040_what_was_taken_back"))

    with suppress(_Looked), owner.schema_editor(atomic=True) as editor:
        taken_back.unapply(before, editor)
        with owner.cursor() as cursor:
            cursor.execute("SELECT approved, reason FROM evaluations_payextradecision")
            rows = cursor.fetchall()
        raise _Looked

    assert rows == [(False, "Taken back by the shopper")]


def test_she_reads_her_expenses_and_erasing_waits_for_them(
    award: Award, alma: User, selma: User
) -> None:
    has_account(selma)
    expense = spent(award, selma)
    assert obstacles(selma.shopper) == ["1 expense or bonus is not settled yet."]
    decide_extra(extra=expense, approved=True, reason=f"Yes: {SECRET}", by=alma)
    paid(by=alma)
    document = own_data(selma.shopper)
    assert [(each["words"], each["minor"]) for each in document["pay_extras"]] == [(SECRET, 4550)]
    assert [each["minor"] for each in document["pay_lines"]] == [4550]

    erase(shopper=selma.shopper, by=alma)

    assert SECRET not in str(list(PayExtra.objects.values()))
    assert SECRET not in str(list(PayExtraDecision.objects.values()))
