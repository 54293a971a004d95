"""Errors of the API as application/problem+json (RFC 9457), in the reader's language."""

import math
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.views import set_rollback

CONTENT_TYPE = "application/problem+json"


def problem(
    status: int, *, title: str = "", detail: str = "", errors: list[dict[str, str]] | None = None
) -> HttpResponse:
    """A problem document; `errors` names each wrong parameter or field."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": title or str(_title(status)),
        "status": int(status),
    }
    if detail:
        body["detail"] = detail
    if errors:
        body["errors"] = errors
    response = JsonResponse(body, status=int(status), content_type=CONTENT_TYPE)
    response["Cache-Control"] = "no-store"
    return response


def _title(status: int) -> str:
    titles = {
        400: _("The request could not be understood"),
        401: _("A valid key or a session is needed"),
        403: _("This is not allowed"),
        404: _("Not found"),
        405: _("This method is not offered here"),
        406: _("This format is not offered here"),
        415: _("This type of content is not understood"),
        429: _("Too many requests"),
        500: _("Something went wrong on our side"),
    }
    return titles.get(int(status), HTTPStatus(status).phrase)


def problem_response(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """DRF's exception handler: every refusal becomes a problem document; faults go on to 500."""
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if not isinstance(error, exceptions.APIException):
        return None
    set_rollback()
    response = problem(error.status_code, **_words(error))
    if wait := getattr(error, "wait", None):
        response["Retry-After"] = str(math.ceil(wait))
    if header := getattr(error, "auth_header", None):
        response["WWW-Authenticate"] = header
    return response


def _words(error: exceptions.APIException) -> dict[str, Any]:
    if isinstance(error, exceptions.NotFound | exceptions.NotAuthenticated):
        return {}
    if isinstance(error.detail, dict):
        return {"errors": list(_named_errors(error.detail))}
    if isinstance(error.detail, list):
        return {"detail": " ".join(str(message) for message in error.detail)}
    return {"detail": str(error.detail)}


def _named_errors(detail: Any, name: str = "") -> Iterator[dict[str, str]]:
    """Every message with the name of its field; fields inside fields are joined by a dot."""
    if isinstance(detail, dict):
        for inner, messages in detail.items():
            yield from _named_errors(messages, f"{name}.{inner}" if name else str(inner))
    elif isinstance(detail, list):
        for messages in detail:
            yield from _named_errors(messages, name)
    else:
        yield {"name": name, "message": str(detail)}
