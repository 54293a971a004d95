"""Cancelling a run, after asking."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evaluations.web.actor import acting_user
from scoring.enums import RunState
from scoring.models import Run
from scoring.queries.desk import run_on_desk
from scoring.refusals import Refusal, Refused
from scoring.services.runs.runs import cancel_run as cancel
from scoring.web.forms.runs.runs import CancelRunForm
from scoring.web.run_pages import crumbs_to_run
from shoppers.rules import is_coordinator
from shoppers.web.access import allow


@require_http_methods(["GET", "HEAD", "POST"])
@allow(is_coordinator)
def cancel_run(request: HttpRequest, run: uuid.UUID) -> HttpResponse:
    """Ask why, then end the run; one that has ended meanwhile is not cancelled."""
    found = run_on_desk(run)
    if found is None:
        raise Http404
    form = CancelRunForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        over = found.state not in RunState.unfinished()
        return _page(request, found, form, over=over)
    try:
        cancel(run=found, reason=form.cleaned_data["reason"], by=acting_user(request))
    except Refused:
        return _page(request, found, form, over=True)
    messages.success(request, _("The run is cancelled."))
    return redirect("run", found.pk)


def _page(request: HttpRequest, found: Run, form: CancelRunForm, *, over: bool) -> HttpResponse:
    title = _("Cancel the run")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(
        request,
        "scoring/runs/cancel_run.html",
        {
            "title": title,
            "run": found,
            "form": form,
            "late": str(Refusal.RUN_IS_OVER.label) if over else "",
            "crumbs": crumbs_to_run(found, title),
        },
        status=HTTPStatus.CONFLICT if over else status,
    )
