"""The clients, for coordinators."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from evaluations.queries import clients as reading
from evaluations.web.client_forms import ClientFilter
from shoppers.rules import is_coordinator
from shoppers.web.access import allow

CLIENTS_A_PAGE = 25


@require_safe
@allow(is_coordinator)
def clients(request: HttpRequest) -> HttpResponse:
    """Every client with its counts; the filter stands in the address."""
    form = ClientFilter(request.GET)
    name = form.cleaned_data["name"] if form.is_valid() else ""
    page = Paginator(reading.clients(name=name), CLIENTS_A_PAGE).get_page(request.GET.get("page"))
    count = page.paginator.count
    return render(
        request,
        "evaluations/clients.html",
        {
            "title": _("Clients"),
            "form": form,
            "filtered": bool(name),
            "result": ngettext("%(count)d client", "%(count)d clients", count) % {"count": count},
            "page": page,
        },
    )
