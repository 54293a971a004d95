"""A reviewer's word: return, approve, reject."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from evaluations.enums import EvaluationState, ReviewList, ReviewReason
from evaluations.models import Evaluation
from evaluations.queries.review.review_desk import following
from evaluations.queries.review.second_look import Stage, look_of
from evaluations.services.lifecycle import LifecycleError, ReasonMissing, StateChanged
from evaluations.services.review import reviewing
from evaluations.services.review.taking_back import standing_decision
from evaluations.web.actor import acting_user
from evaluations.web.forms.review.review import DecisionForm
from evaluations.web.mended_spelling import mended_spellings
from evaluations.web.presenters.review.review_answers import ReadBeside
from evaluations.web.presenters.review.review_comments import comment_blocks
from evaluations.web.presenters.review.review_queue import report_words, review_url, with_query
from evaluations.web.undo import remember_approval
from evaluations.web.views.review.review import (
    Untaken,
    decision_form,
    own_refused,
    report_or_404,
    review_page,
)
from evaluations.web.views.review.review_queue import review_filter
from shoppers.models import User
from shoppers.rules import is_coordinator
from shoppers.web.access import allow

Step = Callable[[Evaluation, DecisionForm, User], object]


@allow(is_coordinator)
@require_POST
def send_back(request: HttpRequest, evaluation: uuid.UUID) -> HttpResponse:
    """Return a report to its shopper, with remarks and a reason."""
    return _decide(request, evaluation, _send_back, _("Returned to %(shopper)s: %(report)s."))


@allow(is_coordinator)
@require_POST
def approve_report(request: HttpRequest, evaluation: uuid.UUID) -> HttpResponse:
    """Let a report count, or pass it on; the next page offers to take that back."""
    return _decide(request, evaluation, _approve)


@allow(is_coordinator)
@require_POST
def reject_report(request: HttpRequest, evaluation: uuid.UUID) -> HttpResponse:
    """Leave a report out for good."""
    return _decide(request, evaluation, _reject, _("Rejected: %(report)s, by %(shopper)s."))


class _RemarksLeft(LifecycleError):
    """Something was typed for the shopper that this step would not send to her."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "You have written to the shopper, and only a return is sent to them. Return the"
                " report, or clear what you wrote first."
            )
        )


class _NoneChosen(LifecycleError):
    """No ready-made reason was chosen in this field; the words beside it may be missing too."""

    def __init__(self, field: str, words: str) -> None:
        self.faults = {field: _("Choose the reason that fits best.")}
        if words:
            self.faults[words] = str(ReasonMissing())
        super().__init__(self.faults[field])


def _send_back(found: Evaluation, form: DecisionForm, by: User) -> None:
    reviewing.send_back(
        evaluation=found,
        reason=form.cleaned_data["reason"],
        remarks=form.remarks(),
        code=_chosen(form, "reason"),
        by=by,
    )


def _approve(found: Evaluation, form: DecisionForm, by: User) -> None:
    _check_nothing_left(form)
    reviewing.approve(evaluation=found, reason=form.cleaned_data["approval"], by=by)


def _reject(found: Evaluation, form: DecisionForm, by: User) -> None:
    _check_nothing_left(form)
    reviewing.reject(
        evaluation=found,
        reason=form.cleaned_data["rejection"],
        code=_chosen(form, "rejection"),
        by=by,
    )


def _chosen(form: DecisionForm, words: str) -> ReviewReason:
    """The ready-made reason beside the words in this field."""
    code = form.cleaned_data[f"{words}_code"]
    if not code:
        raise _NoneChosen(f"{words}_code", "" if form.cleaned_data[words] else words)
    return ReviewReason(code)


def _check_nothing_left(form: DecisionForm) -> None:
    if form.remarks() or form.cleaned_data["reason"]:
        raise _RemarksLeft


