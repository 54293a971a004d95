"""Her page about the account that she is paid to."""

import pytest
from django.test import Client as Browser

from shoppers.models import BankAccount, User
from tests import people
from tests.evaluations.web.conftest import LogIn

pytestmark = pytest.mark.django_db
PAGE, REMOVE = "/my-calls/fees/account/", "/my-calls/fees/account/remove/"


def give(browser: Browser, number: str, password: str = people.PASSWORD) -> str:
    answer = browser.post(PAGE, {"number": number, "current": password}, follow=True)
    return answer.content.decode()


def test_she_gives_sees_changes_and_removes_her_account(selma: User, log_in: LogIn) -> None:
    browser = log_in(selma)
    assert "You have given no account" in browser.get("/my-calls/fees/").content.decode()
    assert "You have given no account" in browser.get(PAGE).content.decode()

    page = give(browser, "8601 11 17947")
    assert "NO •••• 7947" in page
    assert "86011117947" not in page
    assert "You have given no account" not in browser.get("/my-calls/fees/").content.decode()
    page = give(browser, "SE45 5000 0000 0583 9825 7466")
    assert "SE •••• 7466" in page
    assert "NO •••• 7947, from" in page
    assert "Removed. Give another account" in browser.post(REMOVE, follow=True).content.decode()
    assert "This has been done already" in browser.post(REMOVE, follow=True).content.decode()


@pytest.mark.parametrize(
    ("number", "password", "why"),
    [
        ("", people.PASSWORD, "Type your account number."),
        ("8601 11 17948", people.PASSWORD, "its check digits do not fit"),
        ("8601 11 179", people.PASSWORD, "has 11 digits"),
        ("SE45", people.PASSWORD, "has 24 characters"),
        ("US00 1234", people.PASSWORD, "Payments do not reach this country"),
        ("8601 11 17947", "guess", "This is not your password."),
        ("8601 11 17947", "", "This field is required."),
    ],
)
def test_what_does_not_fit_is_refused_with_its_reason(
    number: str, password: str, why: str, selma: User, log_in: LogIn
) -> None:
    assert why in give(log_in(selma), number, password)
    assert not BankAccount.objects.exists()


def test_without_a_key_the_page_says_so(selma: User, log_in: LogIn, settings: object) -> None:
    settings.ACCOUNT_KEYS = []  # type: ignore[attr-defined]  # pytest-django's
    browser = log_in(selma)
    assert "cannot be kept safely here yet" in browser.get(PAGE).content.decode()
    assert "cannot be kept safely here yet" in give(browser, "8601 11 17947")
    assert not BankAccount.objects.exists()


def test_coordinators_and_pay_officers_have_no_such_page(alma: User, log_in: LogIn) -> None:
    for user in (alma, people.petra()):
        assert log_in(user).get(PAGE).status_code == 403
