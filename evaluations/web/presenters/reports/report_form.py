"""The report as a form: every question as big rows to tap, with what stands beside it.

What an answer is worth never comes near this file: a phone is not to receive it.
"""

import json
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _

from evaluations.checklist_document import (
    NOT_APPLICABLE,
    CommentField,
    Section,
)
from evaluations.evidence import WAIT_NOTE
from evaluations.models import Evaluation
from evaluations.points import shown_questions
from evaluations.queries.reports.held_words import ANSWERED, NO, YES
from evaluations.queries.years.checklists import checklist_of
from evaluations.web.presenters.calls.clock import WAIT_QUESTION, wait_hint
from evaluations.web.presenters.calls.wait_clock import WaitClock
from evaluations.web.presenters.reports.evidence import EvidenceForm
from evaluations.web.presenters.reports.report_choices import (
    Choice,
    Question,
    choices_of,
    look_of,
    rows_apart,
)
from evaluations.web.presenters.reports.report_filled import Beside, Filled, Notes
from evaluations.web.presenters.years.checklist_words import answer_words, words


@dataclass(frozen=True, slots=True)
class FormField:
    """A question or a comment; `look` is options, scale, numbers, number or words.

    `when` names the field that decides whether it is asked, `values` the answers with which it is,
    as JSON; `is_shown` says whether it is by now. `needed` holds for an answered contact.
    """

    key: str
    name: str
    label: str
    look: str
    required: bool
    choices: tuple[Choice, ...] = ()
    apart: tuple[Choice, ...] = ()
    value: str = ""
    hint: str = ""
    notes: Notes = field(default_factory=Notes)
    needed: bool = False
    when: str = ""
    values: str = ""
    is_shown: bool = True
    clock: WaitClock | None = None

    @property
    def described_by(self) -> str:
        """Ids of what explains the field, for whoever does not see the page."""
        there = {
            "hint": self.hint,
            "remark": self.notes.remark,
            "elsewhere": self.notes.elsewhere,
            "fault": self.notes.fault,
        }
        return " ".join(f"q-{self.key}-{part}" for part, text in there.items() if text)


@dataclass(frozen=True, slots=True)
class FormSection:
    """A section with every question that this contact may have."""

    key: str
    title: str
    fields: tuple[FormField, ...]

    @property
    def is_shown(self) -> bool:
        """Whether it asks anything by now."""
        return any(each.is_shown for each in self.fields)


