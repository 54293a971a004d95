"""One contact of an own company: from its answers to its total, step by step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from evaluations.checklist_document import ChecklistDocument
from evaluations.web.presenters.checklist_words import (
    answer_words,
    points_note,
    section_names,
    words,
)
from evaluations.web.tables import Table
from scoring.formulas.rounding import rounded
from scoring.models import ReleasedContact


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A question, what was answered, and its points where there are any.

    `note` says what an answer that says nothing does to them.
    """

    question: str
    answer: str
    note: str
    got: int | None
    possible: int | None


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A section of the contact, and what it brings to the total.

    `weight` and `part` are percentages of the contact's own total: sections that do not apply fell
    away with their weight. All three are empty for a section that carries no points here.
    """

    key: str
    name: str
    got: int | None
    possible: int | None
    percent: Decimal | None
    critical: bool
    weight: Decimal | None
    part: Decimal | None
    answers: Sequence[AnswerRow]


def section_rows(
    contact: ReleasedContact, checklist: ChecklistDocument, shares: Mapping[str, Fraction]
) -> list[SectionRow]:
    """The sections in the checklist's order; those with neither points nor answers are left out.

    `shares` are the sections' shares of the contact's own score.
    """
    answers = _answers_by_section(contact, checklist)
    return [
        _section(key, name, contact.sections.get(key), answers.get(key, []), shares.get(key))
        for key, name in section_names(checklist).items()
        if answers.get(key) or _applies(contact.sections.get(key))
    ]


def sections_table(rows: Sequence[SectionRow]) -> Table:
    """The arithmetic of the contact as a file."""
    columns = ("section", "name", "got", "possible", "critical", "percent", "weight", "part")
    return Table(
        "sections",
        columns,
        [
            {column: getattr(row, "key" if column == "section" else column) for column in columns}
            for row in rows
            if row.percent is not None
        ],
    )


def answers_table(contact: ReleasedContact) -> Table:
    """Every answer of the contact with its points as a file."""
    return Table("answers", ("question", "section", "answer", "got", "possible"), contact.answers)


def _applies(points: Mapping[str, Any] | None) -> bool:
    return points is not None and points["possible"] > 0


def _section(
    key: str,
    name: str,
    points: Mapping[str, Any] | None,
    answers: Sequence[AnswerRow],
    share: Fraction | None,
) -> SectionRow:
    if points is None or share is None:
        return SectionRow(key, name, None, None, None, False, None, None, answers)
    score = Fraction(0) if points["critical"] else Fraction(100 * points["got"], points["possible"])
    return SectionRow(
        key=key,
        name=name,
        got=points["got"],
        possible=points["possible"],
        percent=rounded(score),
        critical=points["critical"],
        weight=rounded(100 * share),
        part=rounded(score * share),
        answers=answers,
    )


def _answers_by_section(
    contact: ReleasedContact, checklist: ChecklistDocument
) -> dict[str, list[AnswerRow]]:
    rows: dict[str, list[AnswerRow]] = {}
    for answer in contact.answers:
        question = checklist.questions[answer["question"]]
        rows.setdefault(answer["section"], []).append(
            AnswerRow(
                question=words(question.text),
                answer=answer_words(question, answer["answer"], channel=contact.channel),
                note=points_note(question, answer["answer"]),
                got=answer["got"],
                possible=answer["possible"],
            )
        )
    return rows
