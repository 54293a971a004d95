"""A shopper's own data on her account page, and erasing after a second look."""

import json

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from shoppers.models import Erasure, ErasureRequest, Notice, User
from shoppers.services.notices import sweep_notices
from tests import people

pytestmark = pytest.mark.django_db
DATA, ASK, BACK = "/account/data/", "/account/erasure/", "/account/erasure/take-back/"
LIST, ERASE = "/people/erasures/", "/people/erasures/S-900/"


def _browser(user: User) -> Client:
    browser = Client(headers={"accept-language": "en"})
    people.sign_in(browser, user)
    return browser


def test_the_account_page_of_a_shopper_leads_to_her_file() -> None:
    browser = _browser(people.selma())
    assert DATA in browser.get(reverse("account")).content.decode()

    answer = browser.get(DATA)

    assert answer["Content-Type"].startswith("application/json")
    assert answer["Content-Disposition"].startswith('attachment; filename="S-900-')
    assert "no-store" in answer["Cache-Control"]
    assert json.loads(answer.content)["account"]["email"] == "selma@mail.example"


def test_the_page_of_somebody_else_says_nothing_of_it() -> None:
    assert DATA not in _browser(people.alma()).get(reverse("account")).content.decode()


def test_she_asks_the_coordinators_are_told_once_and_she_may_take_it_back() -> None:
    alma, selma = people.alma(), people.selma()
    browser = _browser(selma)
    assert "What stays" in browser.get(ASK).content.decode()
    for _twice in range(2):
        assert browser.post(ASK)["Location"] == "/account/"

    assert ErasureRequest.objects.count() == 1
    assert [notice.recipient for notice in Notice.objects.all()] == [alma]
    assert sweep_notices() == 1
    assert "Selma" not in mail.outbox[0].body
    assert LIST in mail.outbox[0].body
    assert "You asked to be erased on" in browser.get(reverse("account")).content.decode()
    listed = _browser(alma).get(LIST).content.decode()
    assert "Selma Sund" in listed
    assert ERASE in listed
    browser.post(BACK)
    assert not ErasureRequest.objects.filter(closed_at=None).exists()
    refused = _browser(alma).post(ERASE)
    assert refused.status_code == 409
    assert "has not asked for it" in refused.content.decode()
    assert not Erasure.objects.exists()


def test_a_coordinator_looks_again_and_erases_once() -> None:
    alma, selma = people.alma(), people.selma()
    hers, browser = _browser(selma), _browser(alma)
    hers.post(ASK)
    assert "Erase for good" in browser.get(ERASE).content.decode()

    assert browser.post(ERASE)["Location"] == LIST

    assert User.objects.get(pk=selma.pk).name == "S-900"
    assert "Nobody has asked to be erased" in browser.get(LIST).content.decode()
    again = browser.post(ERASE)
    assert again.status_code == 409
    assert "was erased on" in again.content.decode()
    assert Erasure.objects.count() == 1
    assert hers.get(reverse("account")).status_code == 302


@pytest.mark.parametrize("address", [DATA, ASK, BACK, LIST, ERASE])
def test_strangers_and_wrong_roles_are_refused(address: str) -> None:
    wrong = people.alma if address in {DATA, ASK, BACK} else people.selma
    browser = _browser(wrong())

    assert Client().get(address)["Location"].startswith("/sign-in/")
    assert browser.get(address).status_code == 403
    assert browser.post(address).status_code == 403
    assert not ErasureRequest.objects.exists()


def test_wrong_methods_and_codes_are_refused() -> None:
    hers, browser = _browser(people.selma()), _browser(people.alma())

    assert (hers.post(DATA).status_code, hers.get(BACK).status_code) == (405, 405)
    assert browser.post(LIST).status_code == 405
    assert browser.get("/people/erasures/S-000/").status_code == 404
