"""A report's answers as its reviewer reads them: section by section, with points beside them.

Points got and possible, never more: no percentage, no weight, no standing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from evaluations.checklist_document import (
    ChecklistDocument,
    ChoiceQuestion,
    IntegerQuestion,
    Section,
)
from evaluations.enums import CriticalEffect
from evaluations.models import Evaluation, Remark
from evaluations.points import scored_questions, section_keys, shown_questions
from evaluations.queries.points import points_of_evaluation
from evaluations.queries.years.checklists import checklist_of
from evaluations.web.forms.review.review import DecisionForm
from evaluations.web.presenters.years.checklist_words import (
    NOTHING,
    answer_words,
    points_note,
    words,
)

_Question = ChoiceQuestion | IntegerQuestion
_Points = Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """A question with its answer; `before` is the answer of the handing-in before, if it differs.

    `note` says in words what an unusual answer does to the points.
    """

    key: str
    question: str
    answer: str
    before: str
    points: str
    note: str
    critical: bool
    remark: Remark | None
    field: forms.BoundField | None


@dataclass(frozen=True, slots=True)
class SectionBlock:
    """A section with the points it got."""

    key: str
    name: str
    points: str
    note: str
    lines: list[AnswerLine]


@dataclass(frozen=True, slots=True)
class ReadBeside:
    """What stands beside the answers: the form for remarks, what was said and what changed.

    `before` are the answers of the handing-in before, None when there is none.
    """

    form: DecisionForm | None
    remarks: Mapping[str, Remark]
    before: Mapping[str, Any] | None

    def field(self, key: str) -> forms.BoundField | None:
        """Where a remark is written; None when the report takes none."""
        return self.form.remark(key) if self.form else None


def section_blocks(evaluation: Evaluation, beside: ReadBeside) -> list[SectionBlock]:
    """The sections that are part of the contact, in the checklist's order."""
    return _Reading(evaluation, beside).blocks()


def routed_out(evaluation: Evaluation) -> list[tuple[str, str]]:
    """Questions that were answered and are no part of the contact, with those answers."""
    checklist = checklist_of(evaluation.checklist_version)
    shown, channel = _shown(evaluation, checklist), evaluation.test_call.channel
    return [
        (words(question.text), answer_words(question, evaluation.answers[key], channel=channel))
        for key, question in checklist.questions.items()
        if key in evaluation.answers and key not in shown
    ]


def _shown(evaluation: Evaluation, checklist: ChecklistDocument) -> frozenset[str]:
    if not evaluation.answered:
        return frozenset()
    call = evaluation.test_call
    return shown_questions(
        checklist,
        channel=call.channel,
        scenario_reason=call.scenario.reason,
        answers=evaluation.answers,
    )


class _Reading:
    """One report on its checklist."""

    def __init__(self, evaluation: Evaluation, beside: ReadBeside) -> None:
        self._checklist = checklist_of(evaluation.checklist_version)
        self._answers = evaluation.answers
        self._channel = evaluation.test_call.channel
        self._beside = beside
        self._shown = _shown(evaluation, self._checklist)
        points = points_of_evaluation(evaluation)
        keys = [question.key for question in scored_questions(self._checklist)]
        self._points: _Points = dict(
            zip(keys, zip(points.question_got, points.question_possible, strict=True), strict=True)
        )
        sections = zip(
            points.section_got, points.section_possible, points.section_zeroed, strict=True
        )
        self._sections = dict(zip(section_keys(self._checklist), sections, strict=True))

    def blocks(self) -> list[SectionBlock]:
        """Sections with a question that is shown."""
        found = [self._block(section) for section in self._checklist.sections]
        return [block for block in found if block.lines]

    def _block(self, section: Section) -> SectionBlock:
        lines = [self._line(each) for each in section.questions if each.key in self._shown]
        got, possible, zeroed = self._sections.get(section.key, (0, 0, False))
        points = _("Asked, not scored")
        if possible:
            points = _("%(got)s of %(possible)s points") % {
                "got": 0 if zeroed else got,
                "possible": possible,
            }
        note = ""
        if possible and zeroed:
            note = _("A critical answer sets this section to 0; without it, it had %(got)s.") % {
                "got": got
            }
        return SectionBlock(section.key, words(section.text), points, note, lines)

    def _line(self, question: _Question) -> AnswerLine:
        answer = self._answers.get(question.key)
        critical = question.critical is not None and answer in question.critical.when
        return AnswerLine(
            key=question.key,
            question=words(question.text),
            answer=self._words(question, answer),
            before=self._before(question, answer),
            points=self._points_words(question, answer),
            note=_note(question, answer, critical=critical),
            critical=critical,
            remark=self._beside.remarks.get(question.key),
            field=self._beside.field(question.key),
        )

    def _points_words(self, question: _Question, answer: Any) -> str:
        if not question.scored:
            return _("Not scored")
        got, possible = self._points[question.key]
        if not possible:
            return NOTHING
        return _("%(got)s of %(possible)s") % {"got": got, "possible": possible}

    def _before(self, question: _Question, answer: Any) -> str:
        if self._beside.before is None:
            return ""
        before = self._beside.before.get(question.key)
        return "" if before == answer else self._words(question, before)

    def _words(self, question: _Question, answer: Any) -> str:
        if answer is None:
            return _("No answer")
        return answer_words(question, answer, channel=self._channel)


def _note(question: _Question, answer: Any, *, critical: bool) -> str:
    return str(CriticalEffect.ZERO_SECTION.label) if critical else points_note(question, answer)
