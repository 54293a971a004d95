"""The documentation of the API, for the people who write programs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from scoring.web.presenters.api_docs import operations
from shoppers.rules import anyone
from shoppers.web.access import allow


@require_safe
@allow(anyone)
def api_docs(request: HttpRequest) -> HttpResponse:
    """The committed OpenAPI file as a page; what it says itself stays in English."""
    return render(
        request,
        "scoring/api_docs.html",
        {
            "title": _("API documentation"),
            "operations": operations(),
            "host": request.build_absolute_uri("/").rstrip("/"),
        },
    )
