"""Expenses on her page and on the desk, bonuses, and her year."""

import csv
import uuid
from decimal import Decimal
from io import StringIO

import pytest
from django.test import Client as Browser
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from evaluations.models import PayExtra, PayExtraDecision
from evaluations.services.pay.pay_extras import decide_extra
from evaluations.services.review.reviewing import approve
from shoppers.models import User
from tests import people
from tests.factories.awards import Award
from tests.factories.paying import has_account, officer, paid
from tests.factories.reports import submitted_report

pytestmark = pytest.mark.django_db
MINE, YEAR = "/my-calls/fees/expenses/", "/my-calls/fees/year/"
YEARS = "/desk/pay/years/"
LIST, BONUS = "/desk/shoppers/fees/extras/", "/desk/shoppers/fees/bonus/"


def browser_of(user: User) -> Browser:
    browser = Browser(headers={"accept-language": "en"})
    people.sign_in(browser, user)
    return browser


def expense(award: Award, **wrong: str) -> dict[str, str]:
    usual = {
        "programme": award.programme.slug,
        "kind": "phone",
        "spent_on": timezone.localdate().isoformat(),
        "amount": "45.50",
        "words": "A prepaid card",
        "form_token": str(uuid.uuid4()),
    }
    return {**usual, **wrong}


