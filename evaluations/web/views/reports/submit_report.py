"""Handing a report in: a second look, the sending, the receipt."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from evaluations.models import Evaluation, TestCall
from evaluations.queries.reports.my_report import submissions_of
from evaluations.queries.reports.unchanged import is_unchanged
from evaluations.services.lifecycle import StateChanged
from evaluations.services.reports.drafting import DraftChanged, ReportRefused, is_editable
from evaluations.services.reports.evaluating import check_report, submit
from evaluations.web.actor import acting_user
from evaluations.web.forms.calls.safety import ASKED, RecognisedForm, recognised_form
from evaluations.web.posted_report import posted_fields, posted_revision
from evaluations.web.presenters.calls.call_states import report_chip
from evaluations.web.presenters.calls.my_call import call_crumbs, news
from evaluations.web.presenters.reports.attachments import attachment_block
from evaluations.web.presenters.reports.kept_words import kept_words
from evaluations.web.presenters.reports.report_reading import filled_in
from evaluations.web.report_pages import FormPage, Trouble, form_page, reading_context
from evaluations.web.views.calls.my_call import call_page, moved_on, own_call
from evaluations.web.views.reports.my_report import report_of, take_form
from shoppers.rules import is_shopper
from shoppers.web.access import allow

# What the button of the second look sends along.
CONFIRMED = "confirmed"


@allow(is_shopper)
@require_http_methods(["GET", "HEAD", "POST"])
def submit_report(request: HttpRequest, call: uuid.UUID) -> HttpResponse:
    """Take the form, show what will be sent, and send it when she says so a second time."""
    found = own_call(request, call)
    try:
        evaluation = report_of(request, found)
    except StateChanged as refusal:
        return call_page(request, found, refusal=str(refusal), status=HTTPStatus.CONFLICT)
    if request.method != "POST":
        return _look(request, found, evaluation)
    revision = posted_revision(request.POST)
    if _has_form(request):
        refused = take_form(request, found, evaluation)
        if refused is not None:
            return refused
        revision = evaluation.draft.revision
    if request.POST.get(CONFIRMED):
        return _send(request, found, evaluation, revision)
    return _check(request, found, evaluation) or redirect("submit_report", call=call)


@allow(is_shopper)
@require_safe
def my_receipt(request: HttpRequest, call: uuid.UUID) -> HttpResponse:
    """When the report came in, with the fingerprint of what came in; every time it was sent."""
    found = own_call(request, call)
    evaluation = getattr(found, "evaluation", None)
    submissions = submissions_of(evaluation) if evaluation is not None else []
    if evaluation is None or not submissions:
        sentence = _("There is no receipt: the report has not been sent from here.")
        return call_page(request, found, refusal=sentence, status=HTTPStatus.CONFLICT)
    title = _("Receipt")
    context = {
        "title": title,
        "crumbs": call_crumbs(found, title),
        "call": found,
        "chip": report_chip(evaluation.state),
        "news": news(found),
        "newest": submissions[0],
        "earlier": submissions[1:],
        "is_unchanged": is_unchanged(evaluation),
        "kept": kept_words(evaluation),
        "attach": attachment_block(evaluation),
    }
    return render(request, "evaluations/reports/my_receipt.html", context)


def _has_form(request: HttpRequest) -> bool:
    """Whether answers came along, or the second look's button alone."""
    return bool(posted_fields(request.POST))


def _look(request: HttpRequest, call: TestCall, evaluation: Evaluation) -> HttpResponse:
    """What will be sent; a report that is not ready goes back to its form."""
    if not is_editable(evaluation):
        return redirect("my_report", call=call.pk)
    try:
        check_report(evaluation, list(call.attempts.all()))
    except ReportRefused as refusal:
        messages.warning(request, str(refusal))
        return redirect("my_report", call=call.pk)
    return _look_page(request, call, evaluation)


def _look_page(
    request: HttpRequest,
    call: TestCall,
    evaluation: Evaluation,
    *,
    refusal: str = "",
    asked: RecognisedForm | None = None,
) -> HttpResponse:
    """The second look; with a `refusal`, or `asked` and not answered, as the answer to it."""
    status = HTTPStatus.OK
    if refusal:
        status = HTTPStatus.CONFLICT
    elif asked is not None:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    title = _("Check and send")
    context = reading_context(call, evaluation, filled_in(evaluation)) | {
        "title": title,
        "crumbs": call_crumbs(call, title),
        "refusal": refusal,
        "recognised": asked or recognised_form(evaluation),
        "hidden": {CONFIRMED: "yes", ASKED: "yes", "revision": str(evaluation.draft.revision)},
    }
    return render(request, "evaluations/reports/check_report.html", context, status=status)


def _check(request: HttpRequest, call: TestCall, evaluation: Evaluation) -> HttpResponse | None:
    """The form with everything that is missing; None when it is ready."""
    if not is_editable(evaluation):
        return moved_on(request, own_call(request, call.pk))
    try:
        check_report(evaluation, list(call.attempts.all()))
    except ReportRefused as refusal:
        return _faulty(request, call, evaluation, refusal)
    return None


def _faulty(
    request: HttpRequest, call: TestCall, evaluation: Evaluation, refusal: ReportRefused
) -> HttpResponse:
    trouble = Trouble(str(refusal), faults=refusal.faults, about_attempts=not refusal.faults)
    page = FormPage(evaluation, filled_in(evaluation), trouble)
    return form_page(request, call, page, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _send(
    request: HttpRequest, call: TestCall, evaluation: Evaluation, revision: int
) -> HttpResponse:
    asked = recognised_form(evaluation, request.POST) if request.POST.get(ASKED) else None
    if asked is not None and not asked.is_valid() and is_editable(evaluation):
        return _look_page(request, call, evaluation, asked=asked)
    said = asked.answer() if asked is not None and asked.is_valid() else None
    by = acting_user(request)
    try:
        submit(evaluation=evaluation, by=by, revision=revision, recognised=said)
    except ReportRefused as refusal:
        return _faulty(request, call, evaluation, refusal)
    except DraftChanged as refusal:
        return _look_page(request, call, evaluation, refusal=str(refusal), asked=asked)
    except StateChanged:
        return moved_on(request, own_call(request, call.pk))
    return redirect("my_receipt", call=call.pk)
