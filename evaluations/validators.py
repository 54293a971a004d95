"""Whether answers fit a checklist; the same for a page, the API and the import."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from evaluations.checklist_document import ChecklistDocument
from evaluations.enums import EvidenceKind
from evaluations.evidence import DECLARED, WAIT_NOTE, declared_at
from evaluations.points import shown_questions

LONGEST_NOTE = 1000
# As an instant is written, with parts of a second and a zone.
LONGEST_INSTANT = 40


class AnswerFault(StrEnum):
    """What can be wrong, in the order it is looked for; the words are those of ImportReason.

    But for the last: contacts from a file owe no evidence.
    """

    UNKNOWN_QUESTION = "unknown_question"
    INVALID_OPTION = "invalid_option"
    MISSING_ANSWER = "missing_answer"
    MISSING_EVIDENCE = "missing_evidence"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of one question or comment."""

    code: AnswerFault
    key: str


def given(answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers without those that are null, which is no answer."""
    return {key: value for key, value in answers.items() if value is not None}


def said(beside: Mapping[str, str]) -> dict[str, str]:
    """What was said beside the checklist, without what says nothing."""
    return {key: text for key, text in beside.items() if text.strip()}


def beside_faults(beside: Mapping[str, str]) -> Iterator[Fault]:
    """Keys that no form has, ticks without an instant, and a note that is too long."""
    for key, text in beside.items():
        if key == WAIT_NOTE:
            fits = len(text) <= LONGEST_NOTE and "\x00" not in text
        elif key.removeprefix(DECLARED) in EvidenceKind and key.startswith(DECLARED):
            fits = not text or (len(text) <= LONGEST_INSTANT and declared_at(text) is not None)
        else:
            yield Fault(AnswerFault.UNKNOWN_QUESTION, key)
            continue
        if not fits:
            yield Fault(AnswerFault.INVALID_OPTION, key)


@dataclass(frozen=True, slots=True)
class FilledForm:
    """What a shopper hands in, with what decides which questions are hers to answer.

    In privacy mode a form asks for no words of her own: a free text may describe an agent.
    """

    channel: str
    scenario_reason: str
    answered: bool
    answers: Mapping[str, Any]
    comments: Mapping[str, str]
    privacy_mode: bool = False


def faults(checklist: ChecklistDocument, form: FilledForm) -> Iterator[Fault]:
    """Every fault of a filled form: first unknown keys, then wrong values, then gaps.

    An answer to a question that is not shown must still be one the question takes. An unanswered
    contact owes no answers.
    """
    for key in form.answers:
        question = checklist.questions.get(key)
        if question is None or form.channel not in question.channels:
            yield Fault(AnswerFault.UNKNOWN_QUESTION, key)
    known = set() if form.privacy_mode else {comment.key for comment in checklist.comments}
    for key in form.comments:
        if key not in known:
            yield Fault(AnswerFault.UNKNOWN_QUESTION, key)
    for key, value in given(form.answers).items():
        question = checklist.questions.get(key)
        if question is not None and not question.takes(value, channel=form.channel):
            yield Fault(AnswerFault.INVALID_OPTION, key)
    if form.answered:
        yield from _gaps(checklist, form)


def _gaps(checklist: ChecklistDocument, form: FilledForm) -> Iterator[Fault]:
    answers = given(form.answers)
    shown = shown_questions(
        checklist,
        channel=form.channel,
        scenario_reason=form.scenario_reason,
        answers=answers,
    )
    for key, question in checklist.questions.items():
        if key in shown and question.required and key not in answers:
            yield Fault(AnswerFault.MISSING_ANSWER, key)
    for comment in () if form.privacy_mode else checklist.comments:
        if comment.required and not form.comments.get(comment.key, "").strip():
            yield Fault(AnswerFault.MISSING_ANSWER, comment.key)
