"""The documentation of the shopper's API, for whoever writes programs for her phone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from evaluations.api.openapi_file import SHOPPERS
from evaluations.web.presenters.api_docs import operations
from shoppers.rules import is_coordinator, is_shopper
from shoppers.web.access import allow

CREDENTIALS = '--cookie "sessionid=…; csrftoken=…" --header "X-CSRFToken: …"'


@require_safe
@allow(is_shopper | is_coordinator)
def shoppers_api_docs(request: HttpRequest) -> HttpResponse:
    """The committed OpenAPI file as a page; the file itself stays in English."""
    context = {
        "title": _("API of the shoppers' phones"),
        "operations": operations(SHOPPERS),
        "credentials": CREDENTIALS,
        "host": request.build_absolute_uri("/").rstrip("/"),
    }
    return render(request, "evaluations/shoppers_api_docs.html", context)
