"""What is said in place of numbers that rest on an altered row."""

from collections.abc import Callable
from http import HTTPStatus

import structlog
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from evaluations.seals import BrokenSeal
from scoring.services.broken_seals import tell_broken_seal

_PROBLEM = "application/problem+json"

_log = structlog.get_logger(__name__)


class BrokenSealMiddleware:
    """Turns a broken seal into 503, whichever page or endpoint met it, and tells coordinators."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing is done to answers."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """None for every other exception: it goes on to the page of faults."""
        if not isinstance(exception, BrokenSeal):
            return None
        try:
            tell_broken_seal(exception)
        except DatabaseError as error:
            # Whoever asked learns the same; the next one who asks has it told.
            _log.exception("seal_not_told", error=type(error).__name__)
        if request.path.startswith("/api/"):
            answer: HttpResponse = JsonResponse(
                _problem(), status=HTTPStatus.SERVICE_UNAVAILABLE, content_type=_PROBLEM
            )
        else:
            # Bare: what a frame asks of the database may rest on the same row.
            answer = HttpResponse(
                render_to_string("scoring/broken_seal.html"), status=HTTPStatus.SERVICE_UNAVAILABLE
            )
        answer["Cache-Control"] = "no-store"
        return answer


def _problem() -> dict[str, str | int]:
    return {
        "type": "about:blank",
        "title": _("This does not agree with its seal"),
        "status": int(HTTPStatus.SERVICE_UNAVAILABLE),
        "detail": _(
            "What this is made of was altered after it was sealed, so no number of it is given."
            " The coordinators have been told."
        ),
    }
