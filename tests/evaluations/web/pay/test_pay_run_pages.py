"""The pay desk: who sees what of it, and a pay run from its preview to the bank's day."""

import csv
import uuid
from decimal import Decimal
from io import StringIO

import pytest
from django.test import Client as Browser
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from evaluations.models import PayLine, PayRun
from evaluations.services.review.reviewing import approve
from shoppers.models import BankAccountReading, User
from tests import people
from tests.evaluations.web.conftest import LogIn
from tests.factories.awards import Award
from tests.factories.paying import IBAN, drafted, has_account, officer
from tests.factories.reports import submitted_report

pytestmark = pytest.mark.django_db
DESK, NEW = "/desk/pay/", "/desk/pay/new/"


def owed(award: Award, who: User, alma: User, company: str = "alfa") -> None:
    report = submitted_report(award, who, alma, company=company, fee=Decimal("1150.50"))
    approve(evaluation=report, by=alma)


def browser_of(user: User) -> Browser:
    browser = Browser(headers={"accept-language": "en"})
    people.sign_in(browser, user)
    return browser


def text(browser: Browser, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_pay_run_from_its_preview_to_the_banks_day(
    award: Award, alma: User, selma: User, nora: User
) -> None:
    pays, desk = browser_of(officer()), browser_of(alma)
    assert "Nothing waits to be paid" in text(pays, DESK)
    assert "Nothing waits to be paid" in text(pays, NEW)
    owed(award, selma, alma)
    owed(award, selma, alma, "beta")
    owed(award, nora, alma, "gamma")
    assert "Nobody can be paid" in text(pays, NEW)
    has_account(selma)
    page = text(pays, NEW)
    assert "To be paid: 2,301 NOK" in page
    assert "NO •••• 7947" in page
    assert "Left out: no account given" in page
    assert "has given no account and is left out until then" in text(desk, DESK)
    today = timezone.localdate().isoformat()
    assert pays.post(NEW, {"currency": "NOK", "until": ""}).status_code == 422

    made = pays.post(NEW, {"currency": "NOK", "until": today})

    run = PayRun.objects.get()
    address = f"{DESK}{run.pk}/"
    assert made["Location"] == address
    again = pays.post(NEW, {"currency": "NOK", "until": today})
    assert (again.status_code, PayRun.objects.count()) == (409, 1)
    _approved_by_the_second_hand(pays, desk, address)
    _sent_and_paid(pays, run)


def _approved_by_the_second_hand(pays: Browser, desk: Browser, address: str) -> None:
    assert "Somebody else approves this pay run" in text(pays, address)
    own = pays.post(f"{address}approve/")
    assert own.status_code == 409
    assert "You made this pay run" in own.content.decode()
    # The coordinator approves amounts, and sees of accounts that they are given.
    seen = text(desk, address)
    assert "Approve the pay run" in seen
    assert "7947" not in seen
    assert desk.post(f"{address}approve/")["Location"] == address
    assert "7947" not in text(desk, address)


def _sent_and_paid(pays: Browser, run: PayRun) -> None:
    address, today = f"{DESK}{run.pk}/", timezone.localdate().isoformat()
    file = pays.post(f"{address}file/")
    [line] = csv.DictReader(StringIO(file.content.decode()))
    assert line == {
        "payment": f"{run.pk.hex[:8]}-S-900",
        "name": "Selma Sund",
        "iban": IBAN,
        "amount": "2301.00",
        "currency": "NOK",
        "message": f"Best in Test {run.pk.hex[:8]}",
    }
    assert "private" in file.headers["Cache-Control"]
    assert pays.post(f"{address}file/").content == file.content
    assert BankAccountReading.objects.count() == 2
    assert pays.post(f"{address}cancel/").status_code == 409
    for day in ("", "2999-01-01"):
        assert pays.post(f"{address}paid/", {"paid_on": day}).status_code == 422
    assert (
        "Noted as paid"
        in pays.post(f"{address}paid/", {"paid_on": today}, follow=True).content.decode()
    )
    [row] = csv.DictReader(StringIO(pays.get(f"{DESK}?format=csv").content.decode("utf-8-sig")))
    assert (row["state"], row["amount"], row["paid_on"]) == ("paid", "2301.00", today)
    payees = pays.get(f"{address}?format=csv").content.decode("utf-8-sig")
    assert "7947" not in payees
    assert "S-900,Selma Sund,2301.00,NOK,2,0.00" in payees


def test_a_shopper_is_taken_out_with_a_reason(award: Award, alma: User, selma: User) -> None:
    owed(award, selma, alma)
    has_account(selma)
    run, pays = drafted(), browser_of(officer())
    address = f"{DESK}{run.pk}/take-out/S-900/"
    assert address in text(pays, f"{DESK}{run.pk}/")
    assert "1,150.50 NOK" in text(pays, address)
    assert pays.post(address, {"reason": " "}).status_code == 422
    assert PayLine.objects.get().freed_at is None

    page = pays.post(address, {"reason": "The account is closed"}, follow=True).content.decode()

    assert "1 amount waits to be paid again." in page
    assert "Taken out, 1,150.50 NOK: The account is closed" in page
    assert pays.post(address, {"reason": "Again"}).status_code == 409
    assert pays.get(f"{DESK}{run.pk}/take-out/nobody/").status_code == 404
    assert pays.get(f"{DESK}{uuid.uuid4()}/").status_code == 404
    assert "It waits" not in page
    assert pays.post(f"{DESK}{run.pk}/cancel/").status_code == 302


def test_who_may_not_pay_or_approve_is_refused(award: Award, alma: User, selma: User) -> None:
    owed(award, selma, alma)
    has_account(selma)
    run = drafted()
    address = f"{DESK}{run.pk}/"
    for stranger in (people.kari(), selma):
        browser = browser_of(stranger)
        for page in (DESK, NEW, address):
            assert browser.get(page).status_code == 403
        for step in ("approve", "cancel", "file", "paid", "take-out/S-900"):
            assert browser.post(f"{address}{step}/").status_code == 403
    desk = browser_of(alma)
    assert desk.get(NEW).status_code == 403
    for step in ("cancel", "file", "paid", "take-out/S-900"):
        assert desk.post(f"{address}{step}/").status_code == 403
    # A pay officer approves no fee: what is owed, others say.
    pays = browser_of(officer())
    for page in ("/desk/", "/desk/shoppers/fees/", "/desk/review/", "/people/"):
        assert pays.get(page).status_code == 403
    without = Browser()
    people.sign_in(without, officer(), second_factor=False)
    assert without.get(DESK).status_code == 302
    assert PayRun.objects.get().cancelled_at is None
    assert not BankAccountReading.objects.exists()


def test_the_desk_costs_the_same_with_one_and_with_three(
    award: Award,
    alma: User,
    selma: User,
    nora: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    pays = browser_of(officer())
    has_account(selma)
    owed(award, selma, alma)
    run = drafted()
    owed(award, nora, alma, "delta")
    for companies in ([], ["beta", "gamma"]):
        for company in companies:
            owed(award, nora, alma, company)
            owed(award, selma, alma, company)
            drafted()
        with django_assert_num_queries(9):
            pays.get(DESK)
        with django_assert_num_queries(9):
            pays.get(f"{DESK}{run.pk}/")


def test_the_bank_file_hides_no_formula(award: Award, alma: User, selma: User) -> None:
    User.objects.filter(pk=selma.pk).update(name="=1+1")
    owed(award, selma, alma)
    has_account(selma)
    run, desk, pays = drafted(), browser_of(alma), browser_of(officer())
    desk.post(f"{DESK}{run.pk}/approve/")

    file = pays.post(f"{DESK}{run.pk}/file/").content.decode()

    assert ",=1+1" not in file
    assert "'=1+1" in file


def test_log_in_leads_a_pay_officer_to_the_pay_desk(log_in: LogIn) -> None:
    assert log_in(officer()).get("/home/").headers["Location"] == DESK
