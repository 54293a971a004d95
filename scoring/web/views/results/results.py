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
from evaluations.web.filters import ALL
from evaluations.web.presenters.years.checklist_words import scored_section_names
from evaluations.web.presenters.years.years import year_switch
from evaluations.web.sorting import in_order, sort_key
from evaluations.web.tables import Table, file_asked
from scoring.method.reading import scoring_rules
from scoring.models import Release
from scoring.queries.releases.released import rankings
from scoring.queries.results.client_companies import own_companies, package_companies
from scoring.web.filters import CategoryFilter
from scoring.web.presenters.method.figures import figures
from scoring.web.presenters.results.corrections import corrections_shown
from scoring.web.presenters.results.departures import departures_shown
from scoring.web.presenters.results.disputes import objections_said
from scoring.web.presenters.results.ranking import (
    COLUMNS,
    DEFAULT,
    RankedCompany,
    axis_of,
    decimals_of_totals,
    ranked,
    ranking_table,
)
from scoring.web.readers import reading_of
from scoring.web.wording import share_in_percent
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
        return render(request, "scoring/results/results_empty.html", {"title": _("Results")})
    context, tables = _ranking(request, reading.reader, release)
    context["years"] = year_switch(
        [each.programme for each in reading.releases], current=release.programme, page="results"
    )
    return file_asked(request, release.programme.slug, tables) or render(
        request, "scoring/results/results.html", context
    )


def _ranking(
    request: HttpRequest, reader: Reader, release: Release
) -> tuple[dict[str, object], list[Table]]:
    """The ranking as filtered and sorted, and above it the reader's own companies."""
    programme, rules = release.programme, scoring_rules(release.programme)
    owned, package = own_companies(reader), package_companies(release, reader=reader)
    rows = rankings(release, also=owned | package)
    everybody = ranked(rows, rules.scale, own=owned, package=package)
    own = [row for row in everybody if row.own]
    form, category = _filter(request, everybody, own)
    sort = sort_key(request.GET.get("sort"), COLUMNS, DEFAULT)
    shown = [row for row in everybody if category in {ALL, row.category}]
    shown = in_order(shown, sort)
    page = Paginator(shown, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("Results of %(programme)s") % {"programme": programme.name},
        "programme": programme,
        "corrections": corrections_shown(release, reader=reader),
        "objections_said": objections_said(release),
        "departures": departures_shown(release, category="" if category == ALL else category),
        "own": own,
        "own_decimals": decimals_of_totals(own),
        "form": form,
        "result": ngettext("%(count)d company", "%(count)d companies", len(shown))
        % {"count": len(shown)},
        "rows": page.object_list,
        "page": page,
        "with_category": category == ALL,
        "decimals": decimals_of_totals(shown),
        "axis": axis_of(everybody),
        "scale": rules.scale,
        "level": share_in_percent(rules.confidence.level),
        "sort": sort,
        "company_pages": True,
        "category": "" if category == ALL else category,
        "figures": figures(rules, scored_section_names(programme)),
    }
    return context, [ranking_table("ranking", shown), ranking_table("own", own)]


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
