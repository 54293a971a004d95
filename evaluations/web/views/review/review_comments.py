"""A reviewer's word on a comment: whether a client may read it."""

import uuid
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from evaluations.models import Evaluation
from evaluations.services.lifecycle import LifecycleError, StateChanged
from evaluations.services.review import reviewing
from evaluations.web.actor import acting_user
from evaluations.web.forms.review.review import VISIBLE, VerdictForm
from evaluations.web.mended_spelling import mended_spellings
from evaluations.web.presenters.review.review_answers import ReadBeside
from evaluations.web.presenters.review.review_comments import comment_blocks, verdict_form
from evaluations.web.presenters.review.review_queue import review_url
from evaluations.web.views.review.review import (
    Untaken,
    own_refused,
    report_or_404,
    review_page,
    typed_beside,
)
from evaluations.web.views.review.review_queue import review_filter
from shoppers.models import User
from shoppers.rules import is_coordinator
from shoppers.web.access import allow


@allow(is_coordinator)
@require_POST
def moderate_comment(request: HttpRequest, evaluation: uuid.UUID, comment: str) -> HttpResponse:
    """Decide about a comment; what else was typed on the page stays where it is.

    A browser without scripts sends all of the page, and is answered with all that was typed.
    """
    found, by = report_or_404(evaluation), acting_user(request)
    if not found.comments.get(comment, "").strip():
        raise Http404
    if reviewing.is_own(found, by):
        return own_refused(request, found)
    form = verdict_form(found, comment, data=request.POST)
    if form is None:
        refused = StateChanged([found.pk], standing=found.state)
        return _overtaken(request, evaluation, comment, refused)
    if not form.is_valid():
        return _typed_wrong(request, found, comment, form)
    try:
        _moderate(found, comment, form, by)
    except reviewing.NoWords as refusal:
        form.add_error("text", str(refusal))
        return _typed_wrong(request, found, comment, form)
    except LifecycleError as refusal:
        return _overtaken(request, evaluation, comment, refusal)
    return _done(request, evaluation, comment)


def _moderate(found: Evaluation, comment: str, form: VerdictForm, by: User) -> None:
    verdict = reviewing.CommentVerdict(
        key=comment,
        read=form.cleaned_data["read"],
        standing=form.cleaned_data["standing"],
        text=form.cleaned_data["text"],
        describes_no_one=form.cleaned_data["verdict"] == VISIBLE,
    )
    reviewing.moderate(evaluation=found, verdict=verdict, by=by)


def _done(request: HttpRequest, evaluation_id: uuid.UUID, comment: str) -> HttpResponse:
    found = report_or_404(evaluation_id)
    if _asks_for_a_part(request):
        return _part(request, found, comment, Untaken(), saved=True)
    messages.success(request, _("Your decision about the comment is kept."))
    mended = mended_spellings(found, request.POST)
    # This one is decided about, in the words that the page now shows.
    mended.pop(comment, None)
    typed = typed_beside(request, found)
    if typed is not None or mended:
        return review_page(request, found, Untaken(form=typed, mended=mended))
    address = review_url(evaluation_id, review_filter(request).query())
    return redirect(f"{address}#comment-{comment}")


def _typed_wrong(
    request: HttpRequest, found: Evaluation, comment: str, form: VerdictForm
) -> HttpResponse:
    untaken = Untaken(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        form=typed_beside(request, found),
        verdicts={comment: form},
        mended=mended_spellings(found, request.POST),
    )
    if _asks_for_a_part(request):
        return _part(request, found, comment, untaken)
    return review_page(request, found, untaken)


def _overtaken(
    request: HttpRequest, evaluation_id: uuid.UUID, comment: str, refusal: LifecycleError
) -> HttpResponse:
    """The sentence, with the report as it stands now and all that was typed about it."""
    found = report_or_404(evaluation_id)
    as_part = _asks_for_a_part(request)
    untaken = Untaken(
        # A page swaps a part in only when the answer says 422.
        HTTPStatus.UNPROCESSABLE_ENTITY if as_part else HTTPStatus.CONFLICT,
        str(refusal),
        # Of a report that is somewhere else by now its page tells who took it there.
        about="" if isinstance(refusal, StateChanged) else comment,
        form=typed_beside(request, found),
        mended=mended_spellings(found, request.POST),
    )
    if as_part:
        # The comment can be decided about here and now where its words are the ones she read.
        decidable = isinstance(refusal, reviewing.CommentDecided)
        return _part(request, found, comment, untaken, decidable=decidable)
    return review_page(request, found, untaken)


def _part(  # noqa: PLR0913 - what one small piece of a page says
    request: HttpRequest,
    found: Evaluation,
    comment: str,
    untaken: Untaken,
    *,
    saved: bool = False,
    decidable: bool = True,
) -> HttpResponse:
    blocks = comment_blocks(
        found, ReadBeside(None, {}, None), typed=untaken.verdicts, mended=untaken.mended
    )
    own = untaken.mended.get(comment)
    context: dict[str, Any] = {
        "report": found,
        "query": review_filter(request).query(),
        "comment": next((each for each in blocks if each.key == comment), None),
        "privacy": found.test_call.participation.in_privacy_mode,
        "overtaken": untaken.refusal,
        "saved": saved,
        "closed": not decidable,
        # The field in which it was typed goes with the former part of the page.
        "left_over_spelling": own.text if own is not None and not decidable else "",
    }
    return render(request, "evaluations/review/review_verdict.html", context, status=untaken.status)


def _asks_for_a_part(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False))
