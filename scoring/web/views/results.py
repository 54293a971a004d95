"""The ranking as a client reads it: her own companies first."""

from collections.abc import Sequence

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from evaluations.rules import may_see_client_results
from evaluations.visibility import Reader
from scoring.method import scoring_rules
from scoring.models import Release
from scoring.queries.client_companies import own_companies, package_companies
from scoring.queries.released import rankings
from scoring.web.filters import ALL, CategoryFilter
from scoring.web.presenters.checklist_words import scored_section_names
from scoring.web.presenters.method import figures
from scoring.web.presenters.ranking import (
    COLUMNS,
    RankedCompany,
    decimals_of_totals,
    ranked,
    sort_key,
    sorted_by,
)
from scoring.web.presenters.years import year_switch
from scoring.web.readers import reading_of
from shoppers.web.access import allow

ROWS_A_PAGE = 50


@require_safe
@allow(may_see_client_results)
def results(request: HttpRequest, year: str = "") -> HttpResponse:
    """The newest release that the reader may read, or that of the programme named.

    Before any, the page says that nothing is open yet, and names no date.
    """
    reading = reading_of(request)
    release = reading.of_year(year) if year else reading.newest
    if release is None:
        return render(request, "scoring/results_empty.html", {"title": _("Results")})
    return render(
        request,
        "scoring/results.html",
        _context(request, reading.reader, release)
        | {
            "years": year_switch(
                [each.programme for each in reading.releases],
                current=release.programme,
                page="results",
            ),
        },
    )


def _context(request: HttpRequest, reader: Reader, release: Release) -> dict[str, object]:
    programme = release.programme
    everybody = ranked(
        rankings(release),
        own=own_companies(reader),
        package=package_companies(release, reader=reader),
    )
    own = [row for row in everybody if row.own]
    form, category = _filter(request, everybody, own)
    sort = sort_key(request.GET.get("sort"), COLUMNS)
    shown = [row for row in everybody if category in {ALL, row.category}]
    page = Paginator(sorted_by(shown, sort), ROWS_A_PAGE).get_page(request.GET.get("page"))
    return {
        "title": _("Results of %(programme)s") % {"programme": programme.name},
        "programme": programme,
        "own": own,
        "own_decimals": decimals_of_totals(own),
        "form": form,
        "result": ngettext("%(count)d company", "%(count)d companies", len(shown))
        % {"count": len(shown)},
        "rows": page.object_list,
        "page": page,
        "with_category": category == ALL,
        "decimals": decimals_of_totals(shown),
        "sort": sort,
        "company_pages": True,
        "category": "" if category == ALL else category,
        "figures": figures(scoring_rules(programme), scored_section_names(programme)),
    }


def _filter(
    request: HttpRequest, rows: Sequence[RankedCompany], own: Sequence[RankedCompany]
) -> tuple[CategoryFilter, str]:
    """The form and the category to show: without a valid choice, that of the first own company."""
    names = {row.category: row.category_name for row in rows}
    default = own[0].category if own else ALL
    form = CategoryFilter(
        {"category": request.GET.get("category") or default}, categories=list(names.items())
    )
    return form, form.chosen().get("category", default)
