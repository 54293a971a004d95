"""Applying to become a shopper: open to everybody, and telling nobody who has an account."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from evaluations.models import Programme
from evaluations.queries.applications import takes_applications
from evaluations.queries.programmes import programme_by_slug
from evaluations.services import applying
from evaluations.web.forms.applications import ApplicationForm
from shoppers.languages import current_language
from shoppers.rules import anyone
from shoppers.services.refusals import LinkDead
from shoppers.web.access import allow
from shoppers.web.asking import client_address

_METHODS = ["GET", "HEAD", "POST"]


@allow(anyone)
@never_cache
@require_http_methods(_METHODS)
def apply(request: HttpRequest) -> HttpResponse:
    """Apply for whatever comes."""
    return _apply(request, None)


@allow(anyone)
@never_cache
@require_http_methods(_METHODS)
def apply_for(request: HttpRequest, year: str) -> HttpResponse:
    """Apply for one programme, until its fieldwork is over."""
    programme = programme_by_slug(year)
    if programme is None or not takes_applications(programme):
        raise Http404
    return _apply(request, programme)


def _apply(request: HttpRequest, programme: Programme | None) -> HttpResponse:
    form = ApplicationForm(
        request.POST if request.method == "POST" else None, initial={"language": current_language()}
    )
    if form.is_bound and form.is_valid():
        if not form.is_of_a_program():
            applying.apply(
                applicant=form.applicant(), programme=programme, address=client_address(request)
            )
        return redirect("application_sent")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"title": _("Become a shopper"), "form": form, "programme": programme}
    return render(request, "evaluations/apply.html", context, status=status)


@allow(anyone)
@require_safe
def application_sent(request: HttpRequest) -> HttpResponse:
    """What happens now, whoever asked."""
    context = {"title": _("Look in your mail"), "days": applying.CONFIRM_WITHIN.days}
    return render(request, "evaluations/application_sent.html", context)


@allow(anyone)
@never_cache
@require_http_methods(_METHODS)
def confirm_application(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link changes nothing, since mail programs open links too; the button does."""
    try:
        found = applying.application_of(token)
        if request.method == "POST":
            found = applying.confirm(token=token)
    except LinkDead:
        gone = {"title": _("This link no longer works")}
        return render(request, "evaluations/application_gone.html", gone, status=HTTPStatus.GONE)
    confirmed = found.confirmed_at is not None
    context: dict[str, Any] = {
        "title": _("Your application is with us") if confirmed else _("Confirm your application"),
        "confirmed": confirmed,
        "months": applying.WAITS.days // 30,
    }
    return render(request, "evaluations/confirm_application.html", context)
