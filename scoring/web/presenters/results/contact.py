"""One contact of an own company: from its answers to its total, step by step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from evaluations.checklist_document import ChecklistDocument
from evaluations.web.presenters.years.checklist_words import (
    answer_words,
    points_note,
    section_names,
    words,
)
from evaluations.web.tables import Table
from scoring.formulas.parts import Part
from scoring.formulas.rounding import rounded
from scoring.formulas.shown_parts import Shown, shown_parts, shown_total
from scoring.models import ReleasedContact


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A question, what was answered, and its points where there are any.

    `note` says what an answer that says nothing does to them, `url` is where the question stands
    with all of the company's contacts.
    """

    question: str
    answer: str
    note: str
    got: int | None
    possible: int | None
    url: str = ""


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A section of the contact, and what it brings to the total.

    `weight` and `part` are percentages of the contact's own total: sections that do not apply fell
    away with their weight; `shown` are the two as they add up. All are empty for a section that
    carries no points here.
    """

    key: str
    name: str
    got: int | None
    possible: int | None
    percent: Decimal | None
    critical: bool
    weight: Decimal | None
    part: Decimal | None
    shown: Shown | None
    answers: Sequence[AnswerRow]


def section_rows(
    contact: ReleasedContact,
    checklist: ChecklistDocument,
    parts: Mapping[str, Part],
    addresses: Mapping[tuple[str, str], str],
) -> list[SectionRow]:
    """The sections in the checklist's order; those with neither points nor answers are left out.

    `parts` are the sections' parts of the contact's own total; they add up to it. `addresses` are
    those of the questions' own pages, by section and question.
    """
    answers = _answers_by_section(contact, checklist, addresses)
    shown = shown_parts(parts, shown_total(contact.total)) if parts else {}
    return [
        _section(
            SectionRow(key, name, None, None, None, False, None, None, None, answers.get(key, [])),
            contact.sections.get(key),
            parts.get(key),
            shown.get(key),
        )
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
    bare: SectionRow, points: Mapping[str, Any] | None, part: Part | None, shown: Shown | None
) -> SectionRow:
    if points is None or part is None:
        return bare
    score = Fraction(0) if points["critical"] else Fraction(100 * points["got"], points["possible"])
    return replace(
        bare,
        got=points["got"],
        possible=points["possible"],
        percent=rounded(score),
        critical=points["critical"],
        weight=rounded(100 * part.share),
        part=rounded(part.points),
        shown=shown,
    )


def _answers_by_section(
    contact: ReleasedContact,
    checklist: ChecklistDocument,
    addresses: Mapping[tuple[str, str], str],
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
                url=addresses.get((answer["section"], answer["question"]), ""),
            )
        )
    return rows
