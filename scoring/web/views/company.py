"""A company's result: as deep as the reader may go."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from evaluations.queries.reading import reading_as
from evaluations.rules import may_see_client_results
from evaluations.visibility import Reader
from scoring.method import scoring_rules
from scoring.models import Release, ReleasedContact
from scoring.queries.contacts import scenario_names
from scoring.queries.released import company_result, contacts, rankings
from scoring.queries.years import ranking_a_company
from scoring.visibility import Depth
from scoring.web.filters import ANSWERED, ContactFilter
from scoring.web.presenters.checklist_words import scored_section_names
from scoring.web.presenters.company import channel_rows, figure_items, place, section_rows
from scoring.web.presenters.method import figures
from scoring.web.presenters.years import year_switch
from scoring.web.readers import reading_of
from shoppers.web.access import allow

CONTACTS_A_PAGE = 25


@require_safe
@allow(may_see_client_results)
def company(request: HttpRequest, year: str, company: str) -> HttpResponse:
    """An own company with its contacts, a package competitor, or anybody's public row."""
    reading = reading_of(request)
    reader, release = reading.reader, reading.of_year(year)
    result = company_result(release, company, reader=reader)
    if result is None:
        raise Http404
    programme = release.programme
    names = scored_section_names(programme)
    row = result.row
    rivals = list(rankings(release, category=row.category.key).values_list("rank", flat=True))
    context = {
        "title": row.name,
        "programme": programme,
        "row": row,
        "place": place(row, companies=len(rivals), shared=rivals.count(row.rank) > 1),
        "items": figure_items(row, figures(scoring_rules(programme), names)),
        "sections": section_rows(result.sections, names),
        "channels": channel_rows(result.channels),
        "own": result.depth is Depth.CONTACTS,
        "detailed": result.depth is not Depth.ROW,
        "years": year_switch(
            [each.programme for each in ranking_a_company(reading.releases, company)],
            current=programme,
            page="company",
            about=company,
        ),
        "crumbs": crumbs_to_company(release, row.name, row.category.key),
    }
    if result.depth is Depth.CONTACTS:
        context |= _contacts(request, release, company, reader)
    return render(request, "scoring/company.html", context)


def crumbs_to_company(
    release: Release, name: str, category: str, *, url: str = ""
) -> list[dict[str, str]]:
    """The way from the ranking to a company; the last step carries no address."""
    year = release.programme.slug
    ranking = f"{reverse('results', args=[year])}?category={category}"
    return [{"label": _("The ranking"), "url": ranking}, {"label": name, "url": url}]


def _contacts(
    request: HttpRequest, release: Release, company: str, reader: Reader
) -> dict[str, Any]:
    form = ContactFilter(request.GET or None)
    chosen = form.chosen() if form.is_bound else {}
    with reading_as(reader):
        rows = contacts(release, company, reader=reader)
        if rows is None:
            raise Http404
        if "channel" in chosen:
            rows = rows.filter(channel=chosen["channel"])
        if "answered" in chosen:
            rows = rows.filter(answered=chosen["answered"] == ANSWERED)
        page: Page[ReleasedContact] = Paginator(
            rows.order_by("date", "half_day", "contact"), CONTACTS_A_PAGE
        ).get_page(request.GET.get("page"))
        found = list(page.object_list)
        count = page.paginator.count
    page.object_list = found
    scenarios = scenario_names(release)
    return {
        "form": form,
        "result": ngettext("%(count)d contact", "%(count)d contacts", count) % {"count": count},
        "contacts": [(each, scenarios.get(each.scenario, each.scenario)) for each in found],
        "page": page,
        "clear_url": request.path if chosen else "",
    }
