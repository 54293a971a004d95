"""Stopping a call for one's own safety."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods

from evaluations.enums import TestCallState
from evaluations.models import TestCall
from evaluations.services.calls.stopping import Stopped, stop
from evaluations.services.lifecycle import StateChanged
from evaluations.web.actor import acting_user
from evaluations.web.forms.calls.safety import StopForm
from evaluations.web.phone import may_be_kept
from evaluations.web.presenters.calls.my_call import call_crumbs
from evaluations.web.views.calls.my_call import moved_on, own_call
from shoppers.rules import is_shopper
from shoppers.web.access import allow


@allow(is_shopper)
@require_http_methods(["GET", "HEAD", "POST"])
@gzip_page
def stop_call(request: HttpRequest, call: uuid.UUID) -> HttpResponse:
    """End the call at once, with a few words why; she keeps the fee."""
    found = own_call(request, call)
    if request.method != "POST":
        if found.state != TestCallState.ACCEPTED:
            return moved_on(request, found)
        return may_be_kept(request, _page(request, found, StopForm()))
    form = StopForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        stopped = stop(call=found, reason=form.cleaned_data["reason"], by=acting_user(request))
    except StateChanged:
        return moved_on(request, own_call(request, call))
    tell = messages.success if stopped is Stopped.NOW else messages.info
    tell(request, _said(stopped))
    return redirect("my_call", call=call)


def _said(stopped: Stopped) -> str:
    if stopped is Stopped.NOW:
        return _("The call is stopped. The coordinator has been told.")
    if stopped is Stopped.BEFORE:
        return _("You had stopped this call already.")
    return _("The call had ended already. What you wrote is a message to the coordinator now.")


def _page(
    request: HttpRequest, call: TestCall, form: StopForm, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    title = _("I stopped for my safety")
    context = {"title": title, "crumbs": call_crumbs(call, title), "call": call, "form": form}
    return render(request, "evaluations/calls/stop_call.html", context, status=status)
