"""The refusals every page of this app shares, page by page."""

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


@pytest.mark.parametrize("name", sorted(FOR_COORDINATORS | OF_ONES_OWN | SECOND_FACTOR))
def test_a_stranger_is_sent_to_sign_in_and_back(client: Client, name: str) -> None:
    response = client.get(address(name))
    assert (response.status_code, response["Location"]) == (
        302,
        f"/sign-in/?next={quote(address(name), safe='')}",
    )
    # What was posted cannot be posted again on the way back.
    response = client.post(address(name))
    assert (response.status_code, response["Location"]) == (302, "/sign-in/")


@pytest.mark.parametrize("somebody", [people.selma, people.kari])
@pytest.mark.parametrize("name", sorted(FOR_COORDINATORS))
def test_another_role_is_refused_and_nothing_changes(
    client: Client, name: str, somebody: Callable[[], User]
) -> None:
    alma = people.alma()
    people.sign_in(client, somebody())
    before = list(User.objects.order_by("pk").values())
    assert client.get(address(name, alma.pk)).status_code == 403
    assert client.post(address(name, alma.pk), {"email": "x@x.example"}).status_code == 403
    assert list(User.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("name", sorted(FOR_COORDINATORS))
def test_a_coordinator_without_her_second_factor_is_asked_for_it(client: Client, name: str) -> None:
    alma = people.alma()
    people.sign_in(client, alma, second_factor=False)
    response = client.get(address(name, alma.pk))
    wanted = quote(address(name, alma.pk), safe="")
    assert (response.status_code, response["Location"]) == (302, f"/second-factor/?next={wanted}")


@pytest.mark.parametrize("name", sorted(ABOUT_A_PERSON))
def test_an_unknown_person_is_not_found(client: Client, name: str) -> None:
    people.sign_in(client, people.alma())
    method = client.post if name in ONLY_POST else client.get
    assert method(address(name)).status_code == 404
    if name == "deactivate_person":
        assert client.post(address(name)).status_code == 404
    assert client.get(address(name).replace(str(uuid.UUID(int=7)), "7")).status_code == 404


@pytest.mark.parametrize("name", sorted(ONLY_GET))
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_page_to_read_takes_nothing(client: Client, name: str, method: str) -> None:
    alma = people.sign_in(client, people.alma())
    response = getattr(client, method)(address(name, alma.pk))
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("name", sorted(ONLY_POST))
@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete"])
def test_a_step_is_posted(client: Client, name: str, method: str) -> None:
    alma = people.sign_in(client, people.alma())
    response = getattr(client, method)(address(name, alma.pk))
    assert (response.status_code, response["Allow"]) == (405, "POST")


@pytest.mark.parametrize(
    "name",
    sorted((OPEN | FOR_COORDINATORS | OF_ONES_OWN | SECOND_FACTOR) - ONLY_GET - ONLY_POST),
)
@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_a_form_is_read_or_posted(client: Client, name: str, method: str) -> None:
    alma = people.sign_in(client, people.alma())
    response = getattr(client, method)(address(name, alma.pk))
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, POST")


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
