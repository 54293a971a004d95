"""Pay runs: two hands, one way, nothing twice, and what comes back waits again."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import Error, IntegrityError, connections, transaction
from django.utils import timezone

from evaluations.enums import FeeState, PayRunState
from evaluations.models import Fee, PayLine, PayRun
from evaluations.queries.pay.fees import fees
from evaluations.queries.pay.pay_runs import due, pay_needs, pay_runs, payees, payees_of, waiting
from evaluations.services.pay.pay_refusals import (
    NoAccount,
    NoSuchPayee,
    NothingToPay,
    NotThisStep,
    OwnPayRun,
    ReasonMissing,
    SamePerson,
    WrongPayDay,
)
from evaluations.services.pay.pay_runs import (
    approve_run,
    cancel_run,
    draft_run,
    note_paid,
    open_file,
    take_out,
)
from evaluations.services.review.reviewing import approve
from evaluations.services.review.taking_back import FeePaid, take_back
from shoppers.enums import Role
from shoppers.models import BankAccountReading, RoleAssignment, User
from shoppers.services.bank_accounts import remove_account
from shoppers.services.refusals import NotAllowed
from tests.factories.awards import Award
from tests.factories.paying import IBAN, drafted, has_account, officer, paid, second_officer, sent
from tests.factories.reports import submitted_report

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def owed(award: Award, who: User, alma: User, company: str = "alfa") -> Fee:
    """An approved fee of 150.50."""
    report = submitted_report(award, who, alma, company=company, fee=Decimal("150.50"))
    approve(evaluation=report, by=alma)
    return Fee.objects.get(test_call=report.test_call)


def states() -> list[str]:
    return [fee.state for fee in fees(sort="owed")]


def test_a_run_holds_all_that_is_approved_of_those_with_an_account(
    award: Award, alma: User, selma: User, nora: User
) -> None:
    owed(award, selma, alma)
    owed(award, selma, alma, "beta")
    owed(award, nora, alma, "gamma")
    submitted_report(award, selma, alma, company="delta", fee=Decimal(10))
    with pytest.raises(NothingToPay):
        drafted()
    has_account(selma)

    [wait] = waiting()
    assert (wait.currency, wait.count, wait.minor) == ("NOK", 3, 45150)
    able, without = payees(due())
    assert [(each.shopper.user, each.minor) for each in able] == [(selma, 30100)]
    assert [(each.shopper.user, each.minor) for each in without] == [(nora, 15050)]
    run = drafted()

    assert run.state is PayRunState.DRAFT
    assert sorted(run.lines.values_list("minor", "shopper__user")) == [(15050, selma.pk)] * 2
    [row] = pay_runs()
    assert (row.total, row.shoppers) == (30100, 1)  # type: ignore[attr-defined]
    needs = pay_needs()
    assert (needs.payable, needs.drafts) == (1, 1)
    assert [each.shopper.user for each in payees_of(run)] == [selma]
    # Nothing of it is paid yet, and nothing of it comes into another run.
    assert "paid" not in states()
    with pytest.raises(NothingToPay):
        drafted()


def test_a_run_takes_what_was_owed_up_to_its_day(award: Award, alma: User, selma: User) -> None:
    has_account(selma)
    owed(award, selma, alma)

    with pytest.raises(NothingToPay):
        draft_run(currency="NOK", until=TODAY() - dt.timedelta(days=1), by=officer())
    with pytest.raises(NothingToPay):
        draft_run(currency="SEK", until=TODAY(), by=officer())
    assert not PayRun.objects.exists()


def test_it_goes_one_way_by_two_hands_and_the_bank_gets_whole_numbers(
    award: Award, alma: User, selma: User
) -> None:
    has_account(selma)
    owed(award, selma, alma)
    petra = officer()
    run = drafted()
    with pytest.raises(SamePerson):
        approve_run(run=run, by=petra)
    with pytest.raises(NotThisStep):
        open_file(run=run, by=petra)
    approve_run(run=run, by=alma)
    with pytest.raises(NotThisStep):
        approve_run(run=run, by=alma)
    with pytest.raises(NotThisStep):
        note_paid(run=run, paid_on=TODAY(), by=petra)
    assert not BankAccountReading.objects.exists()

    assert open_file(run=run, by=petra) == [(selma.shopper, 15050, IBAN)]

    # She gives another account: the same file comes out again, and each look is noted.
    has_account(selma, "SE4550000000058398257466")
    assert open_file(run=run, by=petra) == [(selma.shopper, 15050, IBAN)]
    assert list(BankAccountReading.objects.values_list("by", "about")) == [(petra.pk, run.pk)] * 2
    for day in (TODAY() - dt.timedelta(days=1), TODAY() + dt.timedelta(days=1)):
        with pytest.raises(WrongPayDay):
            note_paid(run=run, paid_on=day, by=petra)
    assert states() == [FeeState.APPROVED]
    note_paid(run=run, paid_on=TODAY(), by=petra)
    assert states() == [FeeState.PAID]
    with pytest.raises(NotThisStep):
        note_paid(run=run, paid_on=TODAY(), by=petra)
    with pytest.raises(NotThisStep):
        cancel_run(run=run, by=petra)


@pytest.mark.parametrize(
    "step",
    [
        lambda _run, by: draft_run(currency="NOK", until=TODAY(), by=by),
        lambda run, by: cancel_run(run=run, by=by),
        lambda run, by: open_file(run=run, by=by),
        lambda run, by: note_paid(run=run, paid_on=TODAY(), by=by),
        lambda run, by: take_out(run=run, shopper=by.shopper, reason="x", by=by),
    ],
)
def test_only_a_pay_officer_takes_these_steps(
    step: Callable[[PayRun, User], object], award: Award, alma: User, selma: User
) -> None:
    has_account(selma)
    owed(award, selma, alma)
    run = drafted()
    RoleAssignment.objects.create(user=selma, role=Role.COORDINATOR)
    coordinator = User.objects.get(pk=selma.pk)

    with pytest.raises(NotAllowed):
        step(run, coordinator)
    assert (PayRun.objects.count(), PayLine.objects.filter(freed_at=None).count()) == (1, 1)
    assert PayRun.objects.get().state is PayRunState.DRAFT
    # Nor does she approve a run that pays herself, whatever else she is.
    with pytest.raises(OwnPayRun):
        approve_run(run=run, by=coordinator)


def test_a_shopper_approves_no_run_and_another_officer_may(
    award: Award, alma: User, selma: User, nora: User
) -> None:
    has_account(selma)
    owed(award, selma, alma)
    run = drafted()
    with pytest.raises(NotAllowed):
        approve_run(run=run, by=nora)

    approve_run(run=run, by=second_officer())

    run.refresh_from_db()
    assert run.state is PayRunState.APPROVED


def test_a_cancelled_run_frees_its_lines(award: Award, alma: User, selma: User) -> None:
    has_account(selma)
    owed(award, selma, alma)
    for approved in (False, True):
        run = drafted()
        if approved:
            approve_run(run=run, by=alma)
        cancel_run(run=run, by=officer())
        run.refresh_from_db()
        assert run.state is PayRunState.CANCELLED
        assert [each.count for each in payees_of(run)] == [1]
    [wait] = waiting()
    assert wait.count == 1
    run = sent(by=alma)
    with pytest.raises(NotThisStep):
        cancel_run(run=run, by=officer())


def test_what_the_bank_refused_waits_again_with_its_reason(
    award: Award, alma: User, selma: User, nora: User
) -> None:
    has_account(selma)
    has_account(nora)
    owed(award, selma, alma)
    owed(award, nora, alma, "beta")
    run = sent(by=alma)
    petra = officer()
    with pytest.raises(ReasonMissing):
        take_out(run=run, shopper=nora.shopper, reason="  ", by=petra)

    assert take_out(run=run, shopper=nora.shopper, reason="Account closed", by=petra) == 1

    with pytest.raises(NoSuchPayee):
        take_out(run=run, shopper=nora.shopper, reason="Again", by=petra)
    assert open_file(run=run, by=petra) == [(selma.shopper, 15050, IBAN)]
    note_paid(run=run, paid_on=TODAY(), by=petra)
    assert sorted(states()) == [FeeState.APPROVED, FeeState.PAID]
    # Money may come back days after it was noted as paid.
    take_out(run=run, shopper=selma.shopper, reason="Returned", by=petra)
    assert states() == [FeeState.APPROVED] * 2
    assert [line.freed_because for each in payees_of(run) for line in each.freed] == [
        "Account closed",
        "Returned",
    ] or {line.freed_because for each in payees_of(run) for line in each.freed} == {
        "Account closed",
        "Returned",
    }
    paid(by=alma)
    assert states() == [FeeState.PAID] * 2


def test_a_run_that_came_back_whole_is_given_up(award: Award, alma: User, selma: User) -> None:
    has_account(selma)
    owed(award, selma, alma)
    run = sent(by=alma)
    take_out(run=run, shopper=selma.shopper, reason="The file was not read", by=officer())
    with pytest.raises(NothingToPay):
        note_paid(run=run, paid_on=TODAY(), by=officer())
    with pytest.raises(NothingToPay):
        open_file(run=run, by=officer())
    cancel_run(run=run, by=officer())
    assert PayRun.objects.get().state is PayRunState.CANCELLED


def test_an_account_that_is_gone_stops_the_file(award: Award, alma: User, selma: User) -> None:
    has_account(selma)
    owed(award, selma, alma)
    run = drafted()
    approve_run(run=run, by=alma)
    remove_account(shopper=selma.shopper, by=selma)

    with pytest.raises(NoAccount, match=selma.shopper.code):
        open_file(run=run, by=officer())

    assert PayRun.objects.get().state is PayRunState.APPROVED
    assert not BankAccountReading.objects.exists()
    take_out(run=run, shopper=selma.shopper, reason="No account", by=officer())
    with pytest.raises(NothingToPay):
        drafted()


def test_an_approval_stands_while_a_run_holds_its_fee(
    award: Award, alma: User, selma: User
) -> None:
    has_account(selma)
    fee = owed(award, selma, alma)
    run = drafted()
    with pytest.raises(FeePaid):
        take_back(evaluation=fee.test_call.evaluation, by=alma)
    cancel_run(run=run, by=officer())

    take_back(evaluation=fee.test_call.evaluation, by=alma)

    assert states() == [FeeState.PENDING]


def test_the_database_pays_nothing_twice_and_nothing_unapproved(
    award: Award, alma: User, selma: User
) -> None:
    has_account(selma)
    fee = owed(award, selma, alma)
    pending = submitted_report(award, selma, alma, company="beta", fee=Decimal(10))
    run = paid(by=alma)
    other = PayRun.objects.create(currency="NOK", until=TODAY(), by=officer())
    for wrong in (fee, Fee.objects.get(test_call=pending.test_call)):
        with pytest.raises(IntegrityError), transaction.atomic():
            PayLine.objects.create(run=other, fee=wrong, shopper=selma.shopper, minor=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        PayRun.objects.filter(pk=other.pk).update(approved_by=officer(), approved_at=timezone.now())
    for change in (
        lambda: PayRun.objects.filter(pk=run.pk).update(paid_on=None, paid_by=None, paid_at=None),
        lambda: PayLine.objects.filter(run=run).update(minor=1),
        lambda: PayLine.objects.filter(run=run).delete(),
        lambda: PayRun.objects.filter(pk=other.pk).delete(),
    ):
        with pytest.raises(Error), transaction.atomic():
            change()
    assert connections["default"].is_usable()
    assert states() == [FeeState.PAID, FeeState.PENDING]
