"""A log line finds the fault and names no person."""

import json
import logging
import uuid
from collections.abc import Iterator
from io import StringIO
from typing import Any

import psycopg
import pytest
import structlog
from celery.signals import setup_logging
from django.conf import settings
from django.test import Client
from django_structlog.celery.receivers import CeleryReceiver
from django_structlog.celery.steps import DjangoStructLogInitStep
from structlog.stdlib import ProcessorFormatter

from config.celery import app
from config.logs import told_without_words

pytestmark = [pytest.mark.urls("tests.config.addresses")]

EMAIL = "selma@mail.example"
ENTERED = {"email": EMAIL, "name": "Selma Sund", "password": "fjord-and-birch-7"}
BROWSER = {"user-agent": "Browser of Selma", "x-forwarded-for": "203.0.113.9"}
PERSONAL = ("selma", "sund", "mail.example", "fjord", "203.0.113", "198.51.100", "token-0123")


class Lines:
    """What was written to the log."""

    def __init__(self, stream: StringIO) -> None:
        self.stream = stream

    @property
    def text(self) -> str:
        """All of it."""
        return self.stream.getvalue()

    def __call__(self, event: str = "") -> list[dict[str, Any]]:
        """The lines about an event, or all."""
        lines = [json.loads(line) for line in self.text.splitlines()]
        return [line for line in lines if not event or line["event"] == event]

    def name_no_person(self) -> bool:
        """Whether nothing of the reader is in it."""
        return self.text != "" and not any(word in self.text.lower() for word in PERSONAL)


@pytest.fixture
def log() -> Iterator[Lines]:
    """The project's own handler, made to write everything it can into a string."""
    root = logging.getLogger()
    handler = next(
        handler
        for handler in root.handlers
        if isinstance(handler, logging.StreamHandler)
        and isinstance(handler.formatter, ProcessorFormatter)
    )
    stream, level = StringIO(), root.level
    before = handler.setStream(stream)
    root.setLevel(logging.DEBUG)
    yield Lines(stream)
    root.setLevel(level)
    handler.setStream(before)


@pytest.fixture
def reader() -> Client:
    """A browser that shows Django's answer to a fault, as a server does."""
    return Client(raise_request_exception=False, headers=BROWSER, REMOTE_ADDR="198.51.100.7")


def test_answer_is_one_line_with_route_code_and_the_id_the_reader_got(
    log: Lines, reader: Client
) -> None:
    answer = reader.post(f"/page/token-0123/?next=/people/{EMAIL}/&email={EMAIL}", ENTERED)

    (line,) = log("request_finished")
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "request_finished",
        "level": "info",
        "logger": "django_structlog.middlewares.request",
        "request": "POST /page/<str:token>/",
        "code": 200,
        "request_id": answer.headers["X-Request-ID"],
    }
    assert log.name_no_person()


def test_ids_are_made_here_and_differ(reader: Client) -> None:
    first = reader.get("/page/", headers={"x-request-id": "mine"}).headers["X-Request-ID"]
    second = reader.get("/page/").headers["X-Request-ID"]

    assert uuid.UUID(first) != uuid.UUID(second)


def test_fault_is_told_by_places_and_kinds_and_never_by_its_words(
    log: Lines, reader: Client
) -> None:
    answer = reader.post(f"/quoting/token-0123/?email={EMAIL}", ENTERED)

    assert answer.status_code == 500
    (line,) = log("request_failed")
    assert line["request_id"] == answer.headers["X-Request-ID"]
    assert line["request"] == "POST /quoting/<str:token>/"
    assert line["level"] == "error"
    told = line["exception"]
    assert told.index("builtins.ValueError\nand then\n") < told.index("builtins.LookupError\n")
    assert "tests/config/addresses.py" in told
    assert log.name_no_person()


@pytest.mark.django_db
def test_row_the_database_refused_is_told_by_its_code(log: Lines, reader: Client) -> None:
    answer = reader.post("/rejected-row/", ENTERED)

    assert answer.status_code == 500
    (line,) = log("request_failed")
    assert "psycopg.errors.InvalidTextRepresentation: 22P02\n" in line["exception"]
    assert "django.db.utils.DataError\n" in line["exception"]
    assert log.name_no_person()


@pytest.mark.parametrize(
    ("path", "code", "request_line"),
    [
        (f"/nowhere/{EMAIL}/", 404, "POST (no route)"),
        (f"/missing/?q={EMAIL}", 404, "POST /missing/"),
        (f"/refused/?q={EMAIL}", 403, "POST /refused/"),
    ],
)
def test_refusal_is_logged_without_the_address(
    log: Lines, reader: Client, path: str, code: int, request_line: str
) -> None:
    answer = reader.post(path, ENTERED)

    (line,) = log("request_finished")
    assert (line["code"], line["request"], line["level"]) == (code, request_line, "warning")
    assert line["request_id"] == answer.headers["X-Request-ID"]
    assert log.name_no_person()


