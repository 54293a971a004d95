"""In and out."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from shoppers.models import User
from tests import people

pytestmark = pytest.mark.django_db


def try_in(client: Client, email: str, password: str, **extra: str) -> Any:
    return client.post(reverse("sign_in"), {"email": email, "password": password, **extra})


def test_sign_in_goes_home_in_the_persons_language_under_a_new_session(client: Client) -> None:
    selma = people.selma()
    User.objects.update(language="sv")
    client.get(reverse("second_factor"))
    session = client.session
    session["before"] = True
    session.save()
    old = session.session_key
    response = try_in(client, "SELMA@mail.example", people.PASSWORD)
    assert (response.status_code, response["Location"]) == (302, "/home/")
    assert client.cookies["django_language"].value == "sv"
    assert client.session["_auth_user_id"] == str(selma.pk)
    assert client.session.session_key != old
    selma.refresh_from_db()
    assert selma.last_login is not None


def test_sign_in_goes_where_the_reader_was_going(client: Client) -> None:
    people.selma()
    page = client.get(reverse("sign_in"), {"next": "/account/"})
    assert '<input type="hidden" name="next" value="/account/">' in page.content.decode()
    response = try_in(client, "selma@mail.example", people.PASSWORD, next="/account/")
    assert response["Location"] == "/account/"


def test_sign_in_does_not_go_to_another_host(client: Client) -> None:
    people.selma()
    response = try_in(client, "selma@mail.example", people.PASSWORD, next="//evil.example/")
    assert response["Location"] == "/home/"


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("selma@mail.example", "mistaken-7"),
        ("nobody@mail.example", people.PASSWORD),
        ("closed@mail.example", people.PASSWORD),
        ("demo@mail.example", people.PASSWORD),
    ],
)
def test_sign_in_says_the_same_of_every_mistake(client: Client, email: str, password: str) -> None:
    people.selma()
    User.objects.create_user("closed@mail.example", people.PASSWORD, name="C", is_active=False)
    User.objects.create_user("demo@mail.example", people.PASSWORD, name="D", is_demo=True)
    response = try_in(client, email, password)
    page = response.content.decode()
    assert response.status_code == 200
    assert "The e-mail or the password is wrong." in page
    assert password not in page
    assert "_auth_user_id" not in client.session


def test_sign_in_answers_429_in_words_after_five_wrong_passwords(client: Client) -> None:
    people.selma()
    for _try in range(5):
        assert try_in(client, "selma@mail.example", "wrong").status_code == 200
    # Another address, as far as the client says; the right password; all the same.
    response = client.post(
        reverse("sign_in"),
        {"email": "selma@mail.example", "password": people.PASSWORD},
        headers={"x-forwarded-for": "203.0.113.99"},
    )
    assert response.status_code == 429
    assert 1 <= int(response["Retry-After"]) <= 900
    assert "You can try again in 15 minutes." in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_sign_in_answers_429_after_thirty_wrong_ones_whatever_is_forwarded(client: Client) -> None:
    codes = [
        client.post(
            reverse("sign_in"),
            {"email": f"{number}@mail.example", "password": "wrong"},
            headers={"x-forwarded-for": f"203.0.113.{number}"},
        ).status_code
        for number in range(32)
    ]
    assert codes == [200] * 30 + [429] * 2


def test_sign_in_with_an_unfinished_form_counts_nothing(client: Client) -> None:
    for _try in range(6):
        response = try_in(client, "not an e-mail", "")
        assert response.status_code == 200
    assert "This field is required." in response.content.decode()


def test_sign_in_of_somebody_signed_in_goes_on(client: Client) -> None:
    people.sign_in(client, people.selma())
    response = client.get(reverse("sign_in"), {"next": "/account/"})
    assert response["Location"] == "/account/"


def test_sign_in_is_not_kept_by_any_cache(client: Client) -> None:
    assert "no-store" in client.get(reverse("sign_in"))["Cache-Control"]


def test_sign_out_ends_the_session(client: Client) -> None:
    people.sign_in(client, people.selma())
    response = client.post(reverse("sign_out"))
    assert (response.status_code, response["Location"]) == (302, reverse("winners"))
    assert client.get(reverse("account")).status_code == 302
    assert client.post(reverse("sign_out")).status_code == 302
