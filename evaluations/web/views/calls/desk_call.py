"""One test call: everything about it, and the steps that its state allows."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from evaluations.enums import TestCallState
from evaluations.models import TestCall
from evaluations.services.calls import assigning
from evaluations.services.calls.assigning import shown
from evaluations.services.lifecycle import LifecycleError, StateChanged
from evaluations.transitions import Event, Subject, transition
from evaluations.web.actor import acting_user
from evaluations.web.forms.calls.assigning import ReasonForm
from evaluations.web.found import call_or_404
from evaluations.web.presenters.calls.assigning import replaced_facts
from evaluations.web.presenters.calls.attempts import attempt_rows
from evaluations.web.presenters.calls.call_history import history
from evaluations.web.presenters.calls.call_messages import thread_in_short
from evaluations.web.presenters.calls.call_page import call_facts, report_url, steps
from evaluations.web.presenters.calls.late_attempts import late_attempt_rows
from evaluations.web.presenters.calls.test_calls import call_row, shopper_name
from evaluations.web.presenters.reports.rival_reports import rival_reports
from evaluations.web.views.companies.fieldwork_company import crumbs
from shoppers.rules import is_coordinator
from shoppers.web.access import allow


@allow(is_coordinator)
@require_safe
def desk_call(request: HttpRequest, call: uuid.UUID) -> HttpResponse:
    """The call with its attempts, its report and all that happened to them."""
    return _page(request, call_or_404(call))


@allow(is_coordinator)
@require_http_methods(["GET", "HEAD", "POST"])
def cancel_call(request: HttpRequest, call: uuid.UUID) -> HttpResponse:
    """Ask for the reason, then take the call back."""
    found = call_or_404(call)
    if found.state not in transition(Subject.TEST_CALL, Event.CANCEL).sources:
        refused = StateChanged([found.pk], standing=found.state)
        return _page(request, found, refusal=str(refused))
    if request.method != "POST":
        return _ask_to_cancel(request, found, ReasonForm())
    form, seen = ReasonForm(request.POST), request.POST.get("seen", "")
    try:
        assigning.check_shown(found, seen)
        if not form.is_valid():
            return _ask_to_cancel(request, found, form)
        words = form.cleaned_data["reason"]
        assigning.cancel(call=found, reason=words, by=acting_user(request), seen=seen)
    except LifecycleError as refusal:
        now = call_or_404(call)
        if now.state in transition(Subject.TEST_CALL, Event.CANCEL).sources:
            return _ask_to_cancel(request, now, form, moved=str(refusal))
        return _page(request, now, refusal=str(refusal))
    messages.success(request, _("The call is cancelled. Its place is open again."))
    return redirect("desk_call", found.pk)


def _ask_to_cancel(
    request: HttpRequest, found: TestCall, form: ReasonForm, *, moved: str = ""
) -> HttpResponse:
    """The question; `moved` says why it is asked once more."""
    context = {
        "title": _("Cancel this call?"),
        "row": call_row(found),
        "call": found,
        "name": shopper_name(found.shopper),
        "facts": replaced_facts(found),
        "seen": shown(found),
        "moved": moved,
        "crumbs": crumbs(found.participation, _("Cancel the call")),
        "form": form,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    if moved:
        status = HTTPStatus.CONFLICT
    return render(request, "evaluations/calls/cancel_call.html", context, status=status)


def _page(request: HttpRequest, call: TestCall, *, refusal: str = "") -> HttpResponse:
    row = call_row(call)
    fieldwork = call.participation.programme.fieldwork
    context = {
        "title": _("%(company)s, %(channel)s")
        % {"company": row.company, "channel": row.channel.lower()},
        "call": call,
        "row": row,
        "programme": call.participation.programme,
        "crumbs": crumbs(call.participation, _("Test call")),
        "facts": call_facts(call),
        "steps": steps(call),
        "report_url": report_url(call),
        "attempts": attempt_rows(call, call.attempts.all(), fieldwork),
        "history": history(call),
        "thread": thread_in_short(call),
        "rivals": rival_reports(call),
        "late_attempts": late_attempt_rows(call),
        "has_ended": call.state in TestCallState.fallen_through(),
        "refusal": refusal,
    }
    status = HTTPStatus.CONFLICT if refusal else HTTPStatus.OK
    return render(request, "evaluations/calls/desk_call.html", context, status=status)
