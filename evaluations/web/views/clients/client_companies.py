"""Whose contacts a client reads: adding a company, taking one away."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evaluations.enums import ClientTie
from evaluations.models import Company
from evaluations.queries.clients.clients import owns
from evaluations.queries.companies.companies import companies_by_name, company_by_key, years_of
from evaluations.services.clients.client_companies import (
    CompanyGone,
    CompanyRefused,
    ReasonRefused,
    add_company,
    check_company,
    remove_company,
)
from evaluations.web.actor import acting_user
from evaluations.web.forms.clients.client_companies import AddCompanyForm, ReasonForm
from evaluations.web.forms.companies.companies import offer, offered_by_name
from evaluations.web.views.clients.client import client_crumbs, client_or_404, client_page
from shoppers.rules import keeps_accounts
from shoppers.web.access import allow

_METHODS = ["GET", "HEAD", "POST"]


@allow(keeps_accounts)
@require_http_methods(_METHODS)
def add_client_company(request: HttpRequest, client_id: uuid.UUID) -> HttpResponse:
    """Name the company; then say what that opens, and ask; then add it."""
    client = client_or_404(client_id)
    form = AddCompanyForm(request.POST if request.method == "POST" else None)
    offered = offered_by_name((company, company.name) for company in companies_by_name())
    offer(form, offered)
    status, agreement = HTTPStatus.OK, ""
    if form.is_bound:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            company = form.cleaned_data["company"]
            try:
                check_company(client, company)
                if form.asked():
                    add_company(
                        client=client,
                        company=company,
                        tie=ClientTie(form.cleaned_data["tie"]),
                        reason=form.cleaned_data["reason"],
                        by=acting_user(request),
                    )
                    said = _("%(company)s belongs to the client now.") % {"company": company.name}
                    messages.success(request, said)
                    return redirect("client", client.pk)
                form.ask()
                status, agreement = HTTPStatus.OK, _opened(client.name, company)
            except CompanyRefused as refusal:
                form.add_error("company", str(refusal))
                status = HTTPStatus.CONFLICT
            except ReasonRefused as refusal:
                form.add_error("reason", str(refusal))
    context = {
        "title": _("Add a company"),
        "crumbs": client_crumbs(client, _("Companies")),
        "client": client,
        "form": form,
        "offered": offered,
        "agreement": agreement,
    }
    return render(request, "evaluations/clients/add_client_company.html", context, status=status)


def _opened(client: str, company: Company) -> str:
    """What adding the company lets the client read."""
    years = years_of(company)
    if not years:
        return _(
            "%(company)s has not taken part in any programme yet. Every member of %(client)s, and"
            " every key, will read its contacts once it does and they are released."
        ) % {"company": company.name, "client": client}
    return _(
        "Every member of %(client)s, and every key, will read every contact of %(company)s, as far"
        " as it is released, now and later: %(programmes)s."
    ) % {"company": company.name, "client": client, "programmes": ", ".join(years)}


@allow(keeps_accounts)
@require_http_methods(_METHODS)
def remove_client_company(request: HttpRequest, client_id: uuid.UUID, company: str) -> HttpResponse:
    """Ask why, then let the client read the company's contacts no more."""
    client, found = client_or_404(client_id), company_by_key(company)
    if found is None:
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    if form.is_bound and form.is_valid():
        try:
            remove_company(
                client=client,
                company=found,
                reason=form.cleaned_data["reason"],
                by=acting_user(request),
            )
        except CompanyGone as refusal:
            return client_page(request, client, refusal=str(refusal), status=HTTPStatus.CONFLICT)
        except ReasonRefused as refusal:
            form.add_error("reason", str(refusal))
        else:
            said = _("%(company)s no longer belongs to the client.") % {"company": found.name}
            messages.success(request, said)
            return redirect("client", client.pk)
    if not owns(client, found.pk):
        raise Http404
    context = {
        "title": _("Remove %(name)s?") % {"name": found.name},
        "crumbs": client_crumbs(client, _("Companies")),
        "client": client,
        "company": found,
        "form": form,
    }
    return render(request, "evaluations/clients/remove_client_company.html", context, status=status)
