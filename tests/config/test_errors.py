"""What a reader is told when something goes wrong, in the reader's language."""

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from http import HTTPStatus
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from pytest_django.asserts import assertInHTML, assertTemplateUsed

from config.problems import problem
from tests.config.addresses import HELD
from tests.people import PASSWORD, selma

pytestmark = pytest.mark.urls("tests.config.addresses")

HEADINGS = {
    ("unreadable", 400): {
        "nb": "Forespørselen kunne ikke leses",
        "sv": "Begäran gick inte att läsa",
        "en": "This request could not be read",
    },
    ("refused", 403): {
        "nb": "Denne siden er ikke for din konto",
        "sv": "Den här sidan är inte för ditt konto",
        "en": "This page is not for your account",
    },
    ("missing", 404): {
        "nb": "Siden finnes ikke",
        "sv": "Sidan finns inte",
        "en": "There is no such page",
    },
    ("nowhere", 404): {
        "nb": "Siden finnes ikke",
        "sv": "Sidan finns inte",
        "en": "There is no such page",
    },
    ("sending", 405): {
        "nb": "Denne adressen tar bare imot det et skjema sender",
        "sv": "Den här adressen tar bara emot det som ett formulär skickar",
        "en": "This address only takes what a form sends",
    },
    ("quoting", 500): {
        "nb": "Noe gikk galt hos oss",
        "sv": "Något gick fel hos oss",
        "en": "Something went wrong with us",
    },
}
TITLES = {
    ("unreadable", 400): {
        "nb": "Forespørselen kunne ikke forstås",
        "sv": "Begäran gick inte att förstå",
        "en": "The request could not be understood",
    },
    ("refused", 403): {
        "nb": "Dette er ikke tillatt",
        "sv": "Detta är inte tillåtet",
        "en": "This is not allowed",
    },
    ("missing", 404): {"nb": "Ikke funnet", "sv": "Hittades inte", "en": "Not found"},
    ("nowhere", 404): {"nb": "Ikke funnet", "sv": "Hittades inte", "en": "Not found"},
    ("quoting", 500): {
        "nb": "Noe gikk galt hos oss",
        "sv": "Något gick fel hos oss",
        "en": "Something went wrong on our side",
    },
}
CASES = [
    pytest.param(*case, language, words, id=f"{case[0]}-{language}")
    for case, languages in HEADINGS.items()
    for language, words in languages.items()
]
API_CASES = [
    pytest.param(*case, language, words, id=f"{case[0]}-{language}")
    for case, languages in TITLES.items()
    for language, words in languages.items()
]


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(("path", "status", "language", "heading"), CASES)
def test_page_says_what_went_wrong(
    visitor: Client, path: str, status: int, language: str, heading: str
) -> None:
    answer = visitor.get(f"/{path}/", headers={"accept-language": language})

    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    html = answer.content.decode()
    assert f'<html lang="{language}">' in html
    assertInHTML(f"<h1>{heading}</h1>", html, count=1)
    assert re.search(rf"<title>\s*{heading} · Best in Test\s*</title>", html)
    assert '<a class="button" href="/">' in html


@pytest.mark.parametrize(("path", "status", "language", "title"), API_CASES)
def test_program_gets_a_problem_document(
    visitor: Client, path: str, status: int, language: str, title: str
) -> None:
    answer = visitor.get(f"/api/v1/{path}/", headers={"accept-language": language})

    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.json() == {"type": "about:blank", "title": title, "status": status}


def test_an_address_of_a_form_still_says_what_it_takes(visitor: Client) -> None:
    assert visitor.get("/sending/").headers["Allow"] == "POST"
    assert visitor.post("/sending/").content == b"received"
    # Who sends by another method is a program.
    assert (visitor.put("/sending/").status_code, visitor.put("/sending/").content) == (405, b"")
    assert visitor.get("/api/v1/sending/").content == b""


def test_page_of_a_fault_shows_the_number_of_its_log_lines(visitor: Client) -> None:
    answer = visitor.get("/quoting/", headers={"accept-language": "en"})

    number = answer.headers["X-Request-ID"]
    assertInHTML(
        '<p class="small muted">If you write to us about it, quote this number: '
        f'<code translate="no">{number}</code></p>',
        answer.content.decode(),
    )


