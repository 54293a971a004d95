"""The pages of one report: the form with what stands beside it, and what was sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from evaluations.enums import EvaluationState
from evaluations.models import Evaluation, TestCall
from evaluations.queries.calls.my_calls import attempts_of
from evaluations.queries.reports.my_report import ReviewersWords, submissions_of, words_of_return
from evaluations.services.reports.drafting import LONGEST_COMMENT
from evaluations.validators import AnswerFault, Fault
from evaluations.web.forms.calls.safety import recognised_form
from evaluations.web.phone import may_be_kept
from evaluations.web.presenters.calls.attempts import attempt_rows
from evaluations.web.presenters.calls.calls import standing_chip, standing_of
from evaluations.web.presenters.calls.my_call import call_crumbs, code_words, news
from evaluations.web.presenters.reports.attachments import attachment_block
from evaluations.web.presenters.reports.kept_words import kept_words
from evaluations.web.presenters.reports.report_clocks import clock_until
from evaluations.web.presenters.reports.report_filled import Beside, Filled
from evaluations.web.presenters.reports.report_form import ReportForm, answer_in_words
from evaluations.web.presenters.reports.report_reading import (
    answer_blocks,
    comment_lines,
    fault_sentences,
    filled_in,
    handed_in,
    progress_sentences,
    progress_words,
    saved_words,
)

# More links than this are no summary; every question says it itself as well.
FAULTS_SHOWN = 8
_MISSING = {AnswerFault.MISSING_ANSWER, AnswerFault.MISSING_EVIDENCE}


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a form was not taken: a sentence, faults, and questions that another place answers."""

    sentence: str = ""
    faults: tuple[Fault, ...] = ()
    elsewhere: tuple[str, ...] = ()
    about_attempts: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a summary; `href` leads to the question where the page has it."""

    label: str
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class FormPage:
    """The form as it is shown: what is filled in and what was wrong.

    `revision` is the draft's that the words on the page come from; None: the draft as it is.
    """

    evaluation: Evaluation
    filled: Filled
    trouble: Trouble = field(default_factory=Trouble)
    revision: int | None = None


def form_page(
    request: HttpRequest, call: TestCall, page: FormPage, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    """The form; with `trouble`, what was typed is there all the same."""
    evaluation = page.evaluation
    returned = _returned(evaluation)
    beside = Beside(
        faults=fault_sentences(evaluation, page.trouble.faults),
        remarks=returned.remarks,
        elsewhere={
            key: answer_in_words(evaluation, key, filled_in(evaluation))
            for key in page.trouble.elsewhere
        },
    )
    # That an answer is missing is said once, above the links.
    missing = {fault.key for fault in page.trouble.faults if fault.code in _MISSING}
    wrong = {key: "" if key in missing else text for key, text in beside.faults.items()}
    form = ReportForm(evaluation, page.filled, beside)
    title = _("Report")
    done, total = form.progress
    context = {
        "done": done,
        "total": total,
        "progress": progress_words(done, total),
        "words": progress_sentences(),
        "saved": saved_words(evaluation.draft),
        "revision": evaluation.draft.revision if page.revision is None else page.revision,
        "title": call.participation.name,
        "crumbs": call_crumbs(call, title),
        "call": call,
        "form": form,
        "refusal": page.trouble.sentence,
        "about_attempts": page.trouble.about_attempts,
        "fault_lines": _lines(form, wrong)[:FAULTS_SHOWN],
        "more_faults": max(0, len(wrong) - FAULTS_SHOWN),
        "elsewhere_lines": _lines(form, beside.elsewhere),
        "returned": returned if evaluation.state == EvaluationState.RETURNED else None,
        "mend_clock": clock_until(returned.until),
        "returned_for": code_words(returned),
        "remark_lines": _lines(form, beside.remarks),
        "attempts": attempt_rows(call, attempts_of(call), call.participation.programme.fieldwork),
        "kept": kept_words(evaluation, form),
        "attach": attachment_block(evaluation),
        "handin": _handin(evaluation),
    }
    shown = render(request, "evaluations/reports/my_report.html", context, status=status)
    return may_be_kept(request, shown) if status == HTTPStatus.OK else shown


def _handin(evaluation: Evaluation) -> dict[str, Any]:
    """What a whole form names when it is sent: its report, and the receipt that it replaces.

    And what she is asked when she sends it.
    """
    last = submissions_of(evaluation)[:1] if evaluation.state == EvaluationState.RETURNED else []
    return {
        "evaluation": str(evaluation.pk),
        "replaces": last[0].content_hash if last else "",
        "recognised": recognised_form(evaluation),
        "longest": LONGEST_COMMENT,
    }


def reading_page(request: HttpRequest, call: TestCall, evaluation: Evaluation) -> HttpResponse:
    """The report as it was sent, or as it was left."""
    title = _("Report")
    context = reading_context(call, evaluation, handed_in(evaluation)) | {
        "title": call.participation.name,
        "crumbs": call_crumbs(call, title),
        "chip": standing_chip(standing_of(call)),
        "news": news(call),
        "submissions": submissions_of(evaluation),
        "is_draft": evaluation.state == EvaluationState.DRAFT,
    }
    return render(request, "evaluations/reports/my_report_sent.html", context)


def reading_context(call: TestCall, evaluation: Evaluation, filled: Filled) -> dict[str, Any]:
    """A report's content to read."""
    return {
        "call": call,
        "is_answered": filled.answered,
        "has_answers": bool(filled.answers),
        "blocks": answer_blocks(evaluation, filled),
        "comments": comment_lines(evaluation, filled),
        "attempts": attempt_rows(call, attempts_of(call), call.participation.programme.fieldwork),
        "kept": kept_words(evaluation),
        "attach": attachment_block(evaluation),
    }


def _returned(evaluation: Evaluation) -> ReviewersWords:
    if evaluation.state != EvaluationState.RETURNED:
        return ReviewersWords("")
    return words_of_return(evaluation)


def _lines(form: ReportForm, by_key: Mapping[str, str]) -> list[Line]:
    return [
        Line(form.label(key), text, f"#q-{key}" if form.is_there(key) else "")
        for key, text in by_key.items()
    ]
