"""All test calls of a programme, for coordinators."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from evaluations.enums.acts import ActKind
from evaluations.models import TestCall
from evaluations.queries.calls.desk_calls import calls_of_programme
from evaluations.queries.companies.participations import categories_of
from evaluations.services.field.acting import MOST_AT_ONCE
from evaluations.web.chosen_programme import chosen_programme
from evaluations.web.forms.field.fieldwork import DeskCallFilter
from evaluations.web.presenters.calls.test_calls import call_row
from evaluations.web.presenters.years.programmes import calls_url
from shoppers.rules import is_coordinator
from shoppers.web.access import allow

CALLS_A_PAGE = 25


@allow(is_coordinator)
@require_safe
def desk_calls(request: HttpRequest) -> HttpResponse:
    """The calls of the newest programme, or of the one that the address names."""
    chosen = chosen_programme(request)
    programme = chosen.programme
    form = DeskCallFilter(
        request.GET, categories=categories_of(programme) if programme is not None else []
    )
    choice = form.choice()
    sort = request.GET.get("sort", "")
    found = (
        calls_of_programme(programme, choice, sort=sort)
        if programme is not None
        else TestCall.objects.none()
    )
    page = Paginator(found, CALLS_A_PAGE).get_page(request.GET.get("page"))
    count = page.paginator.count
    context = {
        "title": _("Test calls"),
        "programme": programme,
        "years": chosen.years,
        "crumbs": [
            {"label": programme.name, "url": reverse("programme", args=[programme.slug])},
            {"label": _("Test calls"), "url": ""},
        ]
        if programme is not None
        else [],
        "form": form,
        "clear_url": calls_url(programme) if programme is not None and form.is_filtered else "",
        "page": page,
        "rows": [call_row(call) for call in page],
        "sort": sort,
        "acts": ActKind.choices,
        "most": MOST_AT_ONCE,
        "result": ngettext("%(count)d test call", "%(count)d test calls", count) % {"count": count},
    }
    return render(request, "evaluations/calls/desk_calls.html", context)
