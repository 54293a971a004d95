"""Attempts of the shopper's: noting one, taking one away, putting it back."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from evaluations.models import Attempt, TestCall
from evaluations.queries.calls.my_calls import attempts_of
from evaluations.services.calls import attempts
from evaluations.services.calls.attempts import AttemptNote, AttemptRefused
from evaluations.services.calls.calling import is_open
from evaluations.services.lifecycle import StateChanged
from evaluations.web.actor import acting_user
from evaluations.web.forms.calls.calls import AttemptForm, attempt_form
from evaluations.web.presenters.calls.attempts import flag_words, in_a_sentence
from evaluations.web.presenters.calls.my_call import call_crumbs
from evaluations.web.removed_attempt import forget_removed, remember_removed, removed_attempt
from evaluations.web.views.calls.my_call import call_page, moved_on, own_call
from shoppers.rules import is_shopper
from shoppers.web.access import allow


@allow(is_shopper)
@require_http_methods(["GET", "HEAD", "POST"])
def add_attempt(request: HttpRequest, call: uuid.UUID) -> HttpResponse:
    """Note an attempt; the form begins with this moment."""
    found = own_call(request, call)
    if request.method != "POST":
        if not is_open(found):
            return moved_on(request, found)
        return _form_page(request, found, attempt_form(found.channel))
    form = attempt_form(found.channel, request.POST)
    if not form.is_valid():
        return _form_page(request, found, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        attempt = attempts.log_attempt(call=found, note=form.note(), by=acting_user(request))
    except AttemptRefused as refusal:
        form.add_error(None, str(refusal))
        return _form_page(request, found, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except StateChanged as refusal:
        return moved_on(request, own_call(request, call), refusal=str(refusal))
    _say_noted(request, found, attempt)
    return redirect("my_call", call=call)


@allow(is_shopper)
@require_POST
def remove_attempt(request: HttpRequest, call: uuid.UUID, attempt: int) -> HttpResponse:
    """Take an attempt away; the page that follows offers to put it back."""
    found = own_call(request, call)
    try:
        note = attempts.remove_attempt(call=found, attempt_id=attempt, by=acting_user(request))
    except StateChanged:
        return moved_on(request, own_call(request, call))
    if note is None:
        messages.info(request, _("This attempt was taken away already."))
    else:
        remember_removed(request, found, note)
    return redirect("my_call", call=call)


@allow(is_shopper)
@require_POST
def restore_attempt(request: HttpRequest, call: uuid.UUID) -> HttpResponse:
    """Put the attempt back that was taken away last."""
    found = own_call(request, call)
    note = removed_attempt(request, found)
    if note is None:
        messages.info(request, _("There is nothing to put back."))
        return redirect("my_call", call=call)
    try:
        _restore(request, found, note)
    except StateChanged as refusal:
        return moved_on(request, own_call(request, call), refusal=str(refusal))
    except AttemptRefused as refusal:
        found = own_call(request, call)
        return call_page(
            request, found, refusal=str(refusal), status=HTTPStatus.UNPROCESSABLE_ENTITY
        )
    return redirect("my_call", call=call)


def _restore(request: HttpRequest, call: TestCall, note: AttemptNote) -> None:
    attempts.log_attempt(call=call, note=note, by=acting_user(request))
    forget_removed(request)
    messages.success(request, _("The attempt stands there again."))


def _say_noted(request: HttpRequest, call: TestCall, attempt: Attempt) -> None:
    made = attempts_of(call)
    flags = flag_words(call, made, call.participation.programme.fieldwork)[made.index(attempt)]
    if not flags:
        messages.success(request, _("The attempt is noted."))
        return
    said = _("The attempt is noted. %(flags)s: it counts all the same, and a reviewer sees it.")
    messages.warning(request, said % {"flags": in_a_sentence(flags)})


def _form_page(
    request: HttpRequest, call: TestCall, form: AttemptForm, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    title = _("Note an attempt")
    context = {
        "title": title,
        "crumbs": call_crumbs(call, title),
        "call": call,
        "form": form,
        "wait_fields": [form[name] for name in form.wait_fields],
    }
    return render(request, "evaluations/calls/add_attempt.html", context, status=status)
