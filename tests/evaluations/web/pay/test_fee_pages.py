"""What a shopper's calls pay, on her page and on the desk."""

import csv
import uuid
from decimal import Decimal
from functools import partial
from io import StringIO

import pytest
from django.test import Client as Browser
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from evaluations.models import Fee, FeeApproval
from evaluations.services.pay.pay_extras import give_bonus
from evaluations.services.review.reviewing import approve, reject, send_back
from shoppers.models import User
from tests import people
from tests.evaluations.conftest import Given, Giving
from tests.evaluations.web.conftest import Doors, LogIn
from tests.factories.awards import Award
from tests.factories.paying import has_account, paid
from tests.factories.reports import submitted_report

pytestmark = pytest.mark.django_db
MINE, LIST = "/my-calls/fees/", "/desk/shoppers/fees/"


@pytest.fixture(scope="module")
def sessions(
    giving: Giving, doors: Doors, alma_given: Given[User], newcomer_given: Given[User]
) -> Given[bool]:
    return giving(partial(doors.open, second_factor=True), alma_given, newcomer_given)


@pytest.fixture
def enter(doors: Doors, sessions: Given[bool]) -> LogIn:
    """A browser in which the person is signed in and has shown a second factor."""
    return partial(doors.enter, second_factor=True)


def paying(award: Award, who: User, alma: User, company: str, *, approved: bool = True) -> Fee:
    report = submitted_report(award, who, alma, company=company, fee=Decimal("1150.50"))
    fee = Fee.objects.get(test_call=report.test_call)
    return approving(fee, alma) if approved else fee


def approving(fee: Fee, alma: User) -> Fee:
    approve(evaluation=fee.test_call.evaluation, by=alma)
    return fee


@pytest.fixture(scope="module")
def fee_given(
    giving: Giving, award_given: Given[Award], selma_given: Given[User], alma_given: Given[User]
) -> Given[Fee]:
    pending = partial(paying, company="alfa", approved=False)
    return giving(pending, award_given, selma_given, alma_given)


@pytest.fixture
def fee(award: Award, selma: User, alma: User, fee_given: Given[Fee]) -> Fee:
    """Selma's for her report about Alfa, which waits for review."""
    return fee_given(award, selma, alma)


def lines(browser: Browser, address: str, **query: str) -> list[dict[str, str]]:
    answer = browser.get(address, {"format": "csv", **query})
    return list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))


def test_her_page_tells_what_is_pending_approved_and_paid(
    award: Award, fee: Fee, alma: User, selma: User, nora: User, enter: LogIn
) -> None:
    browser = enter(selma)
    assert "No fee is noted yet" in enter(nora).get(MINE).content.decode()
    assert MINE in browser.get("/my-calls/").content.decode()
    approving(fee, alma)
    has_account(selma)
    paid(by=alma)
    paying(award, selma, alma, "beta")
    paying(award, selma, alma, "gamma", approved=False)
    paying(award, nora, alma, "delta")
    give_bonus(
        shopper=selma.shopper,
        programme=award.programme,
        amount=Decimal(200),
        words="Short notice",
        key=uuid.uuid4(),
        by=alma,
    )

    answer = browser.get(MINE)

    assert [row.company for row in answer.context["rows"]] == ["Gamma", "Beta", "Alfa"]
    figures = answer.context["figures"]
    assert [(each["label"], each["value"], each["unit"], each["note"]) for each in figures] == [
        ("Pending", "1,150.50", "NOK", "1 call"),
        ("Approved", "1,350.50", "NOK", "1 call, 1 expense or bonus"),
        ("Paid", "1,150.50", "NOK", "1 call"),
    ]
    assert "Waits for the review." in answer.content.decode()
    assert [row.company for row in browser.get(MINE, {"state": "paid"}).context["rows"]] == ["Alfa"]
    ordered = browser.get(MINE, {"sort": "company"}).context["rows"]
    assert [row.company for row in ordered] == ["Alfa", "Beta", "Gamma"]
    [line] = lines(browser, MINE, state="paid")
    assert (line["amount"], line["paid_on"]) == ("1150.50", timezone.localdate().isoformat())


def test_a_returned_report_is_not_said_to_wait_for_its_review(
    fee: Fee, alma: User, selma: User, enter: LogIn
) -> None:
    send_back(evaluation=fee.test_call.evaluation, reason="Which day?", remarks={}, by=alma)

    [row] = enter(selma).get(MINE).context["rows"]

    assert row.why == "The report came back and waits to be mended."


def test_a_rejected_report_shows_why_its_fee_waits(
    fee: Fee, alma: User, selma: User, enter: LogIn
) -> None:
    reject(evaluation=fee.test_call.evaluation, reason="The wrong company", by=alma)

    page = enter(selma).get(MINE).content.decode()

    assert "Waits for the end of the time for an appeal." in page


def test_one_fee_is_approved_by_hand_with_a_reason(
    fee: Fee, alma: User, selma: User, enter: LogIn
) -> None:
    browser, address = enter(alma), f"{LIST}{fee.test_call_id}/approve/"
    assert address in browser.get(LIST).content.decode()
    assert browser.post(address, {"reason": " "}).status_code == 422
    assert not FeeApproval.objects.exists()

    assert browser.post(address, {"reason": "The line was closed"})["Location"] == LIST

    assert FeeApproval.objects.get().reason == "The line was closed"
    assert "The line was closed" in enter(selma).get(MINE).content.decode()
    again = browser.post(address, {"reason": "Again"})
    assert again.status_code == 409
    assert "approved already" in again.content.decode()


def test_refusals_of_the_pages(fee: Fee, alma: User, selma: User, enter: LogIn) -> None:
    approving = f"{LIST}{fee.test_call_id}/approve/"
    kari, desk, shopper = enter(people.kari()), enter(alma), enter(selma)

    for page in (MINE, LIST, approving):
        assert Browser().get(page)["Location"].startswith("/sign-in/")
        assert kari.get(page).status_code == 403
    for page in (LIST, approving):
        assert shopper.post(page, {"reason": "Mine"}).status_code == 403
    assert desk.get(MINE).status_code == 403
    assert (desk.post(LIST).status_code, shopper.post(MINE).status_code) == (405, 405)
    assert desk.get(f"{LIST}{'0' * 8}-0000-4000-8000-{'0' * 12}/approve/").status_code == 404
    assert not FeeApproval.objects.exists()


def test_the_lists_cost_the_same_with_one_and_with_three(
    award: Award,
    fee: Fee,
    alma: User,
    selma: User,
    django_assert_num_queries: DjangoAssertNumQueries,
    enter: LogIn,
) -> None:
    hers, desk = enter(selma), enter(alma)
    approving(fee, alma)
    for companies in ([], ["beta", "gamma"]):
        for company in companies:
            paying(award, selma, alma, company)
        # One of them looks for her account, one sums her expenses up.
        with django_assert_num_queries(8):
            hers.get(MINE)
        with django_assert_num_queries(6):
            desk.get(LIST)
