"""Where a company is reached on each channel."""

from http import HTTPStatus

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evaluations.models import Participation
from evaluations.services.years.programmes import set_contact_point
from evaluations.web.actor import acting_user
from evaluations.web.forms.field.fieldwork import ContactPointsForm
from evaluations.web.found import participation_or_404
from evaluations.web.views.companies.fieldwork_company import crumbs
from shoppers.rules import is_coordinator
from shoppers.web.access import allow


@allow(is_coordinator)
@require_http_methods(["GET", "HEAD", "POST"])
def contact_points(request: HttpRequest, year: str, company: str) -> HttpResponse:
    """Number, address or page per channel; only what is changed here is written."""
    found = participation_or_404(year, company)
    channels = sorted(found.channels.all(), key=lambda each: each.pk)
    form = ContactPointsForm(channels, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        _save(request, found, form)
        messages.success(request, _("The contact points are saved."))
        return redirect("fieldwork_company", year, company)
    context = {
        "title": _("Where %(company)s is reached") % {"company": found.name},
        "participation": found,
        "crumbs": crumbs(found, _("Contact points")),
        "form": form,
    }
    return render(
        request,
        "evaluations/companies/contact_points.html",
        context,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK,
    )


@transaction.atomic
def _save(request: HttpRequest, participation: Participation, form: ContactPointsForm) -> None:
    for channel, point, menu_path in form.changed():
        set_contact_point(
            participation=participation,
            channel=channel,
            point=point,
            menu_path=menu_path,
            by=acting_user(request),
        )
