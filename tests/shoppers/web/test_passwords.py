"""One-time links."""

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from shoppers.enums import Role
from shoppers.languages import Language
from shoppers.models import Notice, User
from shoppers.services.inviting import invite
from shoppers.services.links import one_time_link
from shoppers.services.notices import sweep_notices
from tests import people

pytestmark = pytest.mark.django_db
NEW = {"password": "quiet-harbour-31", "password_again": "quiet-harbour-31"}


def mailed_link() -> str:
    """The link in the newest mail, without the host."""
    sweep_notices()
    link = next(line for line in mail.outbox[-1].body.splitlines() if "/password/choose/" in line)
    return "/" + link.split("/", 3)[3]


def invited() -> User:
    return invite(
        email="nora@award.example",
        name="Nora Nes",
        roles=[Role.COORDINATOR],
        by=None,
        language=Language.ENGLISH,
    )


def test_an_invited_person_chooses_a_password_and_signs_in(client: Client) -> None:
    nora = invited()
    link = mailed_link()
    response = client.get(link)
    assert (response.status_code, response["Location"]) == (302, "/password/choose/")
    assert response["Referrer-Policy"] == "no-referrer"
    page = client.get("/password/choose/")
    assert "For nora@award.example." in page.content.decode()
    assert link.rstrip("/").rsplit("/", 1)[1] not in page.content.decode()
    response = client.post("/password/choose/", NEW, follow=True)
    assert response.redirect_chain == [("/sign-in/", 302)]
    assert "Your password is saved. Sign in with it." in response.content.decode()
    nora.refresh_from_db()
    assert nora.invitation.accepted_at is not None
    response = client.post(reverse("sign_in"), {"email": nora.email, "password": NEW["password"]})
    assert response["Location"] == "/home/"


@pytest.mark.parametrize(
    ("language", "heading", "sign_in"),
    [
        (Language.BOKMAL, "Velg passord", "Logg inn"),
        (Language.SWEDISH, "Välj lösenord", "Logga in"),
        (Language.ENGLISH, "Choose your password", "Sign in"),
    ],
)
@pytest.mark.parametrize("browsers", ["en", "nb", "sv"])
def test_the_pages_behind_a_link_are_in_its_owners_language(
    language: Language, heading: str, sign_in: str, browsers: str
) -> None:
    nora = invited()
    User.objects.filter(pk=nora.pk).update(language=language)
    hers = Client(headers={"accept-language": browsers})
    hers.get(mailed_link())

    assert f"<h1>{heading}</h1>" in hers.get("/password/choose/").content.decode()
    answer = hers.post("/password/choose/", NEW, follow=True)
    assert f"<h1>{sign_in}</h1>" in answer.content.decode()


def test_a_dead_link_leaves_the_browsers_language(client: Client) -> None:
    kari = people.kari()
    User.objects.filter(pk=kari.pk).update(language=Language.SWEDISH)

    client.get(reverse("choose_password", args=[kari.pk, "token"]))

    assert settings.LANGUAGE_COOKIE_NAME not in client.cookies


def test_a_forgotten_password_is_replaced_and_other_sessions_end(client: Client) -> None:
    kari = people.kari()
    elsewhere = Client()
    people.sign_in(elsewhere, kari)
    page = client.get(reverse("password_reset")).content.decode()
    assert "Forgotten your password?" in page
    response = client.post(reverse("password_reset"), {"email": "KARI@client.example"})
    assert (response.status_code, response["Location"]) == (302, "/password/sent/")
    assert client.get(response["Location"]).status_code == 200
    client.get(mailed_link())
    client.post("/password/choose/", NEW)
    kari.refresh_from_db()
    assert kari.check_password(NEW["password"]) is True
    assert elsewhere.get(reverse("account")).status_code == 302


def test_a_reset_answers_the_same_for_an_unknown_email(client: Client) -> None:
    response = client.post(reverse("password_reset"), {"email": "nobody@client.example"})
    assert (response.status_code, response["Location"]) == (302, "/password/sent/")
    assert not Notice.objects.exists()


def test_a_reset_of_no_email_is_asked_again(client: Client) -> None:
    response = client.post(reverse("password_reset"), {"email": "nobody"})
    assert response.status_code == 200
    assert "Enter a valid email address." in response.content.decode()


def test_opening_a_link_twice_is_no_use_of_it(client: Client) -> None:
    invited()
    link = mailed_link()
    assert client.get(link).status_code == client.head(link).status_code == 302
    assert client.get("/password/choose/").status_code == 200


def test_a_link_works_once_in_any_browser(client: Client) -> None:
    kari = people.kari()
    link = one_time_link(kari)
    late = Client()
    client.get(link)
    late.get(link)
    client.post("/password/choose/", NEW)
    response = late.post(
        "/password/choose/", {"password": "late-to-party-9", "password_again": "late-to-party-9"}
    )
    assert response.status_code == 410
    assert "This link no longer works" in response.content.decode()
    for browser in (client, late):
        assert browser.get(link).status_code == 410
        assert browser.get("/password/choose/").status_code == 410
    kari.refresh_from_db()
    assert kari.check_password(NEW["password"]) is True


def test_an_expired_link_is_dead(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    link = one_time_link(people.kari())
    monkeypatch.setattr(settings, "PASSWORD_RESET_TIMEOUT", -1)
    assert client.get(link).status_code == 410


def test_a_link_that_never_was_one_is_dead(client: Client) -> None:
    kari = people.kari()
    assert client.get(reverse("choose_password", args=[kari.pk, "token"])).status_code == 410
    assert client.get(reverse("choose_password", args=[User().pk, "to-ken"])).status_code == 410
    assert client.get("/password/choose/").status_code == 410
    assert client.post("/password/choose/", NEW).status_code == 410


def test_a_planted_session_does_not_learn_the_link(client: Client) -> None:
    kari = people.kari()
    session = client.session
    session["planted"] = True
    session.save()
    thief = Client()
    thief.cookies["sessionid"] = session.session_key or ""
    client.get(one_time_link(kari))
    assert thief.get("/password/choose/").status_code == 410


@pytest.mark.parametrize(
    ("password", "again", "why"),
    [
        ("short", "short", "This password is too short."),
        ("password1234", "password1234", "This password is too common."),
        ("kari@client.example", "kari@client.example", "too similar"),
        ("quiet-harbour-31", "quiet-harbour-32", "The two passwords are not the same."),
        ("", "", "This field is required."),
    ],
)
def test_a_weak_or_mistyped_password_is_refused(
    client: Client, password: str, again: str, why: str
) -> None:
    kari = people.kari()
    client.get(one_time_link(kari))
    response = client.post("/password/choose/", {"password": password, "password_again": again})
    assert response.status_code == 200
    assert why in response.content.decode()
    kari.refresh_from_db()
    assert kari.check_password(people.PASSWORD) is True


def test_choosing_signs_out_whoever_else_used_this_browser(client: Client) -> None:
    people.sign_in(client, people.selma())
    client.get(one_time_link(people.kari()))
    client.post("/password/choose/", NEW)
    assert "_auth_user_id" not in client.session
