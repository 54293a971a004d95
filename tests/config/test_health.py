"""The health page judges by what really answers."""

import socket
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertInHTML

pytestmark = [pytest.mark.urls("tests.config.addresses"), pytest.mark.django_db]

JSON = {"accept": "application/json"}


def nothing_due() -> None:
    """An app that owes nothing."""


def due_a_minute_ago() -> datetime:
    """An app with work that waits as long as work may."""
    return timezone.now() - timedelta(seconds=60)


def due_long_ago() -> datetime:
    """An app whose work nobody does."""
    return timezone.now() - timedelta(seconds=121)


@pytest.fixture(autouse=True)
def _owes_nothing(settings: Any) -> None:
    settings.OLDEST_DUE_WORK = [f"{__name__}.nothing_due"]


@pytest.fixture
def closed_port() -> int:
    """A port where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def no_database(closed_port: int) -> Iterator[None]:
    """The connection hung up, and its server gone elsewhere."""
    there, away = connections["default"], connections.create_connection("default")
    away.settings_dict = there.settings_dict | {"PORT": str(closed_port)}
    connections["default"] = away
    yield
    connections["default"] = there


def _states() -> tuple[int, dict[str, str]]:
    answer = Client().get("/health/", headers=JSON)
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.status_code, answer.json()


def test_everything_works() -> None:
    assert _states() == (200, {"database": "ok", "broker": "ok", "work": "ok"})


def test_broker_away_delays_work_and_loses_nothing(settings: Any, closed_port: int) -> None:
    settings.CELERY_BROKER_URL = f"redis://127.0.0.1:{closed_port}/0"

    assert _states() == (200, {"database": "ok", "broker": "down", "work": "ok"})


@pytest.mark.parametrize(
    ("oldest", "state"),
    [
        (["nothing_due"], "ok"),
        (["due_a_minute_ago", "nothing_due"], "ok"),
        (["nothing_due", "due_a_minute_ago", "due_long_ago"], "late"),
        ([], "ok"),
    ],
)
def test_work_is_late_when_any_waits_too_long(settings: Any, oldest: list[str], state: str) -> None:
    settings.OLDEST_DUE_WORK = [f"{__name__}.{name}" for name in oldest]

    assert _states() == (200, {"database": "ok", "broker": "ok", "work": state})


@pytest.mark.usefixtures("no_database")
def test_database_away_is_said_with_503_and_the_rest_is_not_known() -> None:
    assert _states() == (503, {"database": "down", "broker": "ok", "work": "unknown"})


@pytest.mark.usefixtures("no_database")
def test_page_without_a_database_serves_even_a_reader_with_a_session(settings: Any) -> None:
    browser = Client()
    browser.cookies[settings.SESSION_COOKIE_NAME] = "a session nobody can look up"

    answer = browser.get("/health/", headers={"accept": "text/html", "accept-language": "en"})

    assert answer.status_code == 503
    html = answer.content.decode()
    assertInHTML("<h1>Health</h1>", html)
    assert _shown(html) == {
        "Database": "bad",
        "Message broker": "good",
        "Background work": "neutral",
    }


def test_page_shows_each_part_in_a_word_and_a_tone(settings: Any) -> None:
    settings.OLDEST_DUE_WORK = [f"{__name__}.due_long_ago"]

    answer = Client().get("/health/", headers={"accept-language": "en"})

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    html = answer.content.decode()
    assert _shown(html) == {"Database": "good", "Message broker": "good", "Background work": "warn"}
    assert "Late" in html


def test_page_is_in_the_reader_s_language() -> None:
    html = Client().get("/health/", headers={"accept-language": "sv"}).content.decode()

    assertInHTML("<h1>Driftstatus</h1>", html)


def _shown(html: str) -> dict[str, str]:
    parts = html.split("<dt>")[1:]
    return {
        part.split("</dt>")[0]: part.split('class="chip chip-')[1].split('"')[0] for part in parts
    }
