"""What a client has bought of a programme."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evaluations.enums import Package
from evaluations.queries.client_page import package_of
from evaluations.queries.companies import rivals_of
from evaluations.queries.programmes import programme_by_slug
from evaluations.services.clients import CompetitorsRefused, set_package
from evaluations.web.actor import acting_user
from evaluations.web.forms.client_account import PackageForm
from evaluations.web.forms.companies import Offered, offer
from evaluations.web.views.client import client_crumbs, client_or_404
from shoppers.rules import is_coordinator
from shoppers.web.access import allow


@allow(is_coordinator)
@require_http_methods(["GET", "HEAD", "POST"])
def client_package(request: HttpRequest, client_id: uuid.UUID, year: str) -> HttpResponse:
    """The package and its competitors, chosen from those who take part."""
    client, programme = client_or_404(client_id), programme_by_slug(year)
    if programme is None:
        raise Http404
    offered = [Offered(each.company, each.name) for each in rivals_of(client, programme)]
    form = PackageForm(
        request.POST if request.method == "POST" else None, bought=package_of(client, programme)
    )
    offer(form, offered)
    if form.is_bound and form.is_valid():
        try:
            set_package(
                client=client,
                programme=programme,
                package=Package(form.cleaned_data["package"]),
                competitors=form.companies(),
                by=acting_user(request),
            )
        except CompetitorsRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("The package is saved. It counts from the next release on.")
            )
            return redirect("client", client.pk)
    context = {
        "title": _("Package for %(programme)s") % {"programme": programme.name},
        "crumbs": client_crumbs(client, _("Package")),
        "client": client,
        "form": form,
        "offered": offered,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "evaluations/client_package.html", context, status=status)
