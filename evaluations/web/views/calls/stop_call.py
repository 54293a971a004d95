"""Stopping a call for one's own safety."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evaluations.enums import TestCallState
from evaluations.models import TestCall
from evaluations.services.calls import calling
from evaluations.services.lifecycle import StateChanged
from evaluations.web.actor import acting_user
from evaluations.web.forms.calls.safety import StopForm
from evaluations.web.presenters.calls.my_call import call_crumbs
from evaluations.web.views.calls.my_call import moved_on, own_call
from shoppers.rules import is_shopper
from shoppers.web.access import allow


@allow(is_shopper)
@require_http_methods(["GET", "HEAD", "POST"])
def stop_call(request: HttpRequest, call: uuid.UUID) -> HttpResponse:
    """End the call at once, with a few words why; she keeps the fee."""
    found = own_call(request, call)
    if request.method != "POST":
        if found.state != TestCallState.ACCEPTED:
            return moved_on(request, found)
        return _page(request, found, StopForm())
    form = StopForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        calling.stop(call=found, reason=form.cleaned_data["reason"], by=acting_user(request))
    except StateChanged:
        found = own_call(request, call)
        if found.state != TestCallState.STOPPED:
            return moved_on(request, found)
        messages.info(request, _("You had stopped this call already."))
        return redirect("my_call", call=call)
    messages.success(request, _("The call is stopped. The coordinator has been told."))
    return redirect("my_call", call=call)


def _page(
    request: HttpRequest, call: TestCall, form: StopForm, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    title = _("I stopped for my safety")
    context = {"title": title, "crumbs": call_crumbs(call, title), "call": call, "form": form}
    return render(request, "evaluations/calls/stop_call.html", context, status=status)