def test_suspicious_request_is_logged_without_its_words(log: Lines, reader: Client) -> None:
    answer = reader.post(f"/unreadable/?q={EMAIL}", ENTERED)

    assert answer.status_code == 400
    assert [line["request_id"] for line in log()] == [answer.headers["X-Request-ID"]] * len(log())
    assert log.name_no_person()


def test_refused_form_is_logged_with_its_reason_and_without_the_page_before(log: Lines) -> None:
    browser = Client(enforce_csrf_checks=True, headers=BROWSER)

    browser.post(
        "/page/", ENTERED, secure=True, headers={"referer": f"https://mail.example/?to={EMAIL}"}
    )

    (line,) = log("csrf_failed")
    assert (line["level"], line["reason"]) == ("warning", "Referer checking failed")
    assert log.name_no_person()


def test_stream_is_logged_under_the_same_id(log: Lines, reader: Client) -> None:
    answer = reader.get("/stream/")

    assert b"".join(answer) == b"onetwo"
    assert {line["request_id"] for line in log()} == {answer.headers["X-Request-ID"]}
    assert log("streaming_finished")


def test_line_of_any_library_loses_mail_addresses(log: Lines) -> None:
    logging.getLogger("library").warning(
        "to %s", EMAIL, extra={"unused": EMAIL}, exc_info=ConnectionError(EMAIL)
    )
    structlog.get_logger("ours").warning("sent", to=[{"deep": EMAIL}], via=f"?m={EMAIL}&n=1")

    library, ours = log()
    assert library["event"] == "to [e-mail]"
    assert library["exception"] == "builtins.ConnectionError: [e-mail]\n"
    assert (ours["to"], ours["via"]) == ([{"deep": "[e-mail]"}], "?m=[e-mail]&n=1")


def test_value_json_does_not_know_is_shown_as_text_and_an_exception_by_kind(log: Lines) -> None:
    number = uuid.uuid4()

    structlog.get_logger("ours").warning("met", number=number, fault=ValueError("Selma Sund"))

    (line,) = log()
    assert (line["number"], line["fault"]) == (str(number), "ValueError")


def test_queries_are_not_written_even_when_everything_is(log: Lines) -> None:
    assert not logging.getLogger("django.db.backends").isEnabledFor(logging.DEBUG)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ValueError("Selma Sund"), "builtins.ValueError\n"),
        (KeyError("Selma Sund"), "builtins.KeyError\n"),
        (TypeError("no such argument"), "builtins.TypeError: no such argument\n"),
        (ConnectionError("hung up"), "builtins.ConnectionError: hung up\n"),
        (psycopg.OperationalError("no server"), "psycopg.OperationalError: no server\n"),
        (psycopg.DataError("Selma Sund"), "psycopg.DataError\n"),
    ],
)
def test_words_are_told_only_by_kinds_that_quote_nobody(error: Exception, told: str) -> None:
    assert told_without_words((type(error), error, None)) == told


def test_exceptions_in_a_circle_are_told_once() -> None:
    first, second = ValueError(), KeyError()
    first.__cause__, second.__cause__ = second, first

    assert told_without_words((ValueError, first, None)) == (
        "builtins.KeyError\nand then\nbuiltins.ValueError\n"
    )


def test_exception_that_hides_what_came_before_is_told_alone() -> None:
    error = ValueError()
    error.__context__, error.__suppress_context__ = KeyError(), True

    assert told_without_words((ValueError, error, None)) == "builtins.ValueError\n"


def test_failed_task_is_told_without_words(log: Lines) -> None:
    receiver = CeleryReceiver()
    try:
        int(EMAIL)
    except ValueError as error:
        receiver.receiver_task_failure(task_id="7", exception=error)
        receiver.receiver_task_retry(reason=str(error))

    failed, retrying = log()
    assert (failed["event"], failed["task_id"]) == ("task_failed", "7")
    assert failed["exception"].endswith("builtins.ValueError\n")
    assert retrying["event"] == "task_retrying"
    assert log.name_no_person()


def test_worker_logs_as_the_site_does_and_carries_the_id_on() -> None:
    assert DjangoStructLogInitStep in app.steps["worker"]
    assert setup_logging.has_listeners()
    assert settings.DJANGO_STRUCTLOG_CELERY_ENABLED
