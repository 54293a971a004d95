"""A programme's companies with how far their contacts have come."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from evaluations.queries.field.fieldwork import CompanyFigures, category_figures, company_figures
from evaluations.queries.years.programmes import programmes
from evaluations.web.forms.field.fieldwork import CompanyFilter
from evaluations.web.found import programme_or_404
from evaluations.web.presenters.field.figures import columns, figure_rows
from evaluations.web.presenters.years.years import year_switch
from evaluations.web.sorting import in_order, sort_key
from shoppers.rules import is_coordinator
from shoppers.web.access import allow

COMPANIES_A_PAGE = 25
FIGURES = ("to_review", "accepted", "offered", "open", "to_replace", "late")
COLUMNS = ("name", "category", "wanted", "approved", *FIGURES)


@allow(is_coordinator)
@require_safe
def fieldwork_companies(request: HttpRequest, year: str) -> HttpResponse:
    """The companies; filter and order stand in the address."""
    programme = programme_or_404(year)
    every = company_figures([programme])
    form = CompanyFilter(request.GET, categories=[row.category for row in category_figures(every)])
    chosen = form.chosen()
    sort = sort_key(request.GET.get("sort"), COLUMNS, "name")
    rows = in_order([row for row in every if _fits(row, chosen)], sort)
    page = Paginator(rows, COMPANIES_A_PAGE).get_page(request.GET.get("page"))
    here = reverse("fieldwork_companies", args=[programme.slug])
    context = {
        "title": _("Companies"),
        "programme": programme,
        "years": year_switch(programmes(), current=programme, page="fieldwork_companies"),
        "crumbs": [
            {"label": programme.name, "url": reverse("programme", args=[programme.slug])},
            {"label": _("Companies"), "url": ""},
        ],
        "form": form,
        "clear_url": here if chosen else "",
        "page": page,
        "rows": figure_rows(page, FIGURES),
        "columns": columns(FIGURES),
        "sort": sort,
        "result": ngettext("%(count)d company", "%(count)d companies", len(rows))
        % {"count": len(rows)},
    }
    return render(request, "evaluations/companies/fieldwork_companies.html", context)


def _fits(row: CompanyFigures, chosen: dict[str, str]) -> bool:
    text = chosen.get("q", "").casefold()
    need = chosen.get("need")
    return (
        (text in row.name.casefold() or text in row.participation.company.key)
        and chosen.get("category") in {None, row.participation.category.key}
        and (need is None or bool(getattr(row, need)))
    )
