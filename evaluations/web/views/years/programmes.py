"""The programmes, for coordinators."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from evaluations.queries.field.fieldwork import company_figures
from evaluations.queries.years.programmes import programmes_with_methods
from evaluations.web.forms.field.fieldwork import ProgrammesFilter
from evaluations.web.presenters.years.programmes import ProgrammeRow, programme_rows
from evaluations.web.sorting import in_order, sort_key
from shoppers.rules import is_coordinator
from shoppers.web.access import allow

PROGRAMMES_A_PAGE = 25
COLUMNS = ("year", "name", "companies", "share", "late")


@allow(is_coordinator)
@require_safe
def programmes(request: HttpRequest) -> HttpResponse:
    """The programmes with how far each has come; filter and order stand in the address."""
    form = ProgrammesFilter(request.GET)
    chosen = form.chosen()
    sort = sort_key(request.GET.get("sort"), COLUMNS, "-year")
    there = programmes_with_methods()
    every = programme_rows(there, company_figures(there))
    rows = in_order([row for row in every if _fits(row, chosen)], sort)
    page = Paginator(rows, PROGRAMMES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("Programmes"),
        "form": form,
        "clear_url": request.path if chosen else "",
        "page": page,
        "sort": sort,
        "result": ngettext("%(count)d programme", "%(count)d programmes", len(rows))
        % {"count": len(rows)},
    }
    return render(request, "evaluations/years/programmes.html", context)


def _fits(row: ProgrammeRow, chosen: dict[str, str]) -> bool:
    text = chosen.get("q", "").casefold()
    need = chosen.get("need")
    return (text in row.name.casefold() or text in str(row.year)) and (
        need is None or bool(getattr(row.figures, need))
    )
