"""The shoppers, for coordinators."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from evaluations.queries.roster import Wanted, roster
from evaluations.web.chosen_programme import chosen_programme, programme_query
from evaluations.web.forms.roster import ADMITTED, NOT_ADMITTED, RosterFilter
from evaluations.web.presenters.roster import shopper_shown
from shoppers.rules import is_coordinator
from shoppers.web.access import allow

SHOPPERS_A_PAGE = 25


@allow(is_coordinator)
@require_safe
def shoppers(request: HttpRequest) -> HttpResponse:
    """Every shopper beside one programme; filter and order stand in the address."""
    chosen = chosen_programme(request)
    form = RosterFilter(request.GET)
    wanted = form.chosen()
    sort = request.GET.get("sort", "code")
    found = roster(
        chosen.programme,
        wanted=Wanted(
            search=wanted.get("q", ""),
            language=wanted.get("language", ""),
            admitted={ADMITTED: True, NOT_ADMITTED: False}.get(wanted.get("admission", "")),
            state=wanted.get("state", ""),
        ),
        sort=sort,
    )
    page = Paginator(found, SHOPPERS_A_PAGE).get_page(request.GET.get("page"))
    count = page.paginator.count
    context = {
        "title": _("Shoppers"),
        "programme": chosen.programme,
        "years": chosen.years,
        "query": programme_query(chosen.programme),
        "form": form,
        "filtered": bool(wanted),
        "rows": [shopper_shown(each) for each in page],
        "page": page,
        "sort": sort,
        "result": ngettext("%(count)d shopper", "%(count)d shoppers", count) % {"count": count},
    }
    return render(request, "evaluations/shoppers.html", context)
