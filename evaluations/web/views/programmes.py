"""The programmes, for coordinators."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from evaluations.queries.fieldwork import company_figures
from evaluations.queries.programmes import programmes_with_methods
from evaluations.web.presenters.programmes import programme_rows
from evaluations.web.sorting import in_order, sort_key
from shoppers.rules import is_coordinator
from shoppers.web.access import allow

PROGRAMMES_A_PAGE = 25
COLUMNS = ("year", "name", "companies", "share", "late")


@allow(is_coordinator)
@require_safe
def programmes(request: HttpRequest) -> HttpResponse:
    """Every programme with how far its fieldwork has come, the newest first."""
    found = programmes_with_methods()
    sort = sort_key(request.GET.get("sort"), COLUMNS, "-year")
    rows = in_order(programme_rows(found, company_figures(found)), sort)
    page = Paginator(rows, PROGRAMMES_A_PAGE).get_page(request.GET.get("page"))
    context = {"title": _("Programmes"), "page": page, "sort": sort}
    return render(request, "evaluations/programmes.html", context)
