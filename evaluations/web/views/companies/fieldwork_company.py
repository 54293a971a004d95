"""One company in a programme: its places, where it is reached, its test calls."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from evaluations.enums import Channel
from evaluations.models import Participation
from evaluations.queries.calls.desk_calls import calls_of_company
from evaluations.queries.companies.company_acts import acts_of
from evaluations.queries.plans.places import places
from evaluations.web.crumbs import crumbs_of
from evaluations.web.forms.field.fieldwork import CallFilter
from evaluations.web.found import participation_or_404
from evaluations.web.presenters.calls.test_calls import assign_url, call_row
from evaluations.web.presenters.companies.companies import facts, place_rows
from evaluations.web.presenters.companies.company_acts import (
    act_links,
    act_rows,
    formerly,
    left_words,
)
from evaluations.web.presenters.companies.recordings import recording_facts
from evaluations.web.presenters.years.programmes import cut_off_passed
from shoppers.rules import is_coordinator
from shoppers.web.access import allow

CALLS_A_PAGE = 25


@allow(is_coordinator)
@require_safe
def fieldwork_company(request: HttpRequest, year: str, company: str) -> HttpResponse:
    """The company; which of its calls are listed stands in the address."""
    found = participation_or_404(year, company)
    rows = place_rows(found, places(found))
    closed = cut_off_passed(found.programme)
    acts = list(acts_of(found))
    context = {
        "title": found.name,
        "participation": found,
        "programme": found.programme,
        "crumbs": crumbs(found),
        "facts": facts(found),
        "is_phoned": any(row.place.channel == Channel.PHONE for row in rows),
        "recordings": recording_facts(found),
        "places": rows,
        "open_places": sum(row.place.open for row in rows),
        "assign_url": assign_url(found)
        if not closed and any(row.place.never_given for row in rows)
        else "",
        "cut_off_passed": closed,
        "left": left_words(found, acts),
        "formerly": formerly(found, acts),
        "acts": act_rows(acts),
        "act_links": act_links(found) if found.programme.has_started else [],
        **_calls(request, found),
    }
    return render(request, "evaluations/companies/fieldwork_company.html", context)


def crumbs(participation: Participation, *further: str) -> list[dict[str, str]]:
    """The way from the programme to the company, and on to what is named."""
    slug = participation.programme.slug
    return crumbs_of(
        (participation.programme.name, reverse("programme", args=[slug])),
        (_("Companies"), reverse("fieldwork_companies", args=[slug])),
        (participation.name, reverse("fieldwork_company", args=[slug, participation.company.key])),
        further=further,
    )


def _calls(request: HttpRequest, participation: Participation) -> dict[str, Any]:
    form = CallFilter(request.GET)
    choice = form.choice()
    sort = request.GET.get("sort", "")
    page = Paginator(calls_of_company(participation, choice, sort=sort), CALLS_A_PAGE).get_page(
        request.GET.get("page")
    )
    count = page.paginator.count
    here = reverse(
        "fieldwork_company", args=[participation.programme.slug, participation.company.key]
    )
    return {
        "form": form,
        "clear_url": here if form.chosen() else "",
        "page": page,
        "rows": [call_row(call) for call in page],
        "sort": sort,
        "result": ngettext("%(count)d test call", "%(count)d test calls", count) % {"count": count},
    }
