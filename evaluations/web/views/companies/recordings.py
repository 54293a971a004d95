"""Whether calls with a company may be recorded: allowed on a legal basis, stopped at any time."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from evaluations.models import Participation
from evaluations.queries.companies.recordings import (
    recording_decisions,
    recording_terms,
    recordings_held,
)
from evaluations.services.companies.recordings import (
    RecordingsChanged,
    RecordingsRefused,
    allow_recordings,
    stop_recordings,
)
from evaluations.web.actor import acting_user
from evaluations.web.forms.companies.recordings import RecordingsForm, StopRecordingsForm
from evaluations.web.found import participation_or_404
from evaluations.web.presenters.companies.recordings import decision_row, recording_facts
from evaluations.web.views.companies.fieldwork_company import crumbs
from shoppers.rules import is_coordinator
from shoppers.web.access import allow


@allow(is_coordinator)
@require_http_methods(["GET", "HEAD", "POST"])
def recordings(request: HttpRequest, year: str, company: str) -> HttpResponse:
    """What is allowed, what was decided, and the form that allows it."""
    found = participation_or_404(year, company)
    standing = recording_terms(found)
    if request.method != "POST":
        return _page(request, found, RecordingsForm(standing))
    form = RecordingsForm(standing, request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        if form.overtaken():
            raise RecordingsChanged
        allow_recordings(
            participation=found, terms=form.terms(), seen=standing, by=acting_user(request)
        )
    except RecordingsRefused as refusal:
        form.add_error(refusal.field or None, str(refusal))
        if refusal.field:
            return _page(request, found, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        form.look_again()
        return _page(request, found, form, status=HTTPStatus.CONFLICT)
    messages.success(request, _("Shoppers may record their phone calls with this company."))
    return redirect("fieldwork_company", year, company)


@allow(is_coordinator)
@require_http_methods(["GET", "HEAD", "POST"])
def stop_recording(request: HttpRequest, year: str, company: str) -> HttpResponse:
    """Says how many recordings go, and at the press deletes them; another number is asked anew."""
    found = participation_or_404(year, company)
    if recording_terms(found) is None:
        messages.info(request, _("Calls with this company are not recorded: nothing is to stop."))
        return redirect("recordings", year, company)
    if request.method != "POST":
        return _stop_page(request, found)
    form = StopRecordingsForm(request.POST)
    if not form.is_valid():
        return _stop_page(request, found, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        count = stop_recordings(
            participation=found, seen=form.cleaned_data["seen"], by=acting_user(request)
        )
    except RecordingsChanged as refusal:
        return _stop_page(request, found, refusal=str(refusal), status=HTTPStatus.CONFLICT)
    messages.success(
        request,
        ngettext(
            "Nobody records calls with this company any more. %(count)d recording is deleted.",
            "Nobody records calls with this company any more. %(count)d recordings are deleted.",
            count,
        )
        % {"count": count},
    )
    return redirect("fieldwork_company", year, company)


def _page(
    request: HttpRequest, found: Participation, form: RecordingsForm, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    context = {
        "title": _("Recordings of calls with %(company)s") % {"company": found.name},
        "participation": found,
        "crumbs": crumbs(found, _("Recordings")),
        "form": form,
        "may_allow": not found.in_privacy_mode,
        "facts": recording_facts(found),
        "decisions": [decision_row(each) for each in recording_decisions(found)],
    }
    return render(request, "evaluations/companies/recordings.html", context, status=status)


def _stop_page(
    request: HttpRequest, found: Participation, *, refusal: str = "", status: int = HTTPStatus.OK
) -> HttpResponse:
    context = {
        "title": _("Stop recordings of calls with %(company)s") % {"company": found.name},
        "participation": found,
        "crumbs": crumbs(found, _("Stop recordings")),
        "refusal": refusal,
        "count": recordings_held(found).count(),
    }
    return render(request, "evaluations/companies/stop_recordings.html", context, status=status)
