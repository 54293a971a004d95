"""The reader's language."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import people

pytestmark = pytest.mark.django_db


def test_a_stranger_switches_by_cookie_and_stays_where_she_is(client: Client) -> None:
    response = client.post(reverse("set_language"), {"language": "sv", "next": "/sign-in/"})
    assert (response.status_code, response["Location"]) == (302, "/sign-in/")
    assert "<h1>Logga in</h1>" in client.get("/sign-in/").content.decode()


def test_a_signed_in_person_is_remembered(client: Client) -> None:
    selma = people.sign_in(client, people.selma())
    client.post(reverse("set_language"), {"language": "nb", "next": "/account/"})
    selma.refresh_from_db()
    assert selma.language == "nb"
    assert "<h1>Kontoen din</h1>" in client.get("/account/").content.decode()


@pytest.mark.parametrize("language", ["fi", "", "nb-NO; Path=/"])
def test_an_unknown_language_changes_nothing(client: Client, language: str) -> None:
    selma = people.sign_in(client, people.selma())
    response = client.post(reverse("set_language"), {"language": language})
    selma.refresh_from_db()
    assert selma.language == "en"
    assert response.status_code == 302


def test_switching_leads_to_no_other_host(client: Client) -> None:
    response = client.post(
        reverse("set_language"), {"language": "sv", "next": "https://evil.example/"}
    )
    assert response["Location"] == "/"
