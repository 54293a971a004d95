"""A person's own account."""

import pytest
from django.test import Client
from django.urls import reverse

from shoppers.models import User
from shoppers.queries.second_factors import has_second_factor, recovery_codes_left
from tests import people
from tests.shoppers.services.test_second_factors import code_now, set_up

pytestmark = pytest.mark.django_db
NEW = {
    "current": people.PASSWORD,
    "password": "quiet-harbour-31",
    "password_again": "quiet-harbour-31",
}


def verified(client: Client, user: User) -> User:
    """Signed in, with a second factor of her own."""
    set_up(user)
    people.sign_in(client, user, second_factor=False)
    client.post("/second-factor/", {"code": code_now()})
    return user


def test_account_shows_who_one_is(client: Client) -> None:
    people.sign_in(client, people.selma(), second_factor=False)
    page = client.get(reverse("account")).content.decode()
    for text in ("selma@mail.example", 'value="Selma Sund"', "Shopper", "Not set up"):
        assert text in page


def test_account_saves_name_and_language_and_speaks_it_at_once(client: Client) -> None:
    selma = people.sign_in(client, people.selma(), second_factor=False)
    response = client.post(
        reverse("account"), {"name": "Selma Strand", "language": "nb"}, follow=True
    )
    selma.refresh_from_db()
    assert (selma.name, selma.language) == ("Selma Strand", "nb")
    page = response.content.decode()
    assert "<h1>Kontoen din</h1>" in page
    assert "Kontoen din er lagret." in page


@pytest.mark.parametrize("facts", [{"name": "", "language": "nb"}, {"name": "S", "language": "fi"}])
def test_account_refuses_what_does_not_fit(client: Client, facts: dict[str, str]) -> None:
    selma = people.sign_in(client, people.selma(), second_factor=False)
    assert client.post(reverse("account"), facts).status_code == 200
    selma.refresh_from_db()
    assert (selma.name, selma.language) == ("Selma Sund", "en")


def test_change_password_keeps_this_session_and_ends_the_others(client: Client) -> None:
    selma = people.sign_in(client, people.selma(), second_factor=False)
    elsewhere = Client()
    people.sign_in(elsewhere, selma, second_factor=False)
    old = client.session.session_key
    response = client.post(reverse("change_password"), NEW)
    assert (response.status_code, response["Location"]) == (302, "/account/")
    assert client.session.session_key != old
    assert client.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302
    selma.refresh_from_db()
    assert selma.check_password(NEW["password"]) is True


def test_change_password_keeps_the_second_factor_of_this_session(client: Client) -> None:
    verified(client, people.alma())
    client.post(reverse("change_password"), NEW)
    assert client.get("/people/").status_code == 200


def test_change_password_refuses_a_wrong_one_and_counts_it(client: Client) -> None:
    selma = people.sign_in(client, people.selma(), second_factor=False)
    for _try in range(5):
        response = client.post(reverse("change_password"), {**NEW, "current": "wrong"})
        assert response.status_code == 200
        assert "This is not your password." in response.content.decode()
    response = client.post(reverse("change_password"), NEW)
    assert response.status_code == 429
    assert "You can try again in 15 minutes." in response.content.decode()
    selma.refresh_from_db()
    assert selma.check_password(people.PASSWORD) is True


def test_change_password_refuses_a_weak_one_before_it_looks_at_the_old(client: Client) -> None:
    selma = people.sign_in(client, people.selma(), second_factor=False)
    for _try in range(6):
        response = client.post(
            reverse("change_password"), {**NEW, "password": "short", "password_again": "short"}
        )
        assert response.status_code == 200
        assert "This password is too short." in response.content.decode()
    selma.refresh_from_db()
    assert selma.check_password(people.PASSWORD) is True


def test_remove_second_factor_without_a_password_removes_nothing(client: Client) -> None:
    alma = verified(client, people.alma())
    assert client.get(reverse("remove_second_factor")).status_code == 200
    response = client.post(reverse("remove_second_factor"), {})
    assert "This field is required." in response.content.decode()
    assert has_second_factor(alma) is True


def test_remove_second_factor_takes_the_password_and_leads_to_a_new_one(client: Client) -> None:
    alma = verified(client, people.alma())
    response = client.post(reverse("remove_second_factor"), {"current": "wrong"})
    assert "This is not your password." in response.content.decode()
    assert has_second_factor(alma) is True
    response = client.post(reverse("remove_second_factor"), {"current": people.PASSWORD})
    assert (response.status_code, response["Location"]) == (302, "/second-factor/set-up/")
    assert has_second_factor(alma) is False
    assert client.get("/people/").status_code == 302


def test_remove_second_factor_without_one_leads_to_setting_up(client: Client) -> None:
    people.sign_in(client, people.selma(), second_factor=False)
    response = client.post(reverse("remove_second_factor"), {"current": people.PASSWORD})
    assert response["Location"] == "/second-factor/set-up/"


def test_renew_recovery_codes_shows_new_ones_once(client: Client) -> None:
    alma = verified(client, people.alma())
    assert "Recovery codes left" in client.get("/account/").content.decode()
    response = client.post(reverse("renew_recovery_codes"))
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert recovery_codes_left(alma) == 10


def test_renew_recovery_codes_is_for_whoever_has_shown_a_second_factor(client: Client) -> None:
    people.sign_in(client, people.selma(), second_factor=False)
    assert client.post(reverse("renew_recovery_codes"))["Location"] == "/second-factor/"


def test_renew_recovery_codes_that_lost_its_app_leads_to_setting_up(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    people.sign_in(client, people.selma(), second_factor=False)
    monkeypatch.setattr("shoppers.web.views.account.is_verified", lambda _request: True)
    response = client.post(reverse("renew_recovery_codes"))
    assert response["Location"] == "/second-factor/set-up/"