def text(browser: Browser, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_expense_goes_from_her_page_to_the_desk_and_back(
    award: Award, alma: User, selma: User
) -> None:
    hers, desk = browser_of(selma), browser_of(alma)
    assert "No call yet" in text(hers, MINE)
    submitted_report(award, selma, alma)
    for wrong in ({"amount": "0"}, {"spent_on": "2999-01-01"}, {"words": ""}, {"kind": "bonus"}):
        assert hers.post(MINE, expense(award, **wrong)).status_code == 422
    assert not PayExtra.objects.exists()
    entered = expense(award)
    for _twice in range(2):
        there = hers.post(MINE, entered)["Location"]
        assert there == f"{MINE}{PayExtra.objects.get().pk}/"
    assert hers.post(MINE, entered | {"amount": "46"}).status_code == 422
    assert "45.50 NOK" in text(hers, MINE)
    assert "1 expense to decide" in text(desk, "/desk/")
    extra = PayExtra.objects.get()
    address = f"{LIST}{extra.pk}/"
    assert address in text(desk, LIST)
    assert "A prepaid card" in text(desk, address)
    assert desk.post(address, {"verdict": "refuse", "reason": ""}).status_code == 422
    assert desk.post(address, {"verdict": "maybe"}).status_code == 422
    assert not PayExtraDecision.objects.exists()

    assert desk.post(address, {"verdict": "refuse", "reason": "Yours anyway"})["Location"] == LIST

    assert "Yours anyway" in text(hers, MINE)
    again = desk.post(address, {"verdict": "approve", "reason": ""})
    assert again.status_code == 409
    assert "Somebody has decided this already." in again.content.decode()
    for query, count in (("state=refused", 1), ("kind=bonus", 0), ("shopper=selma", 1)):
        file = desk.get(f"{LIST}?{query}&format=csv").content.decode("utf-8-sig")
        assert len(list(csv.DictReader(StringIO(file)))) == count
    assert "Nothing fits this filter" in text(desk, f"{LIST}?kind=bonus")


def test_she_takes_an_expense_back_once(award: Award, alma: User, selma: User, nora: User) -> None:
    hers, desk = browser_of(selma), browser_of(alma)
    submitted_report(award, selma, alma)
    hers.post(MINE, expense(award))
    extra = PayExtra.objects.get()
    address = f"{MINE}{extra.pk}/take-back/"
    assert address in text(hers, MINE)
    assert browser_of(nora).post(address).status_code == 404
    assert "Take this expense back?" in text(hers, address)
    assert not PayExtraDecision.objects.exists()

    page = hers.post(address, follow=True).content.decode()

    assert "Nothing is paid for it." in page
    assert "Taken back" in page
    assert address not in page
    for browser, late, posted in (
        (hers, address, {}),
        (desk, f"{LIST}{extra.pk}/", {"verdict": "approve", "reason": ""}),
    ):
        answer = browser.post(late, posted)
        assert answer.status_code == 409
        assert "was taken back by the shopper" in answer.content.decode()
    assert PayExtraDecision.objects.get().approved is False


def test_an_old_page_says_what_became_of_its_expense(award: Award, alma: User, selma: User) -> None:
    hers = browser_of(selma)
    submitted_report(award, selma, alma)
    taken_back, refused = expense(award), expense(award, words="A ticket")
    hers.post(MINE, taken_back)
    hers.post(f"{MINE}{PayExtra.objects.get().pk}/take-back/")
    hers.post(MINE, refused)
    decide_extra(extra=PayExtra.objects.latest("pk"), approved=False, reason="No", by=alma)

    again = hers.post(MINE, taken_back)

    assert again.status_code == 422
    assert "took it back: nothing is paid for it." in again.content.decode()
    assert PayExtra.objects.count() == 2
    token = again.context["form"]["form_token"].value()
    page = hers.post(MINE, taken_back | {"form_token": token}, follow=True).content.decode()
    assert "Entered. A coordinator looks at it" in page
    page = hers.post(MINE, refused, follow=True).content.decode()
    assert "You entered this before. See below what was decided." in page
    assert PayExtra.objects.count() == 3


def test_a_bonus_is_given_with_its_reason(award: Award, alma: User, selma: User) -> None:
    desk = browser_of(alma)
    assert "It never depends on what a company scored" in text(desk, BONUS)
    bonus = {"shopper": "S-900", "programme": award.programme.slug, "amount": "200"}
    bonus["form_token"] = str(uuid.uuid4())
    complete = {**bonus, "words": "Short notice"}
    for wrong in (bonus, complete | {"shopper": "nobody"}, complete | {"form_token": ""}):
        assert desk.post(BONUS, wrong).status_code == 422
    assert not PayExtra.objects.exists()

    page = desk.post(BONUS, complete, follow=True).content.decode()

    assert "The bonus is given" in page
    assert "200 NOK" in text(browser_of(selma), MINE)
    # Sent again it is the same one; with another amount under the same key it is asked about.
    assert desk.post(BONUS, complete)["Location"] == LIST
    other = desk.post(BONUS, complete | {"amount": "300"})
    assert other.status_code == 409
    assert "Your entry from before stands" in other.content.decode()
    assert other.context["form"]["form_token"].value() != bonus["form_token"]
    assert PayExtra.objects.get().minor == 20_000


def test_her_year_says_what_was_paid(award: Award, alma: User, selma: User) -> None:
    hers = browser_of(selma)
    assert "Nothing is paid yet" in text(hers, YEAR)
    has_account(selma)
    report = submitted_report(award, selma, alma, fee=Decimal(150))
    approve(evaluation=report, by=alma)
    paid(by=alma)
    year = timezone.localdate().year

    page = text(hers, YEAR)

    assert f"Paid in {year}" in page
    assert "150 NOK" in page
    assert "Alfa" in page
    assert f"Paid in {year}" in text(hers, f"{YEAR}?year=1999")
    [line] = csv.DictReader(StringIO(hers.get(f"{YEAR}?format=csv").content.decode("utf-8-sig")))
    assert (line["kind"], line["amount"], line["currency"]) == ("fee", "150.00", "NOK")
    assert YEAR in text(hers, "/my-calls/fees/")


def test_those_who_pay_read_what_everybody_was_paid_in_a_year(
    award: Award,
    alma: User,
    selma: User,
    nora: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    pays, desk = browser_of(officer()), browser_of(alma)
    assert "Nothing is paid yet" in text(pays, YEARS)
    year = timezone.localdate().year
    for who, company, words in ((selma, "alfa", "150 NOK"), (nora, "beta", "300 NOK")):
        has_account(who)
        fee = Decimal(words.removesuffix(" NOK"))
        report = submitted_report(award, who, alma, company=company, fee=fee)
        approve(evaluation=report, by=alma)
        paid(by=alma)
        with django_assert_num_queries(5):
            page = text(pays, YEARS)
        assert f"Paid in {year}" in page
        assert words in page

    file = pays.get(f"{YEARS}?year={year}&sort=-paid&format=csv").content.decode("utf-8-sig")

    assert [(row["name"], row["fees"], row["paid"]) for row in csv.DictReader(StringIO(file))] == [
        (nora.name, "300.00", "300.00"),
        (selma.name, "150.00", "150.00"),
    ]
    assert YEARS in text(pays, "/desk/pay/")
    assert YEARS not in text(desk, "/desk/pay/")
    assert desk.get(YEARS).status_code == browser_of(selma).get(YEARS).status_code == 403


def test_who_may_not_is_refused(award: Award, alma: User, selma: User) -> None:
    hers, desk, pays = browser_of(selma), browser_of(alma), browser_of(officer())
    for page in (MINE, YEAR):
        assert desk.get(page).status_code == pays.get(page).status_code == 403
    for page in (LIST, BONUS, f"{LIST}1/"):
        assert hers.get(page).status_code == pays.get(page).status_code == 403
    assert desk.get(f"{LIST}1/").status_code == 404


def test_the_lists_cost_the_same_with_one_and_with_three(
    award: Award,
    alma: User,
    selma: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    hers, desk = browser_of(selma), browser_of(alma)
    submitted_report(award, selma, alma)
    for count in (1, 2):
        for _each in range(count):
            hers.post(MINE, expense(award))
        with django_assert_num_queries(6):
            hers.get(MINE)
        with django_assert_num_queries(4):
            desk.get(LIST)
