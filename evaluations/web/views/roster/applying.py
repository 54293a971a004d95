"""Applying to become a shopper: open to everybody, and telling nobody who has an account."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from evaluations.models import ApplicationDoor, Programme
from evaluations.queries.roster.application_doors import closed_door
from evaluations.queries.roster.applications import takes_applications
from evaluations.queries.years.programmes import programme_by_slug
from evaluations.services.roster import applying
from evaluations.web.forms.roster.applications import ApplicationForm
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
    if (door := closed_door(programme)) is not None:
        return _closed(request, door, programme)
    form = ApplicationForm(
        request.POST if request.method == "POST" else None, initial={"language": current_language()}
    )
    if form.is_bound and form.is_valid():
        if not form.is_of_a_program():
            try:
                applying.apply(
                    applicant=form.applicant(), programme=programme, address=client_address(request)
                )
            except applying.ApplicationsClosed:
                # Closed in this very moment: the page itself says so.
                return redirect(request.path)
        return redirect("application_sent")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"title": _("Become a shopper"), "form": form, "programme": programme}
    return render(request, "evaluations/roster/apply.html", context, status=status)


def _closed(
    request: HttpRequest, door: ApplicationDoor, programme: Programme | None
) -> HttpResponse:
    """That nobody is sought now; who had the form open learns that nothing was kept."""
    context = {
        "title": _("We take no new shoppers now"),
        "again_on": door.again_on,
        "programme": programme if door.programme_id else None,
        "sent": request.method == "POST",
    }
    status = HTTPStatus.CONFLICT if request.method == "POST" else HTTPStatus.OK
    return render(request, "evaluations/roster/applications_closed.html", context, status=status)


@allow(anyone)
@require_safe
def application_sent(request: HttpRequest) -> HttpResponse:
    """What happens now, whoever asked."""
    context = {"title": _("Look in your mail"), "days": applying.CONFIRM_WITHIN.days}
    return render(request, "evaluations/roster/application_sent.html", context)


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
        return render(
            request, "evaluations/roster/application_gone.html", gone, status=HTTPStatus.GONE
        )
    confirmed = found.confirmed_at is not None
    context: dict[str, Any] = {
        "title": _("Your application is with us") if confirmed else _("Confirm your application"),
        "confirmed": confirmed,
        "months": applying.WAITS.days // 30,
    }
    return render(request, "evaluations/roster/confirm_application.html", context)
