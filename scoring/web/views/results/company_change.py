"""Why an own company's total changed since the year before, from its own contacts."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from evaluations.rules import may_see_client_results
from evaluations.web.presenters.years.checklist_words import scored_section_names
from evaluations.web.presenters.years.years import year_switch
from evaluations.web.tables import Table, file_asked
from scoring.method.reading import scoring_rules
from scoring.models import Release, ReleasedRanking
from scoring.queries.releases.released import depth_of, row_of
from scoring.queries.results.own_change import OwnChange, own_change
from scoring.queries.results.own_intervals import change_interval
from scoring.queries.results.years import ranking_a_company
from scoring.queries.weights.weights import released_weights
from scoring.visibility import Depth
from scoring.web.presenters.results.change import (
    change_by_chance,
    company_waterfall,
    effects_table,
    section_effects,
)
from scoring.web.presenters.results.trend import YearFigure, counted_by, trend, trend_table
from scoring.web.presenters.results.waterfall import waterfall_table
from scoring.web.readers import reading_of
from scoring.web.views.results.company import crumbs_to_company
from scoring.web.wording import share_in_percent
from shoppers.web.access import allow

_EFFECTS = ("key", "name", "service", "weights", "mix", "whole")


@require_safe
@allow(may_see_client_results)
def company_change(request: HttpRequest, year: str, company: str) -> HttpResponse:
    """The change as a waterfall, and the totals of all years; only an own company has this page."""
    reading = reading_of(request)
    release = reading.of_year(year)
    row = row_of(release, company, reader=reading.reader)
    if row is None or depth_of(release, row.company_id, reader=reading.reader) != Depth.CONTACTS:
        raise Http404
    releases = ranking_a_company(reading.releases, company)
    found = own_change(release, row, releases=releases, reader=reading.reader)
    line = trend(_totals(releases, row))
    context, tables = _shown(found)
    if line is not None:
        tables.append(trend_table(line))
    programme = release.programme
    return file_asked(request, f"{programme.slug}-{company}", tables) or render(
        request,
        "scoring/results/company_change.html",
        {
            "title": _("What changed: %(company)s") % {"company": row.name},
            "programme": programme,
            "row": row,
            "found": found,
            "trend": line,
            "years": year_switch(
                [each.programme for each in releases],
                current=programme,
                page="company_change",
                about=company,
            ),
            "crumbs": _crumbs(release, row),
        }
        | context,
    )


def _shown(found: OwnChange | None) -> tuple[dict[str, object], list[Table]]:
    if found is None or found.change is None:
        return {}, []
    years = str(found.before.programme.year), str(found.after.programme.year)
    drawn = company_waterfall(found.change, years=years)
    names = scored_section_names(found.before.programme) | scored_section_names(
        found.after.programme
    )
    sections = section_effects(found.sections, names)
    tables = [waterfall_table("change", drawn.parts), effects_table("sections", sections, _EFFECTS)]
    interval = change_interval(found)
    level = share_in_percent(scoring_rules(found.after.programme).confidence.level)
    told = change_by_chance(interval, level) if interval else ""
    return {"waterfall": drawn, "sections": sections, "by_chance": told}, tables


def _totals(releases: Sequence[Release], row: ReleasedRanking) -> list[YearFigure]:
    own = ReleasedRanking.objects.filter(release__in=releases, company=row.company_id)
    total = {each.release_id: each.total for each in own.order_by()}
    return [
        YearFigure(
            year=release.programme.year,
            label=release.programme.slug,
            value=total[release.pk],
            method=counted_by(
                release.programme,
                {key: str(weight) for key, weight in released_weights(release).items()},
            ),
        )
        for release in releases
    ]


def _crumbs(release: Release, row: ReleasedRanking) -> list[dict[str, str]]:
    url = reverse("company", args=[release.programme.slug, row.company.key])
    way = crumbs_to_company(release, row.name, row.category.key, url=url)
    return [*way, {"label": _("What changed"), "url": ""}]
