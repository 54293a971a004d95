"""Who may not open the pages of the fieldwork, and what they answer when nothing is there."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from evaluations.models import Company, TestCall
from shoppers.models import Notice, User
from tests import people
from tests.factories.clients import two_clients

pytestmark = pytest.mark.django_db

NOWHERE = uuid.UUID(int=0)
READING = ("get", "head")
WRITING = (*READING, "post")
# Each page: the names of its address, and the methods it takes.
PAGES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "programmes": ((), READING),
    "programme": (("year",), READING),
    "programme_terms": (("year",), WRITING),
    "fieldwork_companies": (("year",), READING),
    "fieldwork_company": (("year", "company"), READING),
    "contact_points": (("year", "company"), WRITING),
    "assign_call": (("year", "company"), WRITING),
    "desk_calls": ((), READING),
    "desk_call": (("call",), READING),
    "cancel_call": (("call",), WRITING),
}
METHODS = ("get", "head", "post", "put", "patch", "delete")
WRONG = {"year": "1999", "company": "nobody", "call": NOWHERE}


@pytest.fixture
def call(offered: TestCall) -> TestCall:
    return offered


def _values(call: TestCall) -> dict[str, object]:
    return {"year": "2026", "company": "alfa", "call": call.pk}


def _address(page: str, values: dict[str, object]) -> str:
    return reverse(page, args=[values[name] for name in PAGES[page][0]])


def _selma() -> User:
    return User.objects.get(email="selma@mail.example")


def _reading_member() -> User:
    """Who may only read for the company that is called."""
    alfa, delta = (Company.objects.get(key=key) for key in ("alfa", "delta"))
    by = User.objects.get(email="alma@award.example")
    return two_clients(own=[alfa], others=[delta], by=by).kjell


def test_strangers_are_asked_to_sign_in(client: Client, call: TestCall) -> None:
    for page in PAGES:
        for method in ("get", "post"):
            answer = getattr(client, method)(_address(page, _values(call)))
            assert answer.status_code == 302, page
            assert answer["Location"].startswith(reverse("sign_in"))
    assert TestCall.objects.get().state == "offered"


@pytest.mark.parametrize("person", [_selma, people.kari, _reading_member])
def test_shoppers_and_clients_are_refused(
    client: Client, call: TestCall, person: Callable[[], User]
) -> None:
    """The shopper of the very call is refused, too: her page of it is another."""
    people.sign_in(client, person())

    for page in PAGES:
        address = _address(page, _values(call))
        assert client.get(address).status_code == 403, page
        assert client.post(address, {"reason": "Because"}).status_code == 403, page
    assert TestCall.objects.get().state == "offered"
    assert Notice.objects.count() == 1


def test_a_coordinator_owes_her_second_factor(client: Client, call: TestCall, alma: User) -> None:
    people.sign_in(client, alma, second_factor=False)

    for page in PAGES:
        answer = client.get(_address(page, _values(call)))
        assert answer.status_code == 302, page
        assert answer["Location"].startswith(reverse("second_factor"))


def test_only_the_methods_of_a_page_are_answered(reader: Client, call: TestCall) -> None:
    for page, (_names, taken) in PAGES.items():
        address = _address(page, _values(call))
        answered = {
            method for method in METHODS if getattr(reader, method)(address).status_code != 405
        }
        assert answered == set(taken), page


def test_what_is_not_there_is_not_found(reader: Client, call: TestCall) -> None:
    right = _values(call)

    for page, (names, _methods) in PAGES.items():
        for name in names:
            address = _address(page, {**right, name: WRONG[name]})
            assert reader.get(address).status_code == 404, address
        assert reader.get(_address(page, right)).status_code == 200, page


def test_assigning_knows_no_such_call_or_shopper(reader: Client, call: TestCall) -> None:
    address = _address("assign_call", _values(call))

    for query in (
        {"replaces": "no-id"},
        {"replaces": str(NOWHERE)},
        {"shopper": "S-999"},
        {"replaces": "\x00"},
        {"shopper": "a'b\"<c>"},
    ):
        assert reader.get(address, query).status_code == 404, query


def test_a_call_of_another_company_cannot_be_replaced_here(reader: Client, call: TestCall) -> None:
    beta = reverse("assign_call", args=["2026", "beta"])

    assert reader.get(beta, {"replaces": str(call.pk)}).status_code == 404
    assert reader.get(reverse("desk_calls"), {"programme": "1999"}).status_code == 404
