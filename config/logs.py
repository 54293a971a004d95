"""What a log line says: enough to find a fault, nothing about a person.

An exception's words may quote what a reader typed, a query string may hold an address of a person,
a path a one-time link. Lines therefore name routes and kinds of exceptions, and the request's id,
which goes back to the reader in X-Request-ID and on the page of a fault.
"""

import re
import traceback
import uuid
from collections.abc import Iterator
from typing import Any

import psycopg
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django_structlog.middlewares import RequestMiddleware
from structlog.contextvars import bind_contextvars, clear_contextvars, get_contextvars
from structlog.typing import EventDict, ExcInfo, WrappedLogger

REQUEST_ID_HEADER = "X-Request-ID"
# These speak of code and machines in their words, never of what somebody entered.
_PLAIN_SPOKEN = (
    AttributeError,
    ConnectionError,
    FieldError,
    ImportError,
    ImproperlyConfigured,
    NameError,
    OperationalError,
    TemplateDoesNotExist,
    TemplateSyntaxError,
    TypeError,
    psycopg.OperationalError,
)
_MAIL_ADDRESS = re.compile(r"[\w.+-]+(?:@|%40)[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)


def request_id() -> str:
    """The id of the request this thread serves; empty outside one."""
    return str(get_contextvars().get("request_id", ""))


class RequestLogMiddleware(RequestMiddleware):
    """Gives each request an id and each answer one line, with the route in place of the address."""

    def prepare(self, request: HttpRequest) -> None:
        """Begin; the line comes with the answer, when the route is known."""
        clear_contextvars()
        bind_contextvars(request_id=str(uuid.uuid4()))

    def handle_response(self, request: HttpRequest, response: HttpResponse) -> None:
        """Write the line and tell the reader the id."""
        response.headers[REQUEST_ID_HEADER] = request_id()
        super().handle_response(request, response)

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        """Method and route."""
        match = request.resolver_match
        return f"{request.method} /{match.route}" if match else f"{request.method} (no route)"


def silent_words(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Take out the words of an exception that Celery's lines carry beside the exception itself."""
    if str(event.get("event", "")).startswith("task_"):
        event.pop("error", None)
        event.pop("reason", None)
    return event


def masked_addresses(logger: WrappedLogger, method: str, line: Any) -> Any:
    """The finished line without any e-mail address, whoever wrote it."""
    return _MAIL_ADDRESS.sub("[e-mail]", line)


def named_only(value: Any) -> str:
    """A value JSON does not know: exceptions by their kind, all else as text."""
    return type(value).__qualname__ if isinstance(value, BaseException) else str(value)


def told_without_words(exc_info: ExcInfo) -> str:
    """A traceback with every place and kind, and words only where they cannot quote a person."""
    return "".join(_told(exc_info[1], set()))


def _told(error: BaseException, seen: set[int]) -> Iterator[str]:
    seen.add(id(error))
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and id(before) not in seen:
        yield from _told(before, seen)
        yield "and then\n"
    yield from traceback.format_tb(error.__traceback__)
    kind = type(error)
    yield f"{kind.__module__}.{kind.__qualname__}{_words(error)}\n"


def _words(error: BaseException) -> str:
    if isinstance(error, psycopg.Error) and error.diag.sqlstate:
        # The message and its DETAIL quote rows; the code and the constraint say what was wrong.
        place = error.diag.constraint_name or error.diag.table_name or ""
        return f": {error.diag.sqlstate} {place}".rstrip()
    return f": {error}" if isinstance(error, _PLAIN_SPOKEN) else ""
