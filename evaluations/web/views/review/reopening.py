"""Reopening an approved report for review."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from evaluations.services.lifecycle import LifecycleError
from evaluations.services.review.reopening import reopen
from evaluations.services.review.reviewing import is_own
from evaluations.web.actor import acting_user
from evaluations.web.forms.review.review import ReopenForm
from evaluations.web.presenters.review.review_queue import report_words, review_url
from evaluations.web.views.review.review import Untaken, own_refused, report_or_404, review_page
from evaluations.web.views.review.review_queue import review_filter
from shoppers.rules import is_coordinator
from shoppers.web.access import allow


@allow(is_coordinator)
@require_POST
def reopen_report(request: HttpRequest, evaluation: uuid.UUID) -> HttpResponse:
    """Let an approved report wait for review again, with a reason, and show it."""
    found, by = report_or_404(evaluation), acting_user(request)
    if is_own(found, by):
        return own_refused(request, found)
    form = ReopenForm(request.POST)
    if not form.is_valid():
        untaken = Untaken(HTTPStatus.UNPROCESSABLE_ENTITY, reopening=form)
        return review_page(request, found, untaken)
    try:
        reopen(evaluation=found, reason=form.cleaned_data["reason"], by=by)
    except LifecycleError as refusal:
        untaken = Untaken(HTTPStatus.CONFLICT, str(refusal), reopening=form)
        return review_page(request, report_or_404(evaluation), untaken)
    said = _("Reopened: %(report)s, by %(shopper)s. It waits for review again.")
    messages.success(request, said % report_words(found))
    return redirect(review_url(found.pk, review_filter(request).query()))
