"""A shopper's appeal against the rejection of a report of hers."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evaluations.models import TestCall
from evaluations.queries.review.appeals import appeal_until, rejection_of
from evaluations.services.lifecycle import LifecycleError, StateChanged
from evaluations.services.review.appealing import AppealedAlready, appeal
from evaluations.web.actor import acting_user
from evaluations.web.forms.review.appeals import AppealForm
from evaluations.web.presenters.calls.my_call import call_crumbs
from evaluations.web.presenters.review.appeals import appeal_news
from evaluations.web.presenters.review.review_history import reason_words
from evaluations.web.views.calls.my_call import call_page, own_call
from shoppers.rules import is_shopper
from shoppers.web.access import allow


@allow(is_shopper)
@require_http_methods(["GET", "HEAD", "POST"])
def appeal_rejection(request: HttpRequest, call: uuid.UUID) -> HttpResponse:
    """Her words beside the reviewer's reason; made once."""
    found = own_call(request, call)
    if not hasattr(found, "evaluation"):
        return _not_now(request, found)
    if request.method == "POST":
        return _send(request, found, AppealForm(request.POST))
    news = appeal_news(found)
    if news is None or not news.url:
        return _not_now(request, found)
    return _page(request, found, AppealForm())


def _send(request: HttpRequest, call: TestCall, form: AppealForm) -> HttpResponse:
    if not form.is_valid():
        return _page(request, call, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    words, by = form.cleaned_data["words"], acting_user(request)
    try:
        appeal(evaluation=call.evaluation, words=words, by=by)
    except AppealedAlready as refusal:
        if call.evaluation.appeal.words != words.strip():
            # She goes on from what she wrote now.
            form.add_error(None, str(refusal))
            return _page(request, call, form, status=HTTPStatus.CONFLICT)
        messages.info(request, str(refusal))
    except LifecycleError as refusal:
        return call_page(request, call, refusal=str(refusal), status=HTTPStatus.CONFLICT)
    else:
        messages.success(request, _("Your appeal is on the coordinators' desk. You get a mail."))
    return redirect("my_call", call=call.pk)


def _not_now(request: HttpRequest, call: TestCall) -> HttpResponse:
    evaluation = getattr(call, "evaluation", None)
    standing = evaluation.state if evaluation is not None else call.state
    news = appeal_news(call)
    # What her page says about an appeal that was made, or that comes too late, is said there.
    refusal = "" if news is not None else str(StateChanged([call.pk], standing=standing))
    return call_page(request, call, refusal=refusal, status=HTTPStatus.CONFLICT)


def _page(
    request: HttpRequest, call: TestCall, form: AppealForm, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    rejection = rejection_of(call.evaluation)
    if rejection is None:
        return _not_now(request, call)
    context = {
        "title": _("Appeal against the rejection"),
        "crumbs": call_crumbs(call, _("Appeal")),
        "call": call,
        "form": form,
        "reason": reason_words(rejection.reason),
        "until": date_format(appeal_until(rejection)),
    }
    return render(request, "evaluations/review/appeal_rejection.html", context, status=status)
