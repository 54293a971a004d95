"""The second factor: set up once, shown at each sign-in."""

import re
from base64 import b32decode
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from shoppers.models import User
from shoppers.services import second_factors
from tests import people
from tests.shoppers.services.test_second_factors import code_now, set_up

pytestmark = pytest.mark.django_db
SETUP = "/second-factor/set-up/"
VERIFY = "/second-factor/"
RECOVER = "/second-factor/recovery/"


def signed_in(client: Client, user: User) -> User:
    return people.sign_in(client, user, second_factor=False)


def shown_secret(page: str) -> str:
    found = re.search(r'<code translate="no">([A-Z2-7]{32})</code>', page)
    assert found is not None
    return b32decode(found[1]).hex()


def test_a_coordinator_sets_up_her_app_and_goes_where_she_was_going(client: Client) -> None:
    alma = signed_in(client, people.alma())
    response = client.get(reverse("people"), follow=True)
    assert [url for url, _status in response.redirect_chain] == [
        "/second-factor/?next=%2Fpeople%2F",
        "/second-factor/set-up/?next=%2Fpeople%2F",
    ]
    page = response.content.decode()
    assert 'src="data:image/svg+xml' in page
    secret = shown_secret(page)
    assert shown_secret(client.get(SETUP).content.decode()) == secret
    old = client.session.session_key
    response = client.post(SETUP, {"code": code_now(secret), "next": "/people/"})
    page = response.content.decode()
    assert response.status_code == 200
    assert len(re.findall(r"(?m)(?:^|>)[a-z2-9]{5}-[a-z2-9]{5}(?:$|<)", page)) == 10
    assert 'href="/people/"' in page
    assert client.session.session_key != old
    assert secret not in str(dict(client.session))
    assert client.get(reverse("people")).status_code == 200
    assert TOTPDevice.objects.get().user == alma


def test_set_up_with_a_wrong_code_keeps_the_secret_on_the_page(client: Client) -> None:
    signed_in(client, people.alma())
    secret = shown_secret(client.get(SETUP).content.decode())
    response = client.post(SETUP, {"code": "000000"})
    assert "The code is wrong or was used before." in response.content.decode()
    assert shown_secret(response.content.decode()) == secret
    assert not TOTPDevice.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_set_up_is_refused_to_whoever_has_an_app(client: Client, method: str) -> None:
    alma = signed_in(client, people.alma())
    set_up(alma)
    response = getattr(client, method)(SETUP, {"code": "000000"})
    assert (response.status_code, response["Location"]) == (302, "/account/")
    assert TOTPDevice.objects.count() == 1


def test_set_up_that_lost_a_race_keeps_the_first_app(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    alma = signed_in(client, people.alma())
    secret = shown_secret(client.get(SETUP).content.decode())
    set_up(alma)
    view = "shoppers.web.views.second_factor.has_second_factor"
    monkeypatch.setattr(view, lambda _user: False)
    response = client.post(SETUP, {"code": code_now(secret)})
    assert response["Location"] == "/account/"
    assert TOTPDevice.objects.get().key != secret


def test_a_code_of_the_app_opens_the_page_that_was_wanted(client: Client) -> None:
    alma = signed_in(client, people.alma())
    set_up(alma)
    page = client.get(VERIFY, {"next": "/people/?q=a"}).content.decode()
    assert '<input type="hidden" name="next" value="/people/?q=a">' in page
    assert 'href="/second-factor/recovery/?next=%2Fpeople%2F%3Fq%3Da"' in page
    old = client.session.session_key
    response = client.post(VERIFY, {"code": code_now(), "next": "/people/?q=a"})
    assert (response.status_code, response["Location"]) == (302, "/people/?q=a")
    assert client.session.session_key != old
    assert client.get("/people/").status_code == 200
    assert client.get(VERIFY)["Location"] == "/home/"


def test_a_code_that_was_seen_over_the_shoulder_opens_nothing(client: Client) -> None:
    alma = people.alma()
    set_up(alma)
    code = code_now()
    second_factors.verify_code(user=alma, code=code)
    signed_in(client, alma)
    response = client.post(VERIFY, {"code": code})
    assert response.status_code == 200
    assert "The code is wrong or was used before." in response.content.decode()
    response = client.post(VERIFY, {"code": code})
    assert response.status_code == 429
    assert "You can try again in 1 second." in response.content.decode()
    assert client.get("/people/").status_code == 302


def test_a_recovery_code_opens_once(client: Client) -> None:
    alma = signed_in(client, people.alma())
    codes = set_up(alma)
    assert client.get(RECOVER).status_code == 200
    response = client.post(RECOVER, {"code": codes[3], "next": "/people/"})
    assert response["Location"] == "/people/"
    assert client.get("/people/").status_code == 200
    other = Client()
    signed_in(other, alma)
    assert other.post(RECOVER, {"code": codes[3]}).status_code == 200
    assert other.get("/people/").status_code == 302


def test_another_persons_device_in_the_session_proves_nothing(client: Client) -> None:
    clara = people.clara()
    set_up(clara)
    people.sign_in(client, people.alma(), second_factor=False)
    session = client.session
    session["otp_device_id"] = TOTPDevice.objects.get(user=clara).persistent_id
    session.save()
    assert client.get("/people/").status_code == 302


def test_whoever_keeps_a_second_factor_shows_it_before_her_own_account(client: Client) -> None:
    selma = signed_in(client, people.selma())
    assert client.get("/account/").status_code == 200
    set_up(selma)
    for address in ("/account/", "/account/password/", "/account/second-factor/"):
        response = client.get(address)
        assert response["Location"].startswith("/second-factor/?next=")
    # The pages of her role ask for a password only.
    client.post(VERIFY, {"code": code_now()})
    assert client.get("/account/").status_code == 200


def test_the_demo_asks_for_none(client: Client, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    signed_in(client, people.alma())
    assert client.get("/people/").status_code == 200


def test_the_device_of_a_session_is_read_as_one_statement_and_counts_for_its_owner(
    client: Client,
) -> None:
    people.sign_in(client, people.alma())
    assert client.get(reverse("people")).status_code == 200
    with connection.cursor() as cursor:
        made = "SELECT statement FROM pg_prepared_statements WHERE statement LIKE %s"
        cursor.execute(made, ['%FROM "otp_totp_totpdevice"%'])
        assert len(cursor.fetchall()) == 1
    others = TOTPDevice.objects.create(user=people.clara(), name="Clara's", confirmed=True)
    hers = TOTPDevice.objects.exclude(pk=others.pk).get()
    TOTPDevice.objects.filter(pk=hers.pk).update(confirmed=False)

    for named in (hers.persistent_id, others.persistent_id, f"{hers.persistent_id}x", "no.such/1"):
        session = client.session
        session[DEVICE_ID_SESSION_KEY] = named
        session.save()
        assert client.get(reverse("people")).status_code == 302
