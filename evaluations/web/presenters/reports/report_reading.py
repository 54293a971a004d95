"""A report as its shopper reads it again: what she answered, and nothing of what it is worth."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from evaluations.enums import EvaluationState
from evaluations.evidence import WAIT_NOTE
from evaluations.models import Draft, Evaluation
from evaluations.points import shown_questions
from evaluations.queries.reports.held_words import filled_in_last
from evaluations.queries.years.checklists import checklist_of
from evaluations.services.reports.drafting import LONGEST_COMMENT, ReportRefused
from evaluations.validators import LONGEST_NOTE, AnswerFault, Fault
from evaluations.web.presenters.reports.report_filled import Filled
from evaluations.web.presenters.years.checklist_words import answer_words, words


@dataclass(frozen=True, slots=True)
class AnswerBlock:
    """A section with its questions and answers in words."""

    title: str
    lines: tuple[tuple[str, str], ...]


def filled_in(evaluation: Evaluation) -> Filled:
    """What the form shows: the draft; where there is none, what was handed in."""
    source = filled_in_last(evaluation)
    return Filled(source.answered, source.answers, source.comments, source.beside)


def handed_in(evaluation: Evaluation) -> Filled:
    """What was handed in last; the draft where nothing was."""
    if evaluation.state == EvaluationState.DRAFT:
        return filled_in(evaluation)
    return Filled(evaluation.answered, evaluation.answers, evaluation.comments, evaluation.beside)


def answer_blocks(evaluation: Evaluation, filled: Filled) -> list[AnswerBlock]:
    """The questions that are part of the contact, with their answers; none when nobody answered."""
    if not filled.answered:
        return []
    call, checklist = evaluation.test_call, checklist_of(evaluation.checklist_version)
    shown = shown_questions(
        checklist,
        channel=call.channel,
        scenario_reason=call.scenario.reason,
        answers=filled.answers,
    )
    blocks = [
        AnswerBlock(
            words(section.text),
            tuple(
                (
                    words(question.text),
                    answer_words(question, filled.answers.get(question.key), channel=call.channel),
                )
                for question in section.questions
                if question.key in shown
            ),
        )
        for section in checklist.sections
    ]
    return [block for block in blocks if block.lines]


def comment_lines(evaluation: Evaluation, filled: Filled) -> list[tuple[str, str]]:
    """The comments that say something, with what they are about."""
    checklist = checklist_of(evaluation.checklist_version)
    found = [(words(each.text), filled.comments.get(each.key, "")) for each in checklist.comments]
    return [(about, text) for about, text in found if text.strip()]


def fault_sentences(evaluation: Evaluation, faults: Iterable[Fault]) -> dict[str, str]:
    """What is wrong with each question or comment, in words."""
    comments = (comment.key for comment in checklist_of(evaluation.checklist_version).comments)
    longest = {**dict.fromkeys(comments, LONGEST_COMMENT), WAIT_NOTE: LONGEST_NOTE}
    return {fault.key: _sentence(fault, longest=longest.get(fault.key)) for fault in faults}


def refused_words(evaluation: Evaluation, refusal: ReportRefused) -> str:
    """Why something was not saved: with a comment, which one it is and how long it may be."""
    sentences = fault_sentences(evaluation, refusal.faults)
    comments = checklist_of(evaluation.checklist_version).comments
    said = [(words(each.text), sentences[each.key]) for each in comments if each.key in sentences]
    return " ".join([str(refusal), *(f"{about}: {sentence}" for about, sentence in said)])


def saved_words(draft: Draft) -> str:
    """When the draft was saved last."""
    if draft.revision == 0:
        return _("Saved as you go")
    at = localtime(draft.saved_at)
    today = at.date() == localtime().date()
    return _("Saved %(time)s") % {
        "time": date_format(at, "TIME_FORMAT" if today else "SHORT_DATETIME_FORMAT")
    }


def progress_words(done: int, total: int) -> str:
    """How far the form is filled in."""
    said = progress_sentences()
    return said["some"] % {"done": done, "total": total} if total else said["none"]


def progress_sentences() -> dict[str, str]:
    """The sentences of `progress_words`, with places for the numbers: a page counts by itself."""
    return {"some": _("%(done)d of %(total)d answered"), "none": _("No questions to answer")}


def _sentence(fault: Fault, *, longest: int | None) -> str:
    if fault.code is AnswerFault.MISSING_ANSWER:
        return _("Please write a few words.") if longest else _("Please answer this question.")
    if fault.code is AnswerFault.MISSING_EVIDENCE:
        return _("Please add this.")
    if fault.code is AnswerFault.UNKNOWN_QUESTION:
        return _("The form does not have this question: %(key)s.") % {"key": fault.key}
    if longest:
        return _("Please write no more than %(count)d characters.") % {"count": longest}
    return _("This is no answer to the question.")