def _decide(
    request: HttpRequest, evaluation_id: uuid.UUID, step: Step, done: str = ""
) -> HttpResponse:
    """Take a step and open the next report; or show the same one, with what was typed.

    `done` is what is said then; without it the next page says so and offers to take it back.
    """
    found, by = report_or_404(evaluation_id), acting_user(request)
    if reviewing.is_own(found, by):
        return own_refused(request, found)
    form = decision_form(found, request.POST)
    onwards = _next_url(request, found, by)
    words = "rejection" if step is _reject else "approval" if step is _approve else "reason"
    try:
        _check_as_read(found, form)
        if not form.is_valid() or _says_undecided(request, found, form):
            return _typed_wrong(request, found, form)
        step(found, form, by)
    except (_NoneChosen, ReasonMissing, _RemarksLeft) as refusal:
        _say(form, refusal, words)
        return _typed_wrong(request, found, form)
    except LifecycleError as refusal:
        if step is not _approve or standing_decision(report_or_404(evaluation_id), by=by) is None:
            return _overtaken(request, evaluation_id, refusal)
        # Her own press, once more: the first one did what she wants.
    if found.state == EvaluationState.SUBMITTED:
        _say_kept(request, found, onwards)
    elif done:
        messages.success(request, _said(request, found, done, onwards))
    else:
        remember_approval(request, found)
    return redirect(onwards)


def _say(form: DecisionForm, refusal: LifecycleError, words: str) -> None:
    """Say it where it is mended; `words` is the field of what the step owes the shopper."""
    if isinstance(refusal, _NoneChosen):
        for field, sentence in refusal.faults.items():
            form.add_error(field, sentence)
    else:
        form.add_error(words if isinstance(refusal, ReasonMissing) else None, str(refusal))


def _say_kept(request: HttpRequest, found: Evaluation, onwards: str) -> None:
    """Of a report that is reviewed twice: her verdict is kept, and what it waits for."""
    if look_of(report_or_404(found.pk)).stage is not Stage.THIRD:
        remember_approval(request, found)
        return
    sentence = _(
        "Your verdict is kept. The two reviews differ, so a third reviewer decides: %(report)s."
    )
    messages.success(request, _said(request, found, sentence, onwards))


def _check_as_read(found: Evaluation, form: DecisionForm) -> None:
    """Whether the report still waits, and with the content that the reviewer's page showed."""
    if found.state != EvaluationState.SUBMITTED:
        raise StateChanged([found.pk], standing=found.state)
    if form["read"].value() != found.content_hash:
        raise reviewing.ReportChanged


def _says_undecided(request: HttpRequest, found: Evaluation, form: DecisionForm) -> bool:
    """Whether a spelling was mended that no step with the whole report keeps; then that is said."""
    mended = mended_spellings(found, request.POST)
    for block in comment_blocks(found, ReadBeside(None, {}, None), typed={}, mended=mended):
        if block.key in mended and block.form is not None:
            form.add_error(None, _undecided(block.label, block.form["text"].id_for_label))
    return bool(form.errors)


def _undecided(comment: str, field: str) -> str:
    link = format_html('<a href="#{}">{}</a>', field, comment)
    sentence = _(
        "You have mended the spelling of a comment and not decided about it: {comment}. Say"
        " whether the client may read it, or put its words back, then go on."
    )
    return format_html(sentence, comment=link)


def _typed_wrong(request: HttpRequest, found: Evaluation, form: DecisionForm) -> HttpResponse:
    mended = mended_spellings(found, request.POST)
    untaken = Untaken(HTTPStatus.UNPROCESSABLE_ENTITY, form=form, mended=mended)
    return review_page(request, found, untaken)


def _overtaken(
    request: HttpRequest, evaluation_id: uuid.UUID, refusal: LifecycleError
) -> HttpResponse:
    """The report as it stands now, with what was typed about the one before."""
    found = report_or_404(evaluation_id)
    typed = request.POST.copy()
    typed["read"] = found.content_hash
    mended = mended_spellings(found, request.POST)
    form = decision_form(found, typed)
    untaken = Untaken(HTTPStatus.CONFLICT, str(refusal), form=form, mended=mended)
    return review_page(request, found, untaken)


def _next_url(request: HttpRequest, found: Evaluation, by: User) -> str:
    """The next report to review in the list that she works through; the list when it is empty."""
    list_filter = review_filter(request)
    wanted = replace(list_filter.wanted(), state=ReviewList.TO_REVIEW)
    after = following(found.pk, wanted, reader=by)
    return review_url(after, list_filter.query()) if after else _queue_url(request)


def _queue_url(request: HttpRequest) -> str:
    return with_query(reverse("review_queue"), review_filter(request).query())


def _said(request: HttpRequest, found: Evaluation, done: str, onwards: str) -> str:
    sentence = done % report_words(found)
    queue = _queue_url(request)
    if onwards == queue:
        return sentence
    return format_html('{} <a href="{}">{}</a>', sentence, queue, _("To the queue"))
