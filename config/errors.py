"""What a reader is told when something goes wrong: pages for people, problem+json for programs."""

from http import HTTPStatus

import structlog
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from config.logs import request_id
from config.problems import problem

_log = structlog.get_logger(__name__)


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
    """500."""
    return _bare(request, HTTPStatus.INTERNAL_SERVER_ERROR, "500.html")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 because the form was open too long or in another session; nothing was stored."""
    # After the dash the reason quotes an address somebody came from.
    _log.warning("csrf_failed", reason=reason.partition(" - ")[0])
    return _framed(request, HTTPStatus.FORBIDDEN, "403_csrf.html")


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
