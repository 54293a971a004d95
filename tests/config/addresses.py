"""A site of the wiring alone: the tests of config must not depend on what the apps show."""

from typing import NoReturn

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import connection, transaction
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_POST
from rest_framework.decorators import api_view

from config.health import health

# The advisory lock that `waiting` waits for.
HELD = 2_026_081

handler400 = "config.errors.bad_request"
handler403 = "config.errors.forbidden"
handler404 = "config.errors.not_found"
handler500 = "config.errors.server_error"


def page(request: HttpRequest, **_: str) -> HttpResponse:
    """An ordinary page."""
    return render(request, "base.html", {"title": "A page"})


def stream(request: HttpRequest) -> StreamingHttpResponse:
    """An answer in pieces."""
    return StreamingHttpResponse(iter([b"one", b"two"]))


def cached(request: HttpRequest) -> HttpResponse:
    """A view with a cache rule of its own."""
    return HttpResponse(headers={"Cache-Control": "public, max-age=60", "Permissions-Policy": "x"})


def remembering(request: HttpRequest) -> HttpResponse:
    """A view that begins a session."""
    request.session["step"] = 1
    return HttpResponse()


def refused(request: HttpRequest) -> NoReturn:
    """A page not for this reader."""
    raise PermissionDenied


def unreadable(request: HttpRequest) -> NoReturn:
    """A request that cannot be meant."""
    raise SuspiciousOperation


def missing(request: HttpRequest) -> NoReturn:
    """A page that is not there."""
    raise Http404


def quoting(request: HttpRequest, **_: str) -> NoReturn:
    """A fault whose words quote what the reader sent."""
    try:
        int(request.POST.get("email", "no number"))
    except ValueError as error:
        raise LookupError(request.get_full_path()) from error
    raise AssertionError


@require_POST
def sending(request: HttpRequest) -> HttpResponse:
    """What a form sends to."""
    return HttpResponse("received")


def rejected_row(request: HttpRequest) -> NoReturn:
    """A row the database refuses, quoting it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::integer", [request.POST["email"]])
    raise AssertionError


def waiting(request: HttpRequest) -> NoReturn:
    """A step that waits for a lock, only shorter than the site's own wait."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '30ms'")
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [HELD])
    raise AssertionError


@api_view(["GET"])
def closed(request: HttpRequest) -> HttpResponse:
    """An endpoint that forgot to say who may."""
    return HttpResponse("secret")


urlpatterns = [
    path("page/", page, name="home"),
    path("page/<str:token>/", page),
    path("stream/", stream),
    path("cached/", cached),
    path("remembering/", remembering),
    path("health/", health, name="health"),
    path("language/", page, name="set_language"),
    path("sign-in/", page, name="sign_in"),
    path("sign-out/", page, name="sign_out"),
    *(
        path(f"{below}{name}/", view)
        for below in ("", "api/v1/")
        for name, view in (
            ("refused", refused),
            ("unreadable", unreadable),
            ("missing", missing),
            ("quoting", quoting),
            ("rejected-row", rejected_row),
            ("waiting", waiting),
            ("sending", sending),
        )
    ),
    path("quoting/<str:token>/", quoting),
    path("api/v1/closed/", closed),
]
