"""The kept bad lines, for coordinators only: they hold shoppers' own words."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from evaluations.queries.imports.import_desk import kept_problems
from evaluations.queries.years.programmes import programmes
from evaluations.web.filters import CLOSED, OPEN, ProblemFilter
from evaluations.web.presenters.imports.import_problems import problem_rows
from shoppers.rules import is_coordinator
from shoppers.web.access import allow

LINES_A_PAGE = 20


@require_safe
@allow(is_coordinator)
def import_problems(request: HttpRequest) -> HttpResponse:
    """The open lines, or those that the filter in the address asks for."""
    form = ProblemFilter({"state": OPEN} | request.GET.dict(), programmes=programmes())
    chosen = form.chosen()
    state = chosen.pop("state", OPEN)
    found = kept_problems(
        **chosen, closed={OPEN: False, CLOSED: True}.get(state), sort=form.order()
    )
    page = Paginator(found, LINES_A_PAGE).get_page(request.GET.get("page"))
    count = page.paginator.count
    return render(
        request,
        "evaluations/imports/import_problems.html",
        {
            "title": _("Lines to look at"),
            "form": form,
            "clear_url": request.path if chosen or state != OPEN else "",
            "result": ngettext("%(count)d line", "%(count)d lines", count) % {"count": count},
            "rows": problem_rows(page.object_list),
            "page": page,
        },
    )
