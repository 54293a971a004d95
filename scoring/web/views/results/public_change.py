"""What changed since the year before, for everybody: the whole award and each category."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from evaluations.visibility import PUBLIC
from evaluations.web.presenters.years.years import year_switch
from evaluations.web.tables import Table, file_asked
from scoring.queries.results.public_change import LEAST_COMPANIES, PublicChange, public_change
from scoring.queries.results.years import readable_releases
from scoring.refusals import Refused
from scoring.web.presenters.results.change import category_changes, effects_table, group_waterfall
from scoring.web.presenters.results.corrections import corrections_shown
from scoring.web.presenters.results.waterfall import waterfall_table
from shoppers.rules import anyone
from shoppers.web.access import allow

_COLUMNS = (
    "key", "name", "before", "after", "whole", "service", "weights", "mix", "questionnaire",
    "moved",
)  # fmt: skip


@require_safe
@allow(anyone)
def change(request: HttpRequest, year: str) -> HttpResponse:
    """The means of two published years and what their difference consists of, without a rest."""
    releases = readable_releases(PUBLIC, now=timezone.now())
    release = next((each for each in releases if each.programme.slug == year), None)
    if release is None:
        raise Http404
    programme = release.programme
    context = {
        "title": _("What changed since the year before"),
        "programme": programme,
        "corrections": corrections_shown(release, reader=PUBLIC),
        "years": year_switch(
            [each.programme for each in releases], current=programme, page="change"
        ),
        "crumbs": [
            {"label": programme.name, "url": reverse("winners", args=[year])},
            {"label": _("What changed"), "url": ""},
        ],
    }
    try:
        found = public_change(release, releases)
    except Refused as refused:
        return render(
            request,
            "scoring/results/public_change.html",
            context | {"refused": refused},
            status=409,
        )
    shown, tables = _shown(found) if found else ({}, [])
    return file_asked(request, programme.slug, tables) or render(
        request, "scoring/results/public_change.html", context | {"found": found} | shown
    )


def _shown(found: PublicChange) -> tuple[dict[str, object], list[Table]]:
    labels = str(found.before.programme.year), str(found.after.programme.year)
    rows = category_changes(found.categories)
    shown: dict[str, object] = {
        "labels": labels,
        "least": LEAST_COMPANIES,
        "rows": [row for row in rows if row.whole is not None],
        "withheld": [row for row in rows if row.whole is None],
    }
    tables = [effects_table("categories", rows, _COLUMNS)]
    if found.whole is not None:
        drawn = group_waterfall(found.whole, years=labels)
        shown |= {"waterfall": drawn, "panel": found.whole.panel}
        tables.insert(0, waterfall_table("change", drawn.parts))
    return shown, tables
