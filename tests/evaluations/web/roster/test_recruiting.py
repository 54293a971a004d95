"""Inviting shoppers, giving log-ins, changing profiles."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from shoppers.models import Notice, Shopper, User
from tests import people
from tests.factories.awards import shopper

pytestmark = pytest.mark.django_db

INVITE = "/desk/shoppers/invite/"
TORA: Mapping[str, Any] = {
    "name": "Tora Tveit",
    "email": "tora@mail.example",
    "language": "sv",
    "languages": ["nb", "sv"],
    "region": "Vestland",
    "weekly_capacity": "6",
    "birth_year": "1990",
    "gender": "f",
}
LOGIN = {"name": "Olav Oppdal", "email": "olav@mail.example", "language": "nb"}
PLANNING: Mapping[str, Any] = {"languages": ["en"], "region": "Troms", "weekly_capacity": "0"}


@pytest.fixture
def client() -> Browser:
    return Browser(headers={"accept-language": "en"})


@pytest.fixture
def alma(client: Browser) -> User:
    return people.sign_in(client, people.alma())


def test_a_shopper_is_invited_and_shown(client: Browser, alma: User) -> None:
    shopper("S-800")
    assert '<option value="Oslo">' in client.get(INVITE).content.decode()

    answer = client.post(INVITE, TORA, follow=True)

    assert answer.redirect_chain == [("/desk/shoppers/R-0001/", 302)]
    page = answer.content.decode()
    assert "The invitation is on its way." in page
    assert "R-0001 · Tora Tveit" in page
    tora = Shopper.objects.get(code="R-0001")
    assert tora.user is not None
    assert (tora.user.language, tora.user.invitation.invited_by) == ("sv", alma)
    assert Notice.objects.get().recipient == tora.user


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"email": "alma@award.example"}, "Somebody with this e-mail has an account already."),
        ({"email": "tora"}, "Enter a valid email address."),
        ({"name": ""}, "This field is required."),
        ({"languages": []}, "This field is required."),
        ({"languages": ["fi"]}, "Select a valid choice."),
        ({"gender": ""}, "This field is required."),
        ({"weekly_capacity": "101"}, "Ensure this value is less than or equal to 100."),
        ({"weekly_capacity": "-1"}, "Ensure this value is greater than or equal to 0."),
        ({"birth_year": "1899"}, "Ensure this value is greater than or equal to 1900."),
        ({"birth_year": str(timezone.localdate().year - 17)}, "at least 18 years old"),
        ({"region": "x" * 61}, "at most 60 characters"),
        ({"region": "a\0b"}, "Null characters are not allowed."),
    ],
)
def test_an_invitation_that_does_not_fit_is_sent_back_with_what_was_typed(
    client: Browser, alma: User, change: dict[str, Any], why: str
) -> None:
    answer = client.post(INVITE, {**TORA, **change})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert why in page
    if "name" not in change:
        assert 'value="Tora Tveit"' in page
    assert not Shopper.objects.exists()
    assert User.objects.count() == 1
    assert not Notice.objects.exists()


def test_an_empty_post_says_what_is_missing(client: Browser, alma: User) -> None:
    for path in (INVITE, f"/desk/shoppers/{shopper('S-800').code}/invite/"):
        answer = client.post(path)
        assert answer.status_code == 422
        assert "This field is required." in answer.content.decode()


def test_a_profile_from_a_file_gets_a_log_in(client: Browser, alma: User) -> None:
    path = f"/desk/shoppers/{shopper('S-800').code}/invite/"
    assert "Give S-800 a log-in" in client.get(path).content.decode()

    answer = client.post(path, LOGIN)

    assert answer["Location"] == "/desk/shoppers/S-800/"
    user = User.objects.get(email="olav@mail.example")
    assert Shopper.objects.get(code="S-800").user == user
    assert Notice.objects.get().recipient == user


def test_a_log_in_is_given_once(client: Browser, alma: User) -> None:
    people.selma()
    path = "/desk/shoppers/S-900/invite/"

    assert client.get(path)["Location"] == "/desk/shoppers/S-900/"
    answer = client.post(path, LOGIN)

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "This shopper has a log-in already." in page
    assert 'value="olav@mail.example"' in page
    assert not User.objects.filter(email="olav@mail.example").exists()
    assert not Notice.objects.exists()


def test_a_log_in_needs_an_email_of_its_own(client: Browser, alma: User) -> None:
    path = f"/desk/shoppers/{shopper('S-800').code}/invite/"

    answer = client.post(path, {**LOGIN, "email": "ALMA@award.example"})

    assert answer.status_code == 422
    assert "Somebody with this e-mail has an account already." in answer.content.decode()
    assert Shopper.objects.get().user is None


def test_a_profile_is_changed(client: Browser, alma: User) -> None:
    people.selma()
    path = "/desk/shoppers/S-900/edit/"
    page = client.get(path).content.decode()
    assert 'value="Vestland"' in page
    assert "the next import brings back" not in page

    answer = client.post(path, PLANNING)

    assert answer["Location"] == "/desk/shoppers/S-900/"
    selma = Shopper.objects.get()
    assert (selma.languages, selma.region, selma.weekly_capacity) == (["en"], "Troms", 0)


def test_a_wrong_profile_is_not_saved(client: Browser, alma: User) -> None:
    path = f"/desk/shoppers/{shopper('S-800').code}/edit/"
    assert "the next import brings back" in client.get(path).content.decode()

    answer = client.post(path, {**PLANNING, "languages": ["fi"]})

    assert answer.status_code == 422
    assert 'value="Troms"' in answer.content.decode()
    assert Shopper.objects.get().region == "Oslo"


@pytest.mark.parametrize("path", [INVITE, "S-800/invite/", "S-800/edit/"])
def test_only_coordinators_come_in(client: Browser, path: str) -> None:
    shopper("S-800")
    path = path if path == INVITE else f"/desk/shoppers/{path}"
    facts = {**TORA, **LOGIN}

    assert client.get(path).status_code == 302
    assert client.post(path, facts).status_code == 302
    for person in (people.selma(), people.kari()):
        people.sign_in(client, person)
        assert client.get(path).status_code == 403
        assert client.post(path, facts).status_code == 403
    people.sign_in(client, people.alma())
    assert client.put(path).status_code == 405
    for unknown in ("/desk/shoppers/S-1/invite/", "/desk/shoppers/S-1/edit/"):
        assert client.get(unknown).status_code == 404
        assert client.post(unknown, facts).status_code == 404
    assert Shopper.objects.get(code="S-800").user is None
    assert User.objects.count() == 3
