"""Headers on every answer: a strict content policy, quiet devices, private pages out of caches."""

import pytest
from django.conf import settings
from django.test import Client

from tests.people import PASSWORD, selma

pytestmark = pytest.mark.urls("tests.config.addresses")

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; manifest-src 'self'; worker-src 'self'"
)


@pytest.mark.parametrize("path", ["/page/", "/missing/", "/quoting/", "/api/v1/missing/"])
def test_answer_of_any_kind_has_the_headers(path: str) -> None:
    headers = Client(raise_request_exception=False).get(path).headers

    policy = headers["Content-Security-Policy"]
    assert sorted(policy.split("; ")) == sorted(POLICY.split("; "))
    assert "unsafe" not in policy
    assert headers["Permissions-Policy"] == (
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
    )
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_stranger_s_page_may_be_cached() -> None:
    assert "Cache-Control" not in Client().get("/page/").headers


@pytest.mark.django_db
def test_signed_in_reader_s_page_stays_out_of_caches() -> None:
    selma()
    browser = Client()
    browser.login(email="selma@mail.example", password=PASSWORD)

    assert browser.get("/page/").headers["Cache-Control"] == "private, no-store"


def test_answer_to_a_key_stays_out_of_caches() -> None:
    answer = Client().get("/page/", headers={"authorization": "Api-Key something"})

    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
def test_answer_that_begins_a_session_stays_out_of_caches() -> None:
    answer = Client().get("/remembering/")

    assert settings.SESSION_COOKIE_NAME in answer.cookies
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_view_keeps_the_rules_it_set_itself() -> None:
    browser = Client()
    browser.cookies[settings.SESSION_COOKIE_NAME] = "anything"

    headers = browser.get("/cached/").headers

    assert headers["Cache-Control"] == "public, max-age=60"
    assert headers["Permissions-Policy"] == "x"


@pytest.mark.django_db
def test_session_cookie_is_kept_from_scripts_and_other_sites() -> None:
    cookie = Client().get("/remembering/").cookies[settings.SESSION_COOKIE_NAME]

    assert cookie["httponly"] is True
    assert cookie["samesite"] == "Lax"
