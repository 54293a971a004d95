"""The shopper's side of a call's thread."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods

from evaluations.models import TestCall
from evaluations.queries.calls.call_messages import messages_about
from evaluations.queries.calls.my_calls import CallStanding
from evaluations.services.calls.messaging import ask
from evaluations.web.actor import acting_user
from evaluations.web.call_thread import sent
from evaluations.web.forms.calls.messages import MessageForm
from evaluations.web.phone import may_be_kept
from evaluations.web.presenters.calls.call_messages import said_to_shopper
from evaluations.web.presenters.calls.calls import standing_of
from evaluations.web.presenters.calls.my_call import call_crumbs
from evaluations.web.views.calls.my_call import own_call
from shoppers.rules import is_shopper
from shoppers.web.access import allow


@allow(is_shopper)
@require_http_methods(["GET", "HEAD", "POST"])
@gzip_page
def my_messages(request: HttpRequest, call: uuid.UUID) -> HttpResponse:
    """What was written about the call, and a field for one more message."""
    found = own_call(request, call)
    if request.method != "POST":
        page = _page(request, found, MessageForm())
        keeps = standing_of(found) in CallStanding.in_hand()
        return may_be_kept(request, page) if keeps else page
    form = MessageForm(request.POST)
    status = sent(form, lambda valid: _ask(request, found, valid))
    if status != HTTPStatus.OK:
        return _page(request, found, form, status=status)
    messages.success(request, _("Your message is sent. You get a mail when there is an answer."))
    return redirect("my_messages", found.pk)


def _ask(request: HttpRequest, call: TestCall, form: MessageForm) -> None:
    said = form.cleaned_data
    ask(call=call, text=said["text"], key=said["form_token"], by=acting_user(request))


def _page(
    request: HttpRequest, call: TestCall, form: MessageForm, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    context = {
        "title": _("Messages"),
        "crumbs": call_crumbs(call, _("Messages")),
        "call": call,
        "said": said_to_shopper(call, messages_about(call)),
        "form": form,
    }
    return render(request, "evaluations/calls/my_messages.html", context, status=status)
