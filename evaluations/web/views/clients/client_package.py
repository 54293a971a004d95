"""What a client has bought of a programme."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evaluations.enums import Package
from evaluations.models import Client, ClientPackage, Programme
from evaluations.queries.clients.client_page import package_of
from evaluations.queries.companies.companies import rivals_of
from evaluations.queries.companies.participations import participation_of
from evaluations.queries.years.programmes import programme_by_slug
from evaluations.services.clients.client_packages import (
    CompetitorsRefused,
    PackageChanged,
    choice_of,
    set_package,
)
from evaluations.web.actor import acting_user
from evaluations.web.forms.clients.client_companies import PackageForm
from evaluations.web.forms.companies.companies import Offered, offer, offered_by_name
from evaluations.web.views.clients.client import client_crumbs, client_or_404
from shoppers.rules import is_coordinator, keeps_accounts
from shoppers.web.access import allow


@allow(keeps_accounts)
@require_http_methods(["GET", "HEAD", "POST"])
def client_package(request: HttpRequest, client_id: uuid.UUID, year: str) -> HttpResponse:
    """The package and its competitors; whoever was overtaken looks at what stands now first."""
    client, programme = client_or_404(client_id), programme_by_slug(year)
    if programme is None:
        raise Http404
    back = _back(request, client, programme)
    offered = offered_by_name((each.company, each.name) for each in rivals_of(client, programme))
    bought = package_of(client, programme)
    form = PackageForm(request.POST if request.method == "POST" else None, bought=bought)
    offer(form, offered)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    if form.is_bound and form.is_valid():
        try:
            _save(request, client, programme, form, bought)
        except CompetitorsRefused as refusal:
            form.add_error(None, str(refusal))
        except PackageChanged as refusal:
            standing = package_of(client, programme)
            form.add_error(None, f"{refusal} {_stands(standing, offered)}")
            form.look_again(standing)
            status = HTTPStatus.CONFLICT
        else:
            messages.success(
                request, _("The package is saved. It counts from the next release on.")
            )
            return redirect(back)
    context = {
        "title": _("Package for %(programme)s") % {"programme": programme.name},
        "crumbs": client_crumbs(client, _("Package")),
        "back": back,
        "form": form,
        "offered": offered,
    }
    return render(request, "evaluations/clients/client_package.html", context, status=status)


def _back(request: HttpRequest, client: Client, programme: Programme) -> str:
    """The company of a year that is set up, where she came from there; else the client's page."""
    company = request.GET.get("company", "")
    may_set_up = is_coordinator(request.user) and not programme.has_started
    if may_set_up and participation_of(programme.slug, company) is not None:
        return reverse("set_up_company", args=[programme.slug, company])
    return reverse("client", args=[client.pk])


def _save(
    request: HttpRequest,
    client: Client,
    programme: Programme,
    form: PackageForm,
    bought: ClientPackage | None,
) -> None:
    if form.overtaken():
        raise PackageChanged
    set_package(
        client=client,
        programme=programme,
        package=Package(form.cleaned_data["package"]),
        competitors=form.companies(),
        by=acting_user(request),
        seen=choice_of(bought),
    )


def _stands(standing: ClientPackage | None, offered: list[Offered]) -> str:
    """What somebody else has made of it, in words."""
    if standing is None:
        return _("Now there is no package.")
    names = {each.company.pk: each.text for each in offered}
    rivals = [names.get(each.company_id, each.company.name) for each in standing.competitors.all()]
    label = str(Package(standing.package).label)
    return _("Now it is: %(package)s.") % {
        "package": ": ".join(filter(None, (label, ", ".join(rivals))))
    }
