"""Whether the service works, judged by progress and not by processes being alive."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from redis import Redis, RedisError

from shoppers.rules import anyone
from shoppers.web.access import allow

# Work waits for seconds here; after this many somebody should look.
LATE_AFTER_SECONDS = 120


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return "down"
    return "ok"


def _broker() -> str:
    limits: dict[str, Any] = {"socket_connect_timeout": 1, "socket_timeout": 1}
    try:
        with Redis.from_url(settings.CELERY_BROKER_URL, **limits) as broker:
            broker.ping()
    except RedisError:
        return "down"
    return "ok"


def _work() -> str:
    """Whether any app owes work for too long; the settings name where to ask."""
    owed = [import_string(path)() for path in settings.OLDEST_DUE_WORK]
    ages = [(timezone.now() - since).total_seconds() for since in owed if since is not None]
    return "late" if max(ages, default=0) > LATE_AFTER_SECONDS else "ok"


@allow(anyone)
def health(request: HttpRequest) -> HttpResponse:
    """The state of each part, as a page or, when JSON is asked for, as a document.

    503 only when the database is away: without the broker, work is done later and nothing is lost.
    """
    database = _database()
    parts = {
        "database": database,
        "broker": _broker(),
        "work": _work() if database == "ok" else "unknown",
    }
    status = HTTPStatus.OK if database == "ok" else HTTPStatus.SERVICE_UNAVAILABLE
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        response: HttpResponse = JsonResponse(parts, status=status)
    else:
        # Without the database nobody can be asked who is reading.
        reader = request if database == "ok" else None
        page = render_to_string(
            "health.html", {"title": _("Health"), "parts": _shown(parts)}, reader
        )
        response = HttpResponse(page, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _shown(parts: dict[str, str]) -> list[dict[str, str]]:
    names = {
        "database": _("Database"),
        "broker": _("Message broker"),
        "work": _("Background work"),
    }
    words = {
        "ok": (_("Works"), "good"),
        "late": (_("Late"), "warn"),
        "down": (_("Away"), "bad"),
        "unknown": (_("Not known"), "neutral"),
    }
    return [
        {"name": names[part], "word": words[state][0], "tone": words[state][1]}
        for part, state in parts.items()
    ]
