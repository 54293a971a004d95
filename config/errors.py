"""What a reader is told when something goes wrong: pages for people, problem+json for programs."""

import sys
from collections.abc import Callable
from http import HTTPStatus

import structlog
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from psycopg.errors import DeadlockDetected, LockNotAvailable

from config.logs import request_id
from config.problems import problem

_log = structlog.get_logger(__name__)
# Seconds after which whoever was in somebody's way may come again.
_MOMENT = 5


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return _bare(request, HTTPStatus.BAD_REQUEST, "400.html")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return _framed(request, HTTPStatus.FORBIDDEN, "403.html")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404; it never tells whether the thing exists for somebody else."""
    return _framed(request, HTTPStatus.NOT_FOUND, "404.html")


def server_error(request: HttpRequest) -> HttpResponse:
    """500; 503 when somebody else's step stood in the way for too long, which is no fault.

    Here and not nearer to the views: a session that is saved may have to wait as well. The log has
    the exception in either case.
    """
    if _had_to_wait(sys.exception()):
        return _occupied(request)
    return _bare(request, HTTPStatus.INTERNAL_SERVER_ERROR, "500.html")


class WrongMethodMiddleware:
    """Gives the address of a form's answer a page of its own when it is opened by itself.

    Django answers with nothing, which browsers show as a fault of theirs: whoever opens a tab anew,
    or an address that was passed on, is to read what to do.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Only what a browser opens; programs have an answer of theirs."""
        response = self.get_response(request)
        is_bare = response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not response.content
        if not is_bare or request.method != "GET" or _is_program(request):
            return response
        page = _framed(request, HTTPStatus.METHOD_NOT_ALLOWED, "405.html")
        page["Allow"] = response["Allow"]
        return page


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 because the form was open too long or in another session; nothing was stored."""
    # After the dash the reason quotes an address somebody came from.
    _log.warning("csrf_failed", reason=reason.partition(" - ")[0])
    return _framed(request, HTTPStatus.FORBIDDEN, "403_csrf.html")


def _had_to_wait(error: BaseException | None) -> bool:
    """Whether the database gave up because somebody else held what the step needed."""
    return isinstance(error, OperationalError) and isinstance(
        error.__cause__, LockNotAvailable | DeadlockDetected
    )


def _occupied(request: HttpRequest) -> HttpResponse:
    if _is_program(request):
        response = problem(
            HTTPStatus.SERVICE_UNAVAILABLE,
            title=_("Somebody else is changing this just now"),
            detail=_("This step was not done. Try again in a moment."),
        )
    else:
        response = _bare(request, HTTPStatus.SERVICE_UNAVAILABLE, "503.html")
    response["Retry-After"] = str(_MOMENT)
    return response


def _framed(request: HttpRequest, status: HTTPStatus, template: str) -> HttpResponse:
    if _is_program(request):
        return problem(status)
    return render(request, template, status=status)


def _bare(request: HttpRequest, status: HTTPStatus, template: str) -> HttpResponse:
    """Without context processors: what they ask, the user or the database, may be what failed."""
    if _is_program(request):
        return problem(status)
    return HttpResponse(render_to_string(template, {"request_id": request_id()}), status=status)


def _is_program(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")
