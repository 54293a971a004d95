"""The clients, for coordinators."""

from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from evaluations.enums import ClientTie
from evaluations.queries.clients import clients as reading
from evaluations.queries.companies.companies import companies_by_name
from evaluations.services.clients.clients import NameRefused, create_client
from evaluations.web.actor import acting_user
from evaluations.web.client_forms import ClientFilter
from evaluations.web.forms.clients.client_account import NewClientForm
from evaluations.web.forms.companies.companies import offer, offered_by_name
from shoppers.rules import keeps_accounts
from shoppers.web.access import allow

CLIENTS_A_PAGE = 25


@allow(keeps_accounts)
@require_safe
def clients(request: HttpRequest) -> HttpResponse:
    """Every client with its counts; filter and order stand in the address."""
    form = ClientFilter(request.GET)
    name = form.cleaned_data["name"] if form.is_valid() else ""
    sort = request.GET.get("sort", "name")
    found = reading.clients(name=name, sort=sort)
    page = Paginator(found, CLIENTS_A_PAGE).get_page(request.GET.get("page"))
    count = page.paginator.count
    return render(
        request,
        "evaluations/clients/clients.html",
        {
            "title": _("Clients"),
            "form": form,
            "filtered": bool(name),
            "sort": sort,
            "result": ngettext("%(count)d client", "%(count)d clients", count) % {"count": count},
            "page": page,
        },
    )


@allow(keeps_accounts)
@require_http_methods(["GET", "HEAD", "POST"])
def new_client(request: HttpRequest) -> HttpResponse:
    """Name a client and its companies; then say what that opens, and ask; then set it up."""
    form = NewClientForm(
        request.POST if request.method == "POST" else None, initial=request.GET.dict()
    )
    offered = offered_by_name((company, company.name) for company in companies_by_name())
    offer(form, offered)
    if form.is_bound and form.is_valid():
        if not request.POST.get("confirmed"):
            return _ask(request, form)
        try:
            client = create_client(
                name=form.cleaned_data["name"],
                companies=form.companies(),
                tie=ClientTie(form.cleaned_data["tie"]),
                by=acting_user(request),
            )
        except NameRefused as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("The client is set up. Add its members next."))
            return redirect("client", client.pk)
    context = {
        "title": _("New client"),
        "crumbs": _crumbs(),
        "form": form,
        "offered": offered,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "evaluations/clients/new_client.html", context, status=status)


def _ask(request: HttpRequest, form: NewClientForm) -> HttpResponse:
    """What was typed, to be looked at once more; nothing of it is lost on the way back."""
    typed = {name: form[name].value() for name in form.fields if form[name].value()}
    here = reverse("new_client")
    return render(
        request,
        "evaluations/clients/confirm_new_client.html",
        {
            "title": _("Set up %(name)s?") % {"name": form.cleaned_data["name"]},
            "crumbs": _crumbs(),
            "name": form.cleaned_data["name"],
            "tie": ClientTie(form.cleaned_data["tie"]).label,
            "companies": form.companies(),
            "hidden": typed | {"confirmed": "yes"},
            "here": here,
            "back": f"{here}?{urlencode(typed)}",
        },
    )


def _crumbs() -> list[dict[str, str]]:
    return [
        {"label": _("Clients"), "url": reverse("clients")},
        {"label": _("New client"), "url": ""},
    ]
