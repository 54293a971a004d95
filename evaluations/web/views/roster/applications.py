"""Those who want to become shoppers, for coordinators."""

import uuid
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from evaluations.enums import ApplicationState, WhyDeclined
from evaluations.models import Application
from evaluations.queries.roster.application_doors import closed_door
from evaluations.queries.roster.applications import application_on_desk, has_account
from evaluations.queries.roster.applications import applications as found_applications
from evaluations.queries.years.programmes import programmes
from evaluations.services.roster import applying
from evaluations.web.actor import acting_user
from evaluations.web.crumbs import crumbs_of
from evaluations.web.forms.roster.applications import ApplicationFilter, DeclineForm
from evaluations.web.presenters.roster.applications import (
    application_facts,
    application_row,
    state_chip,
)
from shoppers.rules import is_coordinator
from shoppers.services.refusals import EmailTaken, Refusal
from shoppers.web.access import allow

APPLICATIONS_A_PAGE = 25


@allow(is_coordinator)
@require_safe
def applications(request: HttpRequest) -> HttpResponse:
    """Those that were confirmed; filter and order stand in the address, at first what waits."""
    # The form always sends a state, if only an empty one for all.
    data = {"state": ApplicationState.WAITING.value} | request.GET.dict()
    form = ApplicationFilter(data, programmes=programmes())
    sort = request.GET.get("sort", "applied")
    found = found_applications(form.wanted(), sort=sort)
    page = Paginator(found, APPLICATIONS_A_PAGE).get_page(request.GET.get("page"))
    count = page.paginator.count
    context = {
        "title": _("Applications"),
        "crumbs": crumbs_of((_("Shoppers"), reverse("shoppers")), further=[_("Applications")]),
        "form": form,
        "filtered": bool(form.chosen()),
        "rows": [application_row(each) for each in page],
        "page": page,
        "sort": sort,
        "closed": closed_door(None) is not None,
        "join_url": request.build_absolute_uri(reverse("apply")),
        "result": ngettext("%(count)d application", "%(count)d applications", count)
        % {"count": count},
    }
    return render(request, "evaluations/roster/applications.html", context)


@allow(is_coordinator)
@require_safe
def application(request: HttpRequest, application: uuid.UUID) -> HttpResponse:
    """What the applicant said, and the two answers."""
    return _page(request, _found_or_404(application), DeclineForm())


@allow(is_coordinator)
@require_POST
def accept_application(request: HttpRequest, application: uuid.UUID) -> HttpResponse:
    """Take the applicant on: she is invited at once."""
    found = _found_or_404(application)
    try:
        shopper = applying.accept(application=found, by=acting_user(request))
    except EmailTaken:
        # She sees everybody in the list of people anyway, so she may be told.
        refusal = _("Somebody with this e-mail has an account already.")
        return _refused(request, application, refusal)
    except Refusal as refused:
        return _refused(request, application, str(refused))
    messages.success(request, _("The invitation is on its way."))
    return redirect("shopper", shopper.code)


@allow(is_coordinator)
@require_POST
def decline_application(request: HttpRequest, application: uuid.UUID) -> HttpResponse:
    """Say no, with a reason."""
    found = _found_or_404(application)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        applying.decline(
            application=found,
            reason=WhyDeclined(form.cleaned_data["reason"]),
            by=acting_user(request),
        )
    except Refusal as refused:
        return _refused(request, application, str(refused))
    messages.success(request, _("The application is declined. The applicant is told by mail."))
    return redirect("applications")


def _found_or_404(key: uuid.UUID) -> Application:
    found = application_on_desk(key)
    if found is None:
        raise Http404
    return found


def _refused(request: HttpRequest, key: uuid.UUID, refusal: str) -> HttpResponse:
    found, status = _found_or_404(key), HTTPStatus.CONFLICT
    return _page(request, found, DeclineForm(), refusal=refusal, status=status)


def _page(
    request: HttpRequest,
    found: Application,
    form: DeclineForm,
    *,
    refusal: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context: dict[str, Any] = {
        "title": found.name,
        "crumbs": crumbs_of(
            (_("Shoppers"), reverse("shoppers")),
            (_("Applications"), reverse("applications")),
            further=[found.name],
        ),
        "found": found,
        "state": state_chip(found),
        "facts": application_facts(found),
        "has_account": found.decided_at is None and has_account(found),
        "form": form,
        "refusal": refusal,
    }
    return render(request, "evaluations/roster/application.html", context, status=status)
