"""The documentation of the API, for the people who write programs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from evaluations.web.presenters.api_docs import operations
from scoring.api.openapi_file import CLIENTS
from shoppers.rules import anyone, is_coordinator, is_shopper
from shoppers.web.access import allow


@require_safe
@allow(anyone)
def api_docs(request: HttpRequest) -> HttpResponse:
    """The committed OpenAPI file as a page; the file itself stays in English."""
    return render(
        request,
        "scoring/api_docs.html",
        {
            "title": _("API documentation"),
            "operations": operations(CLIENTS),
            "credentials": '--header "Authorization: Api-Key bit_…"',
            # To clients a shopper does not exist, and neither does what she sends.
            "also": (is_shopper | is_coordinator)(request.user),
            "host": request.build_absolute_uri("/").rstrip("/"),
        },
    )
