"""Runs on the desk: the list, and planning one."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from evaluations.queries.years.programmes import programmes
from evaluations.web.actor import acting_user
from evaluations.web.sorting import sort_key
from scoring.enums import RunState
from scoring.models import Run
from scoring.queries.desk import RUN_COLUMNS, runs_on_desk
from scoring.queries.runs.runs import open_steps
from scoring.refusals import Refused
from scoring.services.runs.runs import plan_run as plan
from scoring.web.filters import RunFilter
from scoring.web.forms.runs.runs import PlanRunForm
from scoring.web.presenters.runs.runs import RunRow, run_row
from shoppers.rules import is_coordinator
from shoppers.web.access import allow

RUNS_A_PAGE = 20


@require_safe
@allow(is_coordinator)
def runs(request: HttpRequest) -> HttpResponse:
    """The runs, each with how far it has come; filter and order stand in the address."""
    form = RunFilter(request.GET, programmes=programmes())
    chosen = form.chosen()
    sort = sort_key(request.GET.get("sort"), RUN_COLUMNS, "-planned")
    page = Paginator(runs_on_desk(**chosen, sort=sort), RUNS_A_PAGE).get_page(
        request.GET.get("page")
    )
    count = page.paginator.count
    context = {
        "title": _("Runs"),
        "form": form,
        "clear_url": request.path if chosen else "",
        "result": ngettext("%(count)d run", "%(count)d runs", count) % {"count": count},
        "rows": _rows(list(page)),
        "page": page,
        "sort": sort,
    }
    return render(request, "scoring/runs/runs.html", context)


def _rows(page: Sequence[Run]) -> list[RunRow]:
    steps = open_steps([run.pk for run in page if run.state in RunState.unfinished()])
    return [run_row(run, steps.get(run.pk, ())) for run in page]


@require_http_methods(["GET", "HEAD", "POST"])
@allow(is_coordinator)
def plan_run(request: HttpRequest) -> HttpResponse:
    """Ask which programme, then plan its run; a run that waits already is not planned twice."""
    form = PlanRunForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            run = plan(programme=form.cleaned_data["programme"], by=acting_user(request))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The run is planned."))
            return redirect("run", run.pk)
    return render(
        request,
        "scoring/runs/plan_run.html",
        {"title": _("Plan a run"), "form": form},
        status=422 if form.errors else 200,
    )
