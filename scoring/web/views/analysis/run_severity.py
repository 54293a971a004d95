"""How severe each shopper of a complete run is, and who drifts."""

import uuid

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from evaluations.models import Participation
from evaluations.web.sorting import in_order, sort_key
from evaluations.web.tables import file_asked
from scoring.queries.analysis.severity import connected_parts, fitted_part
from scoring.web.presenters.analysis.severity import (
    COLUMNS,
    DEFAULT,
    severity_rows,
    severity_table,
    variance_facts,
)
from scoring.web.run_pages import complete_run_or_404, crumbs_to_run, note_look
from shoppers.models import Shopper
from shoppers.rules import is_coordinator
from shoppers.web.access import allow

A_PAGE = 50


@require_safe
@allow(is_coordinator)
def run_severity(request: HttpRequest, run: uuid.UUID) -> HttpResponse:
    """The severity of all shoppers over all categories; it tells nobody's place."""
    found = complete_run_or_404(run)
    title = _("The severity of the shoppers")
    context = {"title": title, "run": found, "crumbs": crumbs_to_run(found, title)}
    parts = connected_parts(found.pk)
    fitted = fitted_part(found.pk, 0) if len(parts) == 1 else None
    if fitted is None:
        return render(
            request, "scoring/analysis/run_severity.html", context | {"apart": _named(parts)}
        )
    note_look(request, found, page="severity", about="the shoppers")
    shoppers = Shopper.objects.select_related("user").in_bulk(
        [each.shopper for each in fitted.shoppers]
    )
    sort = sort_key(request.GET.get("sort"), COLUMNS, DEFAULT)
    rows = in_order(severity_rows(fitted.shoppers, shoppers), sort)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    return file_asked(request, found.programme.slug, [severity_table(rows)]) or render(
        request,
        "scoring/analysis/run_severity.html",
        context
        | {
            "facts": variance_facts(fitted.model.variances),
            "drifting": sum(row.since is not None for row in rows),
            "extreme": sum(row.extreme for row in rows),
            "rows": page.object_list,
            "page": page,
            "sort": sort,
        },
    )


def _named(parts: list[tuple[int, ...]]) -> list[str]:
    """The companies of each part by name, where there is more than one part."""
    if len(parts) == 1:
        return []
    names = dict(
        Participation.objects.filter(pk__in=[key for part in parts for key in part]).values_list(
            "pk", "name"
        )
    )
    return [", ".join(names[key] for key in part) for part in parts]
