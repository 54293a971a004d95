"""One report on the reviewers' desk."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from evaluations.enums import EvaluationState
from evaluations.evidence import WAIT_NOTE
from evaluations.models import Evaluation
from evaluations.queries.review.review_desk import neighbours, report_on_desk
from evaluations.queries.review.review_flags import flags_of_attempts
from evaluations.queries.review.second_look import VERDICTS, hidden_steps, look_of
from evaluations.queries.years.checklists import checklist_of
from evaluations.services.review.reopening import why_it_stands
from evaluations.services.review.reviewing import is_own
from evaluations.services.review.taking_back import standing_decision
from evaluations.transitions import Event
from evaluations.web.actor import acting_user
from evaluations.web.forms.review.review import (
    DecisionForm,
    ReopenForm,
    ReviewFilter,
    TakeBackForm,
    VerdictForm,
)
from evaluations.web.forms.review.screening import FlagForm
from evaluations.web.mended_spelling import MendedSpelling
from evaluations.web.presenters.reports.attachments import attachment_rows, has_recordings
from evaluations.web.presenters.reports.evidence import evidence_lines
from evaluations.web.presenters.review.double_review import double_review
from evaluations.web.presenters.review.review_answers import ReadBeside, routed_out, section_blocks
from evaluations.web.presenters.review.review_comments import comment_blocks, left_over_spellings
from evaluations.web.presenters.review.review_contact import (
    attempt_lines,
    contact_facts,
    report_head,
)
from evaluations.web.presenters.review.review_history import history, labels_of
from evaluations.web.presenters.review.review_queue import review_url, with_query
from evaluations.web.presenters.review.screening_flags import look_at
from evaluations.web.undo import just_approved
from evaluations.web.views.review.review_queue import review_filter
from shoppers.models import User
from shoppers.rules import is_coordinator
from shoppers.web.access import allow


@allow(is_coordinator)
@require_safe
def review(request: HttpRequest, evaluation: uuid.UUID) -> HttpResponse:
    """A report beside the points of its answers; one's own without them."""
    return review_page(request, report_or_404(evaluation))


def report_or_404(evaluation_id: uuid.UUID) -> Evaluation:
    """The report, once it was handed in."""
    found = report_on_desk(evaluation_id)
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True, slots=True)
class Untaken:
    """What a step that was not taken leaves on the page: why, and everything typed.

    `about` is the comment that the step was about, where it was no step with the whole report. By
    the comments' keys, `verdicts` are forms about comments, and `mended` spellings that nobody
    has decided about. `flags` are forms about flags, by their keys.
    """

    status: int = HTTPStatus.OK
    refusal: str = ""
    about: str = ""
    form: DecisionForm | None = None
    taking_back: TakeBackForm | None = None
    reopening: ReopenForm | None = None
    verdicts: Mapping[str, VerdictForm] = field(default_factory=dict)
    mended: Mapping[str, MendedSpelling] = field(default_factory=dict)
    flags: Mapping[int, FlagForm] = field(default_factory=dict)


def review_page(
    request: HttpRequest, found: Evaluation, untaken: Untaken | None = None
) -> HttpResponse:
    """The page, also as the answer to a step that was not taken."""
    untaken = untaken or Untaken()
    context = _frame(request, found) | {"refusal": untaken.refusal, "about": untaken.about}
    if is_own(found, acting_user(request)):
        return render(request, "evaluations/review/review_own.html", context, status=untaken.status)
    context |= _contents(found, untaken, acting_user(request))
    context["look_at"] = look_at(
        found, reader=acting_user(request), query=context["query"], typed=untaken.flags
    )
    context |= _taking_back(found, acting_user(request), untaken.taking_back)
    if "taking_back" not in context:
        context |= _reopening(found, untaken.reopening)
    context["files"] = attachment_rows(found)
    context["has_recordings"] = has_recordings(context["files"])
    return render(request, "evaluations/review/review.html", context, status=untaken.status)


def own_refused(request: HttpRequest, found: Evaluation) -> HttpResponse:
    """The answer to somebody who tries to judge a report of her own."""
    return review_page(request, found, Untaken(HTTPStatus.FORBIDDEN))


def decision_form(found: Evaluation, data: Any = None) -> DecisionForm:
    """The form for everything a reviewer types about a report."""
    labels = labels_of(checklist_of(found.checklist_version))
    return DecisionForm(data, labels=labels, read=found.content_hash)


