"""The ranking of one category, for everybody."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from evaluations.visibility import PUBLIC
from scoring.method import scoring_rules
from scoring.queries.released import rankings
from scoring.queries.years import ranking_a_category, readable_releases
from scoring.web.presenters.checklist_words import scored_section_names
from scoring.web.presenters.method import figures
from scoring.web.presenters.ranking import decimals_of_totals, ranked, sort_key, sorted_by
from scoring.web.presenters.years import year_switch
from shoppers.rules import anyone
from shoppers.web.access import allow

COLUMNS = ("rank", "name", "total", "answered_only", "agent", "contacts", "answered")


@require_safe
@allow(anyone)
def category(request: HttpRequest, year: str, category: str) -> HttpResponse:
    """Every company of the category with its place and figures; 404 before the public time."""
    releases = readable_releases(PUBLIC, now=timezone.now())
    release = next((each for each in releases if each.programme.slug == year), None)
    found = list(rankings(release, category=category)) if release else []
    if release is None or not found:
        raise Http404
    programme = release.programme
    rows = ranked(found)
    sort = sort_key(request.GET.get("sort"), COLUMNS)
    name = rows[0].category_name
    return render(
        request,
        "scoring/category.html",
        {
            "title": name,
            "caption": _("Ranking, %(category)s") % {"category": name},
            "programme": programme,
            "rows": sorted_by(rows, sort),
            "decimals": decimals_of_totals(rows),
            "sort": sort,
            "years": year_switch(
                [each.programme for each in ranking_a_category(releases, category)],
                current=programme,
                page="category",
                about=category,
            ),
            "figures": figures(scoring_rules(programme), scored_section_names(programme)),
        },
    )
