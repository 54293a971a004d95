"""Whether applications are taken, for coordinators: what is closed, closing and opening."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evaluations.queries.roster.application_doors import doorways
from evaluations.services.roster.application_doors import (
    DayOver,
    close_applications,
    open_applications,
)
from evaluations.web.actor import acting_user
from evaluations.web.crumbs import crumbs_of
from evaluations.web.forms.roster.application_doors import DoorForm
from evaluations.web.presenters.roster.application_doors import door_rows
from shoppers.rules import is_coordinator
from shoppers.web.access import allow


@allow(is_coordinator)
@require_http_methods(["GET", "HEAD", "POST"])
def application_doors(request: HttpRequest) -> HttpResponse:
    """Where applications are taken, and a form that closes or opens one place."""
    found = doorways()
    form = DoorForm(
        request.POST if request.method == "POST" else None,
        programmes=[each.programme for each in found if each.programme is not None],
    )
    if form.is_valid() and _done(request, form):
        return redirect("application_doors")
    context = {
        "title": _("Taking applications"),
        "crumbs": crumbs_of(
            (_("Shoppers"), reverse("shoppers")),
            (_("Applications"), reverse("applications")),
            further=[_("Taking applications")],
        ),
        "rows": door_rows(found),
        "form": form,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "evaluations/roster/application_doors.html", context, status=status)


def _done(request: HttpRequest, form: DoorForm) -> bool:
    """Whether it is as the form asks; the form says why not."""
    by, programme = acting_user(request), form.programme()
    if not form.closes():
        open_applications(programme=programme, by=by)
        messages.success(request, _("Applications are taken again."))
        return True
    try:
        close_applications(programme=programme, again_on=form.cleaned_data["again_on"], by=by)
    except DayOver as refused:
        form.add_error("again_on", str(refused))
        return False
    messages.success(request, _("Closed. Whoever has applied already is answered as usual."))
    return True
