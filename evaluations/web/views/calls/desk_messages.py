"""The coordinators' side of a call's thread."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from evaluations.models import TestCall
from evaluations.queries.calls.call_messages import messages_about
from evaluations.services.calls.messaging import AnsweredAlready, answer, is_from_shopper, settle
from evaluations.web.actor import acting_user
from evaluations.web.call_thread import sent
from evaluations.web.forms.calls.messages import MessageForm
from evaluations.web.found import call_or_404
from evaluations.web.presenters.calls.call_messages import said_at_desk
from evaluations.web.presenters.calls.test_calls import shopper_name
from evaluations.web.views.companies.fieldwork_company import crumbs
from shoppers.rules import is_coordinator
from shoppers.web.access import allow


@allow(is_coordinator)
@require_http_methods(["GET", "HEAD", "POST"])
def desk_messages(request: HttpRequest, call: uuid.UUID) -> HttpResponse:
    """What was written about the call, and a field for the answer."""
    found = call_or_404(call)
    if request.method != "POST":
        return _page(request, found, MessageForm())
    form = MessageForm(request.POST)
    status = sent(form, lambda valid: _answer(request, found, valid))
    if status != HTTPStatus.OK:
        return _page(request, found, form, status=status)
    messages.success(request, _("Your message is sent. The shopper gets a mail."))
    return redirect("desk_messages", found.pk)


@allow(is_coordinator)
@require_POST
def settle_message(request: HttpRequest, call: uuid.UUID) -> HttpResponse:
    """Say that the last message needs no answer."""
    found = call_or_404(call)
    text = request.POST.get("message", "")
    try:
        settle(
            call=found,
            message_id=int(text) if text.isdecimal() else 0,
            by=acting_user(request),
        )
    except AnsweredAlready as refusal:
        return _page(
            request, found, MessageForm(), refusal=str(refusal), status=HTTPStatus.CONFLICT
        )
    messages.success(request, _("The message is marked as needing no answer."))
    return redirect("desk_messages", found.pk)


def _answer(request: HttpRequest, call: TestCall, form: MessageForm) -> None:
    said = form.cleaned_data
    answer(call=call, text=said["text"], key=said["form_token"], by=acting_user(request))


def _page(
    request: HttpRequest,
    call: TestCall,
    form: MessageForm,
    *,
    refusal: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    found = messages_about(call)
    last = found[-1] if found else None
    waits = last is not None and is_from_shopper(last, call) and not hasattr(last, "settled")
    way = crumbs(call.participation, _("Test call"), _("Messages"))
    way[-2]["url"] = reverse("desk_call", args=[call.pk])
    context = {
        "title": _("Messages"),
        "crumbs": way,
        "call": call,
        "shopper": shopper_name(call.shopper),
        "said": said_at_desk(call, found),
        "to_settle": last.pk if last is not None and waits else None,
        "is_settled": last is not None and hasattr(last, "settled"),
        "may_write": call.shopper is not None and call.shopper.user_id is not None,
        "form": form,
        "refusal": refusal,
    }
    return render(request, "evaluations/calls/desk_messages.html", context, status=status)