def typed_beside(request: HttpRequest, found: Evaluation) -> DecisionForm | None:
    """Remarks and reasons that were on their way to another button; None without any."""
    posted = request.POST.copy()
    posted["read"] = found.content_hash
    form = decision_form(found, posted)
    return form if form.typed() else None


def _frame(request: HttpRequest, found: Evaluation) -> dict[str, Any]:
    list_filter = review_filter(request)
    query = list_filter.query()
    return {
        "title": found.test_call.participation.name,
        "report": found,
        "head": report_head(found),
        "query": query,
        "just_approved": just_approved(request),
        "crumbs": [
            {"label": _("Review"), "url": with_query(reverse("review_queue"), query)},
            {"label": found.test_call.participation.name, "url": ""},
        ],
        **_walk(request, found, list_filter, query),
    }


def _walk(
    request: HttpRequest, found: Evaluation, list_filter: ReviewFilter, query: str
) -> dict[str, Any]:
    beside = neighbours(found.pk, list_filter.wanted(), reader=acting_user(request))
    return {
        "beside": beside,
        "previous_url": review_url(beside.previous, query) if beside.previous else "",
        "next_url": review_url(beside.following, query) if beside.following else "",
    }


def _contents(found: Evaluation, untaken: Untaken, reader: User) -> dict[str, Any]:
    form, look = untaken.form, look_of(found)
    twice = double_review(found, look, reader=reader)
    open_now = found.state == EvaluationState.SUBMITTED and not (twice and twice.spoken)
    if open_now and form is None:
        form = decision_form(found)
    steps = history(found, hidden=hidden_steps(found, look, reader=reader))
    beside = _read_beside(found, form if open_now else None)
    return {
        "decision": form if open_now else None,
        "twice": twice,
        "differing": [step for step in steps if step.event in VERDICTS][:2][::-1],
        # The report has moved on while somebody typed: her words are hers to keep.
        "left_over": [
            *(form.typed() if form is not None and not open_now else []),
            *left_over_spellings(found, untaken.mended),
        ],
        "facts": contact_facts(found),
        "attempts": attempt_lines(flags_of_attempts(found.test_call)),
        "evidence": evidence_lines(found),
        "wait_note": found.beside.get(WAIT_NOTE, ""),
        "sections": section_blocks(found, beside),
        "routed_out": routed_out(found),
        "comments": comment_blocks(found, beside, typed=untaken.verdicts, mended=untaken.mended),
        "privacy": found.test_call.participation.in_privacy_mode,
        "steps": steps,
        "last_step": next((step for step in steps if step.event is not None), None),
        "changes": next((step.changes for step in steps if step.changes is not None), None),
        "returned": next((step for step in steps if step.event == Event.RETURN), None),
    }


def contents_as_read(found: Evaluation, *, reader: User) -> dict[str, Any]:
    """The report's parts for a page beside which nothing of the review is decided."""
    files = attachment_rows(found)
    return {
        **_contents(found, Untaken(), reader),
        "files": files,
        "has_recordings": has_recordings(files),
        "decision": None,
    }


def _taking_back(found: Evaluation, reader: User, form: TakeBackForm | None) -> dict[str, Any]:
    """The undo of the reader's own approval while it is open to her; after that, what she typed."""
    if standing_decision(found, by=reader) is not None:
        return {"taking_back": form or TakeBackForm()}
    return {"late_reason": form.typed() if form is not None else []}


def _reopening(found: Evaluation, form: ReopenForm | None) -> dict[str, Any]:
    """The form that reopens an approved report, or why it stays approved."""
    if found.state != EvaluationState.APPROVED:
        return {"late_reason": form.typed() if form is not None else []}
    why = why_it_stands(found)
    return {"stands": why} if why else {"reopening": form or ReopenForm()}


def _read_beside(found: Evaluation, form: DecisionForm | None) -> ReadBeside:
    returns = [event for event in found.events.all() if event.event == Event.RETURN]
    handed_in = list(found.submissions.all())
    return ReadBeside(
        form=form,
        remarks={remark.key: remark for remark in (returns[-1].remarks.all() if returns else [])},
        before=handed_in[-2].content["answers"] if len(handed_in) > 1 else None,
    )
