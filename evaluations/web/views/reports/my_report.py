"""The shopper's report as a form: saved question by question, or as a whole."""

import uuid
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import trigger_client_event

from evaluations.enums import TestCallState
from evaluations.models import Evaluation, TestCall
from evaluations.queries.years.checklists import checklist_of
from evaluations.services.lifecycle import LifecycleError, StateChanged
from evaluations.services.reports.drafting import (
    Changes,
    DraftChanged,
    ReportRefused,
    is_editable,
    open_report,
    save_draft,
)
from evaluations.web.actor import acting_user
from evaluations.web.posted_report import (
    overlaid,
    posted_changes,
    posted_fields,
    posted_revision,
    posted_seen,
)
from evaluations.web.presenters.calls.my_call import news
from evaluations.web.presenters.reports.kept_words import held_fields, said_elsewhere
from evaluations.web.presenters.reports.report_reading import filled_in, refused_words, saved_words
from evaluations.web.report_pages import FormPage, Trouble, form_page, reading_page
from evaluations.web.views.calls.my_call import call_page, own_call
from shoppers.rules import is_shopper
from shoppers.web.access import allow


@allow(is_shopper)
@require_http_methods(["GET", "HEAD", "POST"])
@gzip_page
def my_report(request: HttpRequest, call: uuid.UUID) -> HttpResponse:
    """The form, made when it is first opened; its Save button takes the whole of it.

    What is sent, or belongs to a call that is over, is there to read.
    """
    found = own_call(request, call)
    try:
        evaluation = report_of(request, found)
    except StateChanged as refusal:
        return call_page(request, found, refusal=str(refusal), status=HTTPStatus.CONFLICT)
    if request.method == "POST":
        return take_form(request, found, evaluation) or redirect("my_report", call=call)
    if not is_editable(evaluation):
        return reading_page(request, found, evaluation)
    return form_page(request, found, FormPage(evaluation, filled_in(evaluation)))


@allow(is_shopper)
@require_POST
def save_report(request: HttpRequest, call: uuid.UUID) -> HttpResponse:
    """Save what was answered just now; the answer says what is held by now.

    A refusal is a 422 whatever its kind: the page swaps no other in, and it keeps what was typed.
    Where another device has answered since, it is a 409 with what that one said.
    """
    found = own_call(request, call)
    try:
        evaluation = report_of(request, found)
        changes = posted_changes(request.POST, checklist_of(evaluation.checklist_version))
        saved = save_draft(
            evaluation=evaluation,
            changes=changes,
            by=acting_user(request),
            seen=posted_seen(request),
        )
    except DraftChanged:
        elsewhere = said_elsewhere(evaluation, posted_fields(request.POST))
        return JsonResponse(elsewhere, status=HTTPStatus.CONFLICT)
    except StateChanged as refusal:
        return _not_saved(request, str(refusal), own_call(request, call))
    except ReportRefused as refusal:
        return _not_saved(request, refused_words(evaluation, refusal))
    except LifecycleError as refusal:
        return _not_saved(request, str(refusal))
    answer = render(
        request, "evaluations/reports/report_saved.html", {"saved": saved_words(saved.draft)}
    )
    told = {
        "held": held_fields(evaluation, posted_fields(request.POST)),
        "revision": saved.draft.revision,
        # A page that had not seen all of the draft before has not seen all of it now.
        "has_seen_all": posted_revision(request.POST) == saved.revision_before,
    }
    return trigger_client_event(answer, "kept", told)


def report_of(request: HttpRequest, call: TestCall) -> Evaluation:
    """The report of her call, read with what its pages need. Raises StateChanged."""
    evaluation = open_report(call=call, by=acting_user(request))
    # One object for both: a step that moves the call is seen by its report.
    evaluation.test_call = call
    return evaluation


def take_form(request: HttpRequest, call: TestCall, evaluation: Evaluation) -> HttpResponse | None:
    """Take the whole form into the draft; the page that says why it was not, or None."""
    changes = Changes()
    # Words that were not compared with the draft belong to the revision they were typed over.
    seen: int | None = posted_revision(request.POST)
    try:
        changes = posted_changes(request.POST, checklist_of(evaluation.checklist_version))
        save_draft(
            evaluation=evaluation,
            changes=changes,
            by=acting_user(request),
            revision=seen,
        )
    except DraftChanged as refusal:
        # Both answers stand beside each other on the page that follows: it has seen the draft.
        trouble, seen = Trouble(str(refusal), elsewhere=refusal.keys), None
        status = HTTPStatus.CONFLICT
    except ReportRefused as refusal:
        trouble = Trouble(str(refusal), faults=refusal.faults)
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    except StateChanged as refusal:
        trouble = Trouble(str(refusal))
        status = HTTPStatus.CONFLICT
    else:
        return None
    if not hasattr(evaluation, "draft"):
        return call_page(request, call, refusal=trouble.sentence, status=status)
    # Also where nothing can be saved any more: what she typed must not vanish with the page.
    filled = overlaid(filled_in(evaluation), changes)
    return form_page(request, call, FormPage(evaluation, filled, trouble, seen), status=status)


def _not_saved(request: HttpRequest, sentence: str, ended: TestCall | None = None) -> HttpResponse:
    """Why nothing was saved; what is typed for a call that has `ended` can still be handed over."""
    has_ended = ended is not None and ended.state in TestCallState.fallen_through()
    return render(
        request,
        "evaluations/reports/report_not_saved.html",
        {"sentence": sentence, "news": news(ended) if ended and has_ended else None},
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
    )
