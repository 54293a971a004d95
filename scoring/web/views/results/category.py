"""The ranking of one category, for everybody."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from evaluations.models import Programme
from evaluations.visibility import PUBLIC
from evaluations.web.presenters.years.checklist_words import scored_section_names
from evaluations.web.presenters.years.years import year_switch
from evaluations.web.sorting import in_order, sort_key
from evaluations.web.tables import file_asked
from scoring.method.reading import scoring_rules
from scoring.queries.releases.released import category_of, rankings
from scoring.queries.results.years import ranking_a_category, readable_releases
from scoring.web.presenters.method.figures import figures
from scoring.web.presenters.results.corrections import corrections_shown
from scoring.web.presenters.results.departures import departures_shown
from scoring.web.presenters.results.ranking import (
    DEFAULT,
    axis_of,
    decimals_of_totals,
    ranked,
    ranking_table,
)
from scoring.web.wording import share_in_percent
from shoppers.rules import anyone
from shoppers.web.access import allow

COLUMNS = ("rank", "name", "total", "answered_only", "agent", "contacts", "answered")


@require_safe
@allow(anyone)
def category(request: HttpRequest, year: str, category: str) -> HttpResponse:
    """Every company of the category with its place and figures; 404 before the public time."""
    releases = readable_releases(PUBLIC, now=timezone.now())
    release = next((each for each in releases if each.programme.slug == year), None)
    if release is None:
        raise Http404
    programme = release.programme
    rules = scoring_rules(programme)
    rows = ranked(rankings(release, category=category), rules.scale)
    name = rows[0].category_name if rows else _unranked(programme, category)
    sort = sort_key(request.GET.get("sort"), COLUMNS, DEFAULT)
    shown = in_order(rows, sort)
    context = {
        "title": name,
        "caption": _("Ranking, %(category)s") % {"category": name},
        "programme": programme,
        "corrections": corrections_shown(release, reader=PUBLIC),
        "departures": departures_shown(release, category=category),
        "rows": shown,
        "decimals": decimals_of_totals(rows),
        "axis": axis_of(rows),
        "scale": rules.scale,
        "level": share_in_percent(rules.confidence.level),
        "sort": sort,
        "years": year_switch(
            [each.programme for each in ranking_a_category(releases, category)],
            current=programme,
            page="category",
            about=category,
        ),
        "figures": figures(rules, scored_section_names(programme)),
    }
    return file_asked(request, f"{year}-{category}", [ranking_table("ranking", shown)]) or render(
        request, "scoring/results/category.html", context
    )


def _unranked(programme: Programme, key: str) -> str:
    """The name of a category in which nobody has a result. Raises Http404 where there is none."""
    found = category_of(programme, key)
    if found is None:
        raise Http404
    return str(found)
