"""Where a client begins: her own results year by year, and what is open to her now."""

from collections.abc import Set as AbstractSet
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from evaluations.queries.objections.previews import open_previews
from evaluations.rules import is_client_member
from evaluations.web.sorting import in_order, sort_key
from evaluations.web.tables import file_asked
from scoring.queries.results.own_results import own_results
from scoring.web.filters import CompanyFilter
from scoring.web.presenters.results.corrections import corrections_shown
from scoring.web.presenters.results.own_results import COLUMNS, DEFAULT, own_results_table, own_rows
from scoring.web.readers import Reading, reading_of
from shoppers.web.access import allow

ROWS_A_PAGE = 25


@require_safe
@allow(is_client_member)
def client_home(request: HttpRequest) -> HttpResponse:
    """Every released year of every own company, the newest first."""
    reading = reading_of(request)
    client = reading.reader.client
    everything = own_rows(own_results(reading.releases, reader=reading.reader))
    # A company goes by its newest name in the filter, whatever it was called before.
    names: dict[str, str] = {}
    for row in everything:
        names.setdefault(row.company, row.name)
    form = CompanyFilter(request.GET or None, companies=list(names.items()))
    chosen = form.chosen()
    sort = sort_key(request.GET.get("sort"), COLUMNS, DEFAULT)
    rows = [row for row in everything if chosen.get("company") in {None, row.company}]
    rows = in_order(rows, sort)
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    return file_asked(request, "own", [own_results_table(rows)]) or render(
        request,
        "scoring/results/client_home.html",
        {
            "title": client.name if client else _("Home"),
            "previews": open_previews(client, now=timezone.now()) if client else [],
            "form": form if len(names) > 1 else None,
            "result": ngettext("%(count)d result", "%(count)d results", len(rows))
            % {"count": len(rows)},
            "clear_url": request.path if chosen else "",
            "rows": page.object_list,
            "corrected": _corrected(reading, {row.programme for row in page.object_list}),
            "several": len(names) > 1,
            "other_weights": any(row.other_weights for row in page.object_list),
            "page": page,
            "sort": sort,
        },
    )


def _corrected(reading: Reading, programmes: AbstractSet[str]) -> list[dict[str, Any]]:
    """Why results on the page are others than they were, by programme; mostly nothing."""
    shown = [each for each in reading.releases if each.programme.slug in programmes]
    return [
        {
            "programme": each.programme.name,
            "corrections": corrections_shown(each, reader=reading.reader),
        }
        for each in shown
    ]
