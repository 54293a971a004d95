"""One call of the shopper's: the briefing, the answer to the offer, giving it back."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evaluations.enums import TestCallState
from evaluations.models import TestCall
from evaluations.queries.calls.my_calls import CallStanding, attempts_of, call_of, contact_of
from evaluations.services.calls import calling
from evaluations.services.calls.calling import NoLongerAllowed
from evaluations.services.lifecycle import StateChanged
from evaluations.services.roster.certifying import NotCertified
from evaluations.web.actor import acting_user
from evaluations.web.forms.calls.calls import DeclineForm
from evaluations.web.phone import may_be_kept
from evaluations.web.presenters.calls.call_messages import thread_in_short
from evaluations.web.presenters.calls.calls import standing_of
from evaluations.web.presenters.calls.giving_back import giving_back
from evaluations.web.presenters.calls.my_call import call_context, call_crumbs
from evaluations.web.presenters.roster.first_call import step_url
from evaluations.web.removed_attempt import removed_attempt
from shoppers.rules import is_shopper
from shoppers.web.access import allow


@allow(is_shopper)
@require_safe
@gzip_page
def my_call(request: HttpRequest, call: uuid.UUID) -> HttpResponse:
    """The call with its briefing, its attempts and the next step."""
    return call_page(request, own_call(request, call))


@allow(is_shopper)
@require_POST
def accept_call(request: HttpRequest, call: uuid.UUID) -> HttpResponse:
    """Take the call."""
    found = own_call(request, call)
    try:
        calling.accept(call=found, by=acting_user(request))
    except NoLongerAllowed as refusal:
        return call_page(request, found, refusal=str(refusal), status=HTTPStatus.CONFLICT)
    except StateChanged as refusal:
        found = own_call(request, call)
        if found.state != TestCallState.ACCEPTED:
            return call_page(request, found, refusal=str(refusal), status=HTTPStatus.CONFLICT)
        messages.info(request, _("You had accepted this call already."))
        return redirect("my_call", call=call)
    except NotCertified as refusal:
        messages.warning(request, str(refusal))
        return redirect(step_url(refusal.step, refusal.programme))
    messages.success(request, _accepted_words(found))
    return redirect("my_call", call=call)


@allow(is_shopper)
@require_http_methods(["GET", "HEAD", "POST"])
def decline_call(request: HttpRequest, call: uuid.UUID) -> HttpResponse:
    """Say no to the offer, or give the accepted call back: with a reason, after a second look."""
    found = own_call(request, call)
    if request.method != "POST":
        if found.state not in TestCallState.open():
            return moved_on(request, found)
        return _decline_page(request, found, DeclineForm())
    gives_back = found.state == TestCallState.ACCEPTED
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _decline_page(request, found, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        calling.decline(
            call=found,
            chosen=form.chosen(),
            reason=form.cleaned_data["words"],
            by=acting_user(request),
        )
    except StateChanged:
        found = own_call(request, call)
        if found.state != TestCallState.DECLINED:
            return moved_on(request, found)
        messages.info(request, _("You had said no to this call already."))
        return redirect("my_calls")
    said = (
        _("You gave the call with %(company)s back. The coordinator has been told.")
        if gives_back
        else _("You said no to the call with %(company)s. The coordinator has been told.")
    )
    messages.success(request, said % {"company": found.participation.name})
    return redirect("my_calls")


def own_call(request: HttpRequest, call: uuid.UUID) -> TestCall:
    """Her call with this id. Raises Http404 when it is nobody's or somebody else's."""
    found = call_of(acting_user(request), call)
    if found is None:
        raise Http404
    return found


def call_page(
    request: HttpRequest, call: TestCall, *, refusal: str = "", status: int = HTTPStatus.OK
) -> HttpResponse:
    """The page of a call, with a sentence on top when a step was not taken."""
    context = call_context(call, attempts_of(call), contact_of(call)) | {
        "crumbs": call_crumbs(call),
        "refusal": refusal,
        "removed": removed_attempt(request, call),
        "thread": thread_in_short(call),
        "giving_back": giving_back(call),
    }
    page = render(request, "evaluations/calls/my_call.html", context, status=status)
    keeps = status == HTTPStatus.OK and standing_of(call) in CallStanding.in_hand()
    return may_be_kept(request, page) if keeps else page


def _accepted_words(call: TestCall) -> str:
    if call.due_on is None:
        return _("The call is yours.")
    return _("The call is yours. Do it by %(day)s.") % {"day": date_format(call.due_on)}


def moved_on(request: HttpRequest, call: TestCall, *, refusal: str = "") -> HttpResponse:
    """The page of a call that stands elsewhere by now, so that a step was not taken.

    `refusal` says so where it says more than that.
    """
    refusal = refusal or str(StateChanged([call.pk], standing=call.state))
    return call_page(request, call, refusal=refusal, status=HTTPStatus.CONFLICT)


def _decline_page(
    request: HttpRequest, call: TestCall, form: DeclineForm, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    gives_back = call.state == TestCallState.ACCEPTED
    title = _("Give the call back") if gives_back else _("Decline the call")
    context = {
        "title": title,
        "crumbs": call_crumbs(call, title),
        "call": call,
        "form": form,
        "gives_back": gives_back,
        "giving_back": giving_back(call),
    }
    return render(request, "evaluations/calls/decline_call.html", context, status=status)
