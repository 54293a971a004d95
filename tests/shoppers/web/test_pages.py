"""The refusals every page of this app shares, page by page."""

import itertools
import uuid
from collections.abc import Callable
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from shoppers.models import User
from shoppers.web.urls import urlpatterns
from tests import people

pytestmark = pytest.mark.django_db
OPEN = {
    "sign_in",
    "sign_out",
    "set_language",
    "password_reset",
    "password_reset_sent",
    "choose_password",
    "choose_new_password",
}
FOR_COORDINATORS = {
    "people",
    "invite_person",
    "person",
    "invite_again",
    "deactivate_person",
    "reactivate_person",
}
OF_ONES_OWN = {"account", "change_password", "remove_second_factor", "renew_recovery_codes"}
# Read and tried in test_own_data.py.
OWN_DATA = {
    "download_own_data",
    "ask_for_erasure",
    "take_back_erasure",
    "erasures",
    "erase_shopper",
}
SECOND_FACTOR = {"second_factor", "second_factor_recovery", "second_factor_setup"}
ABOUT_A_PERSON = FOR_COORDINATORS - {"people", "invite_person"}
ONLY_GET = {"password_reset_sent", "choose_password", "people", "person"}
ONLY_POST = {
    "sign_out",
    "set_language",
    "renew_recovery_codes",
    "invite_again",
    "reactivate_person",
}


def address(name: str, user_id: uuid.UUID | None = None) -> str:
    user_id = user_id or uuid.UUID(int=7)
    if name in ABOUT_A_PERSON:
        return reverse(name, args=[user_id])
    return reverse(name, args=[user_id, "token"] if name == "choose_password" else [])


def test_every_page_of_the_app_is_spoken_for() -> None:
    names = {str(getattr(pattern, "name", "")) for pattern in urlpatterns}
    assert names == OPEN | FOR_COORDINATORS | OF_ONES_OWN | SECOND_FACTOR | OWN_DATA


def test_a_stranger_is_sent_to_sign_in_and_back(client: Client) -> None:
    for name in sorted(FOR_COORDINATORS | OF_ONES_OWN | SECOND_FACTOR):
        response = client.get(address(name))
        assert (response.status_code, response["Location"]) == (
            302,
            f"/sign-in/?next={quote(address(name), safe='')}",
        )
        # What was posted cannot be posted again on the way back.
        response = client.post(address(name))
        assert (response.status_code, response["Location"]) == (302, "/sign-in/"), name


@pytest.mark.parametrize("somebody", [people.selma, people.kari])
def test_another_role_is_refused_and_nothing_changes(
    client: Client, somebody: Callable[[], User]
) -> None:
    alma = people.alma()
    people.sign_in(client, somebody())
    before = list(User.objects.order_by("pk").values())
    answered = {
        name: (
            client.get(address(name, alma.pk)).status_code,
            client.post(address(name, alma.pk), {"email": "x@x.example"}).status_code,
        )
        for name in FOR_COORDINATORS
    }
    assert answered == dict.fromkeys(FOR_COORDINATORS, (403, 403))
    assert list(User.objects.order_by("pk").values()) == before


def test_a_coordinator_without_her_second_factor_is_asked_for_it(client: Client) -> None:
    alma = people.alma()
    people.sign_in(client, alma, second_factor=False)
    for name in sorted(FOR_COORDINATORS):
        response = client.get(address(name, alma.pk))
        wanted = quote(address(name, alma.pk), safe="")
        assert (response.status_code, response["Location"]) == (
            302,
            f"/second-factor/?next={wanted}",
        )


def test_an_unknown_person_is_not_found(client: Client) -> None:
    people.sign_in(client, people.alma())
    for name in sorted(ABOUT_A_PERSON):
        method = client.post if name in ONLY_POST else client.get
        assert method(address(name)).status_code == 404, name
        if name == "deactivate_person":
            assert client.post(address(name)).status_code == 404
        odd = address(name).replace(str(uuid.UUID(int=7)), "7")
        assert client.get(odd).status_code == 404, name


@pytest.mark.parametrize(
    ("names", "refused", "allowed"),
    [
        (ONLY_GET, ["post", "put", "patch", "delete"], "GET, HEAD"),
        (ONLY_POST, ["get", "head", "put", "patch", "delete"], "POST"),
        (
            (OPEN | FOR_COORDINATORS | OF_ONES_OWN | SECOND_FACTOR) - ONLY_GET - ONLY_POST,
            ["put", "patch", "delete"],
            "GET, HEAD, POST",
        ),
    ],
    ids=["to read", "a step", "a form"],
)
def test_a_page_takes_its_own_methods_only(
    client: Client, names: set[str], refused: list[str], allowed: str
) -> None:
    alma = people.sign_in(client, people.alma())
    asked = list(itertools.product(sorted(names), refused))
    answers = {
        (name, method): getattr(client, method)(address(name, alma.pk)) for name, method in asked
    }
    assert {
        each: (answer.status_code, answer["Allow"]) for each, answer in answers.items()
    } == dict.fromkeys(asked, (405, allowed))


@pytest.mark.parametrize("name", ["sign_in", "sign_out", "set_language", "password_reset"])
def test_a_form_from_elsewhere_is_refused(name: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address(name)).status_code == 403


@pytest.mark.parametrize(
    ("language", "heading"),
    [("en", "Sign in"), ("nb", "Logg inn"), ("sv", "Logga in")],
)
def test_pages_speak_the_readers_language(client: Client, language: str, heading: str) -> None:
    page = client.get(reverse("sign_in"), headers={"accept-language": language}).content.decode()
    assert f"<h1>{heading}</h1>" in page
    assert f'<html lang="{language}">' in page


@pytest.mark.parametrize(
    "name", ["sign_in", "password_reset", "second_factor_setup", "account", "people"]
)
def test_pages_hold_no_inline_style_or_script(client: Client, name: str) -> None:
    if name in OPEN:
        page = client.get(address(name)).content.decode()
    else:
        alma = people.alma()
        people.sign_in(client, alma, second_factor=name != "second_factor_setup")
        page = client.get(address(name)).content.decode()
    assert 'style="' not in page
    assert "<style" not in page
    assert "<script>" not in page