def test_page_of_a_fault_needs_neither_database_nor_context_processors(
    visitor: Client, settings: Any
) -> None:
    templates = deepcopy(settings.TEMPLATES)
    templates[0]["OPTIONS"]["context_processors"].append(f"{__name__}.broken_context")
    settings.TEMPLATES = templates
    visitor.cookies[settings.SESSION_COOKIE_NAME] = "a session nobody can look up"

    for path, status in (("quoting", 500), ("unreadable", 400)):
        answer = visitor.get(f"/{path}/")

        assert answer.status_code == status
        assertInHTML("<a class='button' href='/'>Til startsiden</a>", answer.content.decode())


@pytest.fixture
def held(db: None) -> Iterator[None]:
    """Somebody else's session is in the middle of the step that `waiting` would take."""
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [HELD])
    yield
    other.close()


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize(
    ("language", "heading"),
    [
        ("nb", "Noen andre endrer dette akkurat nå"),
        ("sv", "Någon annan ändrar detta just nu"),
        ("en", "Somebody else is changing this just now"),
    ],
)
def test_who_waited_in_vain_for_somebody_else_is_told_so(
    visitor: Client, language: str, heading: str, caplog: pytest.LogCaptureFixture
) -> None:
    answer = visitor.get("/waiting/", headers={"accept-language": language})

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assertInHTML(f"<h1>{heading}</h1>", answer.content.decode(), count=1)
    assert "request_failed" in caplog.text


@pytest.mark.usefixtures("held")
def test_a_program_that_waited_in_vain_is_told_when_to_come_again(visitor: Client) -> None:
    answer = visitor.get("/api/v1/waiting/", headers={"accept-language": "en"})

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json() == {
        "type": "about:blank",
        "title": "Somebody else is changing this just now",
        "status": 503,
        "detail": "This step was not done. Try again in a moment.",
    }


def broken_context(request: HttpRequest) -> dict[str, object]:
    """A context processor that fails, as one does whose database is away."""
    raise ConnectionError


@pytest.mark.django_db
def test_refused_page_tells_a_signed_in_reader_who_can_help(visitor: Client) -> None:
    selma()
    visitor.login(email="selma@mail.example", password=PASSWORD)

    html = visitor.get("/refused/", headers={"accept-language": "en"}).content.decode()

    assert "You are signed in, but your role does not include this page." in html
    assert "selma@mail.example" in html


def test_refused_page_tells_a_stranger_to_sign_in(visitor: Client) -> None:
    html = visitor.get("/refused/", headers={"accept-language": "en"}).content.decode()

    assert "You are not signed in. Sign in, and the page may open." in html
    assertInHTML('<a href="/sign-in/">Sign in</a>', html)


@pytest.mark.parametrize(
    ("language", "heading"),
    [
        ("nb", "Skjemaet sto åpent for lenge"),
        ("sv", "Formuläret var öppet för länge"),
        ("en", "The form was open too long"),
    ],
)
def test_form_without_its_token_is_refused_in_words(language: str, heading: str) -> None:
    visitor = Client(enforce_csrf_checks=True)

    answer = visitor.post("/page/", headers={"accept-language": language})

    assert answer.status_code == 403
    assertTemplateUsed(answer, "403_csrf.html")
    assertInHTML(f"<h1>{heading}</h1>", answer.content.decode())


def test_program_without_a_token_is_refused_as_a_problem() -> None:
    answer = Client(enforce_csrf_checks=True).post("/api/v1/missing/")

    assert answer.status_code == 403
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 406, 415, 429, 500])
def test_titles_of_problems_are_translated(status: int) -> None:
    title = json.loads(problem(status).content)["title"]

    assert title
    assert title != HTTPStatus(status).phrase


def test_title_of_a_rare_problem_is_the_protocols() -> None:
    assert json.loads(problem(418).content) == {
        "type": "about:blank",
        "title": "I'm a Teapot",
        "status": 418,
    }
