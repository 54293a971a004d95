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
from evaluations.services import reviewing
from evaluations.services.lifecycle import LifecycleError, StateChanged
from evaluations.web.actor import acting_user
from evaluations.web.forms.review import VISIBLE, DecisionForm, VerdictForm
from evaluations.web.presenters.review_answers import ReadBeside
from evaluations.web.presenters.review_comments import comment_blocks, verdict_form
from evaluations.web.presenters.review_queue import review_url
from evaluations.web.views.review import (
    Untaken,
    decision_form,
    own_refused,
    report_or_404,
    review_page,
)
from evaluations.web.views.review_queue import review_filter
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
    if form is not None and not form.is_valid():
        return _typed_wrong(request, found, comment, form)
    try:
        if form is None:
            raise StateChanged([found.pk])
        _moderate(found, comment, form, by)
    except LifecycleError as refusal:
        return _overtaken(request, evaluation, comment, refusal)
    return _done(request, evaluation, comment)


def _moderate(found: Evaluation, comment: str, form: VerdictForm, by: User) -> None:
    verdict = reviewing.CommentVerdict(
        key=comment,
        read=form.cleaned_data["read"],
        text=form.cleaned_data["text"],
        describes_no_one=form.cleaned_data["verdict"] == VISIBLE,
    )
    reviewing.moderate(evaluation=found, verdict=verdict, by=by)


def _done(request: HttpRequest, evaluation_id: uuid.UUID, comment: str) -> HttpResponse:
    if _asks_for_a_part(request):
        return _part(request, report_or_404(evaluation_id), comment, saved=True)
    messages.success(request, _("Your decision about the comment is kept."))
    found = report_or_404(evaluation_id)
    typed, mended = _typed(request, found), _mended(request, found, comment)
    if typed is not None or mended:
        return review_page(request, found, Untaken(form=typed, verdicts=mended))
    address = review_url(evaluation_id, review_filter(request).query())
    return redirect(f"{address}#comment-{comment}")


def _typed_wrong(
    request: HttpRequest, found: Evaluation, comment: str, form: VerdictForm
) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if _asks_for_a_part(request):
        return _part(request, found, comment, form=form, status=status)
    verdicts = _mended(request, found, comment) | {comment: form}
    return review_page(
        request, found, Untaken(status, form=_typed(request, found), verdicts=verdicts)
    )


def _overtaken(
    request: HttpRequest, evaluation_id: uuid.UUID, comment: str, refusal: LifecycleError
) -> HttpResponse:
    """The sentence, with the report as it stands now."""
    found = report_or_404(evaluation_id)
    if _asks_for_a_part(request):
        # The page swaps in answers of this status only.
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return _part(request, found, comment, refusal=str(refusal), status=status)
    untaken = Untaken(
        HTTPStatus.CONFLICT,
        str(refusal),
        form=_typed(request, found),
        verdicts=_mended(request, found, comment),
    )
    return review_page(request, found, untaken)


def _typed(request: HttpRequest, found: Evaluation) -> DecisionForm | None:
    """Remarks and reasons that were on their way to another button; None without any."""
    posted = request.POST.copy()
    posted["read"] = found.content_hash
    form = decision_form(found, posted)
    return form if form.typed() else None


def _mended(request: HttpRequest, found: Evaluation, but: str) -> dict[str, VerdictForm]:
    """Spellings mended at other comments and not decided about, by the comments' keys."""
    blocks = comment_blocks(found, ReadBeside(None, {}, None), typed={})
    return {
        each.key: each.form
        for each in blocks
        if each.form is not None and each.key != but and each.form.mend(request.POST)
    }


def _part(  # noqa: PLR0913 - what one small piece of a page says
    request: HttpRequest,
    found: Evaluation,
    comment: str,
    *,
    form: VerdictForm | None = None,
    refusal: str = "",
    saved: bool = False,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    typed = {comment: form} if form else {}
    blocks = comment_blocks(found, ReadBeside(None, {}, None), typed=typed)
    context: dict[str, Any] = {
        "report": found,
        "query": review_filter(request).query(),
        "comment": next((each for each in blocks if each.key == comment), None),
        "privacy": found.test_call.participation.in_privacy_mode,
        "refusal": refusal,
        "saved": saved,
    }
    return render(request, "evaluations/review_verdict.html", context, status=status)


def _asks_for_a_part(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False))
