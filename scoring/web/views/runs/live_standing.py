"""The standing as it is at this moment, once review has closed."""

import logging
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from evaluations.models import Category, Programme
from evaluations.queries.companies.participations import categories_of
from evaluations.queries.years.programmes import programmes
from evaluations.web.actor import acting_user
from evaluations.web.additions import Addition
from evaluations.web.found import programme_or_404
from evaluations.web.presenters.years.years import year_switch
from evaluations.web.sorting import in_order, sort_key
from scoring.method.reading import scoring_rules
from scoring.queries.runs.live_standing import live_standing as standing_now
from scoring.queries.weights.weight_decisions import settled_weights
from scoring.queries.weights.weights import weights_of
from scoring.refusals import Refused
from scoring.web.filters import CategoryFilter
from scoring.web.presenters.releases.undecided import hidden_live_standing
from scoring.web.presenters.results.ranking import DEFAULT, decimals_of_totals
from scoring.web.presenters.runs.runs import standing_rows
from shoppers.rules import is_coordinator
from shoppers.web.access import allow

COLUMNS = ("rank", "name", "total", "answered_only", "agent", "contacts", "answered")
_log = logging.getLogger(__name__)


@require_safe
@allow(is_coordinator)
def live_standing(request: HttpRequest, year: str) -> HttpResponse:
    """One category at a time, under the weights that count today; a look is noted."""
    programme = programme_or_404(year)
    title = _("The standing now")
    known = {category.key: category for category in categories_of(programme)}
    return render(
        request,
        "scoring/runs/live_standing.html",
        {
            "title": title,
            "programme": programme,
            "years": year_switch(programmes(), current=programme, page="live_standing"),
            "crumbs": [
                {"label": programme.name, "url": reverse("programme", args=[programme.slug])},
                {"label": title, "url": ""},
            ],
            **(_category(request, programme, known) if known else {}),
        },
    )


def _category(
    request: HttpRequest, programme: Programme, known: Mapping[str, Category]
) -> dict[str, Any]:
    default = next(iter(known))
    form = CategoryFilter(
        {"category": request.GET.get("category") or default},
        categories=[(key, str(category)) for key, category in known.items()],
        with_all=False,
    )
    chosen = known[form.chosen().get("category", default)]
    hidden = hidden_live_standing(programme, chosen.key, str(chosen))
    if hidden is not None:
        return {"form": form, "undecided": hidden}
    weights = settled_weights(programme)
    if weights is None:
        return {"form": form, "unsettled": True}
    reader = acting_user(request).pk
    _log.info("standing now of %s in %s read by %s", chosen.key, programme.slug, reader)
    try:
        found = standing_now(programme, chosen, weights_of(weights))
    except Refused as refused:
        return {"form": form, "refused": str(refused)}
    scale = scoring_rules(programme).scale
    rows = standing_rows(found, scale)
    sort = sort_key(request.GET.get("sort"), COLUMNS, DEFAULT)
    return {
        "form": form,
        "caption": _("Standing, %(category)s") % {"category": str(chosen)},
        "rows": in_order(rows, sort),
        "decimals": decimals_of_totals(rows),
        "scale": scale,
        "sort": sort,
    }


def on_the_programme(programme: Programme) -> Addition:
    """The line on the programme's page that leads here."""
    return Addition(
        "scoring/runs/live_standing_line.html",
        {"url": reverse("live_standing", args=[programme.slug])},
    )
