"""How an own company's total is made: lines of share x percent = part, each step down."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from evaluations.enums import Channel, HalfDay
from evaluations.web.presenters.years.checklist_words import answer_words, points_note
from evaluations.web.tables import Table
from scoring.formulas.lost_figures import Lost, LostFigures
from scoring.formulas.parts import Part
from scoring.formulas.rounding import rounded
from scoring.formulas.shown_parts import Shown, shown_parts, shown_total
from scoring.queries.results.explaining import Explanation
from scoring.queries.results.points_lost import SharedContact

_COLUMNS = ("key", "name", "share", "percent", "part")


@dataclass(frozen=True, slots=True)
class PartLine:
    """A share of the total, its percentage and what it brings; `shown` adds up, down the lines.

    `got` of `possible` are the points behind it; `cost` is what it lost of the total; empty
    where a line has none. A line without a key is only a cost.
    """

    key: str
    name: str
    shown: Shown
    share: Decimal
    percent: Decimal | None
    part: Decimal
    got: int | None = None
    possible: int | None = None
    cost: Decimal | None = None


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """A contact with its answer to one question, and what that brings to the company's total.

    To the half-day, never the minute. `line` is empty where the answer carries no points.
    `critical` says that a critical answer made the section 0, so that no point of it counts.
    """

    contact: uuid.UUID
    date: dt.date
    half_day: HalfDay
    channel: Channel
    answer: str
    note: str
    critical: bool
    line: PartLine | None


def section_parts(found: Explanation, names: Mapping[str, str]) -> list[PartLine]:
    """The sections of the total in the checklist's order, and last what nobody answered."""
    shown = shown_parts(found.sections, shown_total(found.row.total))
    return [
        _line(key, names.get(key, key) if key else _("Not answered"), part, shown[key])
        for key, part in found.sections.items()
    ]


def question_parts(
    found: Explanation,
    section: PartLine,
    figures: LostFigures,
    texts: Mapping[str, str],
) -> list[PartLine]:
    """The questions of a section with their points, and last what critical answers cost beside."""
    own = {question: part for (of, question), part in found.questions.items() if of == section.key}
    shown = shown_parts(own, section.shown)
    lines = []
    for question, part in own.items():
        got, possible = _points(found.shared, section.key, question)
        lost = figures.questions[Lost(section.key, question, critical=False)]
        line = _line(question, texts[question], part, shown[question])
        lines.append(replace(line, got=got, possible=possible, cost=lost.shown))
    return lines + _critical(section.key, figures, texts)


def answer_lines(found: Explanation, section: str, question: PartLine) -> list[AnswerLine]:
    """Every contact that was asked the question, in the order of time."""
    parts = found.in_contacts(section, question.key)
    shown = shown_parts(parts, question.shown)
    lines = []
    for place, shared in enumerate(found.shared):
        for answer in shared.row.answers:
            if (answer["section"], answer["question"]) == (section, question.key):
                part = parts.get(place)
                line = None if part is None else _line("", "", part, shown[place])
                lines.append(_answer_line(shared, answer, line))
    return sorted(lines, key=lambda line: (line.date, _HALF_DAYS.index(line.half_day)))


def contact_shown(found: Explanation, contact: uuid.UUID) -> Shown:
    """What one contact carries and brings of the company's total, beside all its others."""
    ids = [row.contact for row in found.rows]
    parts = dict(zip(ids, found.contacts, strict=True))
    return shown_parts(parts, shown_total(found.row.total))[contact]


def sums(lines: Iterable[PartLine]) -> dict[str, Decimal]:
    """The last line of a table: what its lines are together, as they are shown."""
    lines = list(lines)
    return {
        "share": sum((line.shown.share for line in lines), Decimal(0)),
        "part": sum((line.shown.points for line in lines), Decimal(0)),
        "cost": sum((line.cost or Decimal(0) for line in lines), Decimal(0)),
    }


def parts_table(name: str, lines: Iterable[PartLine]) -> Table:
    """The lines as a file, with all decimals."""
    rows = [
        {
            "key": line.key,
            "name": line.name,
            "got": line.got,
            "possible": line.possible,
            "share": line.share,
            "percent": line.percent,
            "part": line.part,
            "cost": line.cost,
        }
        for line in lines
    ]
    points = any(row["possible"] is not None for row in rows)
    columns = ("key", "name", "got", "possible", *_COLUMNS[2:], "cost") if points else _COLUMNS
    return Table(name, columns, rows)


def answers_table(lines: Iterable[AnswerLine]) -> Table:
    """The contacts' answers to one question as a file, with all decimals."""
    about = ("contact", "date", "half_day", "channel", "answer")
    figures = ("got", "possible", "share", "percent", "part")
    rows = [
        {column: getattr(each, column) for column in about}
        | {column: getattr(each.line, column) if each.line else None for column in figures}
        for each in lines
    ]
    return Table("answers", (*about, *figures), rows)


def _line(key: str, name: str, part: Part, shown: Shown) -> PartLine:
    percent = part.percent
    return PartLine(
        key=key,
        name=name,
        shown=shown,
        share=rounded(100 * part.share),
        percent=None if percent is None else rounded(percent),
        part=rounded(part.points),
    )


def _points(shared: Iterable[SharedContact], section: str, question: str) -> tuple[int, int]:
    """The points that the question got in all contacts, and how many it could have got."""
    answers = [
        answer
        for each in shared
        for answer in each.contact.answers
        if (answer.section, answer.question) == (section, question)
    ]
    return sum(answer.got for answer in answers), sum(answer.possible for answer in answers)


def _critical(section: str, figures: LostFigures, texts: Mapping[str, str]) -> list[PartLine]:
    none = _line("", "", Part(Fraction(0), Fraction(0)), Shown(Decimal(0), Decimal(0)))
    return [
        replace(
            none,
            name=_("Critical answer to: %(question)s") % {"question": texts[lost.question]},
            cost=figure.shown,
        )
        for lost, figure in figures.questions.items()
        if lost.section == section and lost.critical and figure.contacts
    ]


def _answer_line(
    shared: SharedContact, answer: Mapping[str, Any], line: PartLine | None
) -> AnswerLine:
    row = shared.row
    question = shared.checklist.questions[answer["question"]]
    return AnswerLine(
        contact=row.contact,
        date=row.date,
        half_day=HalfDay(row.half_day),
        channel=Channel(row.channel),
        answer=answer_words(question, answer["answer"], channel=row.channel),
        note=points_note(question, answer["answer"]),
        critical=row.sections[answer["section"]]["critical"] if line else False,
        line=line and replace(line, got=answer["got"], possible=answer["possible"]),
    )


_HALF_DAYS: Sequence[HalfDay] = list(HalfDay)
