"""Who may not open the pages of the fieldwork, and what they answer when nothing is there."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from evaluations.models import Company, TestCall
from shoppers.models import Notice, User
from tests import people
from tests.factories.awards import Award
from tests.factories.calls import offered_call
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
def call(award: Award) -> TestCall:
    return offered_call(award, people.selma(), people.alma())


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


@pytest.mark.parametrize("page", PAGES)
def test_strangers_are_asked_to_sign_in(client: Client, call: TestCall, page: str) -> None:
    address = _address(page, _values(call))

    for method in ("get", "post"):
        answer = getattr(client, method)(address)
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("sign_in"))
    assert TestCall.objects.get().state == "offered"


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("person", [_selma, people.kari, _reading_member])
def test_shoppers_and_clients_are_refused(
    client: Client, call: TestCall, page: str, person: Callable[[], User]
) -> None:
    """The shopper of the very call is refused, too: her page of it is another."""
    people.sign_in(client, person())
    address = _address(page, _values(call))

    assert client.get(address).status_code == 403
    assert client.post(address, {"reason": "Because"}).status_code == 403
    assert TestCall.objects.get().state == "offered"
    assert Notice.objects.count() == 1


@pytest.mark.parametrize("page", PAGES)
def test_a_coordinator_owes_her_second_factor(client: Client, call: TestCall, page: str) -> None:
    alma = User.objects.get(email="alma@award.example")
    people.sign_in(client, alma, second_factor=False)

    answer = client.get(_address(page, _values(call)))

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("second_factor"))


@pytest.mark.parametrize("page", PAGES)
def test_only_the_methods_of_a_page_are_answered(client: Client, call: TestCall, page: str) -> None:
    people.sign_in(client, User.objects.get(email="alma@award.example"))
    address, taken = _address(page, _values(call)), PAGES[page][1]

    for method in METHODS:
        refused = getattr(client, method)(address).status_code == 405
        assert refused is (method not in taken), method


@pytest.mark.parametrize("page", [page for page, (names, _methods) in PAGES.items() if names])
def test_what_is_not_there_is_not_found(client: Client, call: TestCall, page: str) -> None:
    people.sign_in(client, User.objects.get(email="alma@award.example"))
    right = _values(call)

    for name in PAGES[page][0]:
        address = _address(page, {**right, name: WRONG[name]})
        assert client.get(address).status_code == 404
        assert client.get(_address(page, right)).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        {"replaces": "no-id"},
        {"replaces": str(NOWHERE)},
        {"shopper": "S-999"},
        {"replaces": "\x00"},
        {"shopper": "a'b\"<c>"},
    ],
)
def test_assigning_knows_no_such_call_or_shopper(
    client: Client, call: TestCall, query: dict[str, str]
) -> None:
    people.sign_in(client, User.objects.get(email="alma@award.example"))

    answer = client.get(_address("assign_call", _values(call)), query)

    assert answer.status_code == 404


def test_a_call_of_another_company_cannot_be_replaced_here(client: Client, call: TestCall) -> None:
    people.sign_in(client, User.objects.get(email="alma@award.example"))
    beta = reverse("assign_call", args=["2026", "beta"])

    assert client.get(beta, {"replaces": str(call.pk)}).status_code == 404
    assert client.get(reverse("desk_calls"), {"programme": "1999"}).status_code == 404
