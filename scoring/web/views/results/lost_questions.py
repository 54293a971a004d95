"""Every question that cost an own company points."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from evaluations.rules import may_see_client_results
from evaluations.web.presenters.years.checklist_words import scored_section_names
from evaluations.web.presenters.years.years import year_switch
from evaluations.web.sorting import in_order, sort_key
from evaluations.web.tables import file_asked
from scoring.queries.releases.released import row_of
from scoring.queries.results.years import ranking_a_company
from scoring.web.filters import SectionFilter
from scoring.web.losses import losses
from scoring.web.presenters.results.points_lost import (
    COLUMNS,
    DEFAULT,
    lost_table,
    question_lines,
    sums,
)
from scoring.web.readers import reading_of
from scoring.web.views.results.company import crumbs_to_company
from shoppers.web.access import allow

QUESTIONS_A_PAGE = 25


@require_safe
@allow(may_see_client_results)
def lost_questions(request: HttpRequest, year: str, company: str) -> HttpResponse:
    """The questions with what each cost, worst first; 404 for a company of somebody else."""
    reading = reading_of(request)
    release = reading.of_year(year)
    row = row_of(release, company, reader=reading.reader)
    releases = ranking_a_company(reading.releases, company)
    if row is None:
        raise Http404
    found = losses(release, row, releases=releases, reader=reading.reader)
    if found is None:
        raise Http404
    loss, before = found
    names = scored_section_names(release.programme)
    lines = question_lines(loss, before, names)
    form = SectionFilter(request.GET or None, sections=list(names.items()))
    chosen = form.chosen()
    sort = sort_key(request.GET.get("sort"), COLUMNS, DEFAULT)
    shown = [line for line in lines if chosen.get("section") in {None, line.section_key}]
    shown = in_order(shown, sort)
    page = Paginator(shown, QUESTIONS_A_PAGE).get_page(request.GET.get("page"))
    back = reverse("company", args=[year, company])
    context = {
        "title": _("Questions that cost points"),
        "programme": release.programme,
        "row": row,
        "before": before,
        "unanswered": loss.figures.unanswered,
        "form": form,
        "result": ngettext("%(count)d line", "%(count)d lines", len(shown)) % {"count": len(shown)},
        "clear_url": request.path if chosen else "",
        "lines": page.object_list,
        "sums": sums(shown),
        "page": page,
        "sort": sort,
        "contacts_url": back,
        "years": year_switch(
            [each.programme for each in releases],
            current=release.programme,
            page="lost_questions",
            about=company,
        ),
        "crumbs": [
            *crumbs_to_company(release, row.name, row.category.key, url=back),
            {"label": _("Questions"), "url": ""},
        ],
    }
    table = lost_table("lost-questions", shown, before)
    return file_asked(request, f"{year}-{company}", [table]) or render(
        request, "scoring/results/lost_questions.html", context
    )