class ReportForm:
    """One report as a form."""

    def __init__(self, evaluation: Evaluation, filled: Filled, beside: Beside) -> None:
        self._call = call = evaluation.test_call
        self._channel, self._reason = str(call.channel), str(call.scenario.reason)
        self._beside = beside
        self.clock = WaitClock(evaluation, filled, beside.notes(WAIT_NOTE))
        self._filled = filled = self.clock.filled
        self.evidence = EvidenceForm(evaluation, filled, beside)
        self._checklist = checklist_of(evaluation.checklist_version)
        self._shown = shown_questions(
            self._checklist,
            channel=self._channel,
            scenario_reason=self._reason,
            answers=filled.answers,
        )
        self._comments = (
            () if call.participation.in_privacy_mode else tuple(self._checklist.comments)
        )
        self.is_answered = filled.answered

    @property
    def first(self) -> FormField:
        """Whether anybody answered at all."""
        words_of = {YES: _("Yes"), NO: _("No")}
        chosen = YES if self._filled.answered else NO
        return FormField(
            key=ANSWERED,
            name=ANSWERED,
            label=_("Did somebody answer?"),
            look="options",
            required=True,
            choices=tuple(Choice(key, text, key == chosen) for key, text in words_of.items()),
            notes=self._beside.notes(ANSWERED),
        )

    @property
    def sections(self) -> list[FormSection]:
        """The sections that this contact may have; what is not asked by now is among them."""
        made = [self._section(section) for section in self._checklist.sections]
        return [section for section in made if section.fields]

    @property
    def comments(self) -> list[FormField]:
        """The places for words; none in privacy mode."""
        return [self._comment(comment) for comment in self._comments]

    @property
    def progress(self) -> tuple[int, int]:
        """How many of the answers that are needed have been given."""
        if not self._filled.answered:
            return 0, 0
        needed = [
            key
            for key, question in self._checklist.questions.items()
            if key in self._shown and question.required
        ]
        given = [key for key in needed if self._filled.answers.get(key) is not None]
        words_needed = [each.key for each in self._comments if each.required]
        said = [key for key in words_needed if self._filled.comments.get(key, "").strip()]
        why, why_needed = self.clock.progress
        return len(given) + len(said) + why, len(needed) + len(words_needed) + why_needed

    def label(self, key: str) -> str:
        """The words of a question or comment; empty for what the form does not have."""
        if key == ANSWERED:
            return self.first.label
        if key in self.beside_labels:
            return self.beside_labels[key]
        if (question := self._checklist.questions.get(key)) is not None:
            return words(question.text)
        found = (comment for comment in self._checklist.comments if comment.key == key)
        return next((words(comment.text) for comment in found), "")

    @cached_property
    def beside_labels(self) -> dict[str, str]:
        """What is called how of all that stands beside the checklist's questions."""
        return self.evidence.labels | self.clock.labels

    def is_there(self, key: str) -> bool:
        """Whether the page has the question, so that a link may lead to it."""
        comments = {comment.key for comment in self._comments}
        if key in self.beside_labels:
            return self.is_answered == (key == WAIT_NOTE)
        return key == ANSWERED or key in comments or (self.is_answered and key in self._shown)

    def _section(self, section: Section) -> FormSection:
        fields = [self._question(each) for each in section.questions if self._may_come(each)]
        return FormSection(section.key, words(section.text), tuple(fields))

    def _may_come(self, question: Question) -> bool:
        """Whether some answer could make it part of this contact."""
        if self._channel not in question.channels:
            return False
        condition = question.show_if
        reasons = condition.scenario_reason if condition else None
        return reasons is None or self._reason in reasons

    def _question(self, question: Question) -> FormField:
        answer = self._filled.answers.get(question.key)
        look, hint = look_of(question, self._channel)
        if question.key in {WAIT_QUESTION, self.clock.key}:
            hint = hint or self._wait_hint
        condition = question.show_if.answer if question.show_if else None
        return FormField(
            key=question.key,
            name=f"q.{question.key}",
            label=words(question.text),
            look=look,
            required=question.required,
            choices=choices_of(question, self._channel, look, answer),
            apart=rows_apart(question, answer),
            value="" if answer is None or answer == NOT_APPLICABLE else str(answer),
            hint=hint,
            notes=self._beside.notes(question.key),
            needed=question.required,
            when=f"q.{condition[0]}" if condition else "",
            values=json.dumps([str(value) for value in condition[1]]) if condition else "",
            is_shown=question.key in self._shown,
            clock=self.clock if question.key == self.clock.key else None,
        )

    _wait_hint = cached_property(lambda self: wait_hint(self.clock.waited))

    def _comment(self, comment: CommentField) -> FormField:
        return FormField(
            key=comment.key,
            name=f"c.{comment.key}",
            label=words(comment.text),
            look="words",
            required=comment.required and self._filled.answered,
            value=self._filled.comments.get(comment.key, ""),
            notes=self._beside.notes(comment.key),
            needed=comment.required,
        )


def answer_in_words(evaluation: Evaluation, key: str, filled: Filled) -> str:
    """What a place says about a question or comment, in words."""
    if key == ANSWERED:
        return _("Yes") if filled.answered else _("No")
    question = checklist_of(evaluation.checklist_version).questions.get(key)
    if question is None:
        return filled.comments.get(key, "") or _("Nothing")
    channel = evaluation.test_call.channel
    return answer_words(question, filled.answers.get(key), channel=channel)
