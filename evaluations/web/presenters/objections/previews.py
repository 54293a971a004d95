"""Contacts of the preview window: answers and points, and nothing that adds up to a result."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from evaluations.checklist_document import ChecklistDocument
from evaluations.enums import PreviewState
from evaluations.models import Participation, PreviewedContact, Programme
from evaluations.points import ShownAnswer, section_keys
from evaluations.queries.objections.previews import answers_shown
from evaluations.queries.years.checklists import checklist_of
from evaluations.web.presenters.imports.import_states import Chip
from evaluations.web.presenters.years.checklist_words import (
    answer_words,
    points_note,
    section_names,
    words,
)
from evaluations.web.tables import Table


@dataclass(frozen=True, slots=True)
class ContactLine:
    """A contact of the list with its company's name of the year."""

    contact: PreviewedContact
    company: str
    company_key: str


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """A question, what was answered, and its points where there are any.

    `note` says what an answer that says nothing does to them.
    """

    question: str
    answer: str
    note: str
    got: int | None
    possible: int | None
    objecting: "Objecting | None" = None


@dataclass(frozen=True, slots=True)
class Objecting:
    """Where a question can be objected to, or what came of that."""

    url: str
    chip: Chip | None = None


@dataclass(frozen=True, slots=True)
class SectionBlock:
    """A section with its points; `critical` says that an answer made it 0. None: not scored."""

    key: str
    name: str
    got: int | None
    possible: int | None
    critical: bool
    answers: Sequence[AnswerLine]


def window_words(programme: Programme, state: PreviewState) -> tuple[str, str]:
    """What the window is doing, and what that means: a title and a sentence."""
    dates = {"start": _moment(programme.preview_from), "end": _moment(programme.preview_until)}
    title, sentence = {
        PreviewState.UNSET: (
            _("The preview has no dates yet"),
            _("When they are fixed, the days on which you can read your contacts stand here."),
        ),
        PreviewState.BEFORE: (
            _("The preview opens on %(start)s"),
            _("Until %(end)s you can then read your own reviewed contacts here."),
        ),
        PreviewState.OPEN: (
            _("The preview is open until %(end)s"),
            _(
                "It shows your own reviewed contacts, and no results: those are in the release, as"
                " soon as it is out."
            ),
        ),
        PreviewState.OVER: (
            _("The preview closed on %(end)s"),
            _(
                "It was open from %(start)s. Results and contacts are in the release, as soon as it"
                " is out."
            ),
        ),
    }[state]
    return title % dates, sentence % dates


def contact_lines(
    contacts: Iterable[PreviewedContact], companies: Iterable[Participation]
) -> Iterator[ContactLine]:
    """The contacts in their order, read when they are asked for."""
    taking_part = {each.company_id: each for each in companies}
    for contact in contacts:
        part = taking_part[contact.company_id]
        yield ContactLine(contact, part.name, part.company.key)


def contacts_table(lines: Iterable[ContactLine]) -> Table:
    """The list as a file."""
    columns = ("contact", "company", "date", "half_day", "channel", "scenario", "answered")
    return Table(
        "contacts",
        columns,
        (
            {
                "contact": line.contact.contact,
                "company": line.company_key,
                "date": line.contact.date,
                "half_day": line.contact.half_day,
                "channel": line.contact.channel,
                "scenario": line.contact.scenario.key,
                "answered": line.contact.answered,
            }
            for line in lines
        ),
    )


def section_blocks(
    contact: PreviewedContact, objecting: Mapping[str, Objecting]
) -> list[SectionBlock]:
    """The sections that are part of the contact, in the checklist's order.

    `objecting` says by question what its reader can do about it.
    """
    checklist = checklist_of(contact.checklist_version)
    points = zip(contact.section_got, contact.section_possible, contact.section_zeroed, strict=True)
    of_section = dict(zip(section_keys(checklist), points, strict=True))
    answers = _answers(contact, checklist, objecting)
    return [
        _block(key, name, of_section, answers[key])
        for key, name in section_names(checklist).items()
        if key in answers
    ]


def answers_table(contact: PreviewedContact) -> Table:
    """Every answer of the contact with its points as a file."""
    shown = answers_shown(contact)
    return Table("answers", ShownAnswer._fields, [answer._asdict() for answer in shown])


def _block(
    key: str,
    name: str,
    of_section: Mapping[str, tuple[int, int, bool]],
    answers: Sequence[AnswerLine],
) -> SectionBlock:
    got, possible, critical = of_section.get(key, (0, 0, False))
    if not possible:
        return SectionBlock(key, name, None, None, critical=False, answers=answers)
    return SectionBlock(key, name, got, possible, critical=critical, answers=answers)


def _answers(
    contact: PreviewedContact, checklist: ChecklistDocument, objecting: Mapping[str, Objecting]
) -> dict[str, list[AnswerLine]]:
    rows: dict[str, list[AnswerLine]] = {}
    for answer in answers_shown(contact):
        question = checklist.questions[answer.question]
        said = answer_words(question, answer.answer, channel=contact.channel)
        note = points_note(question, answer.answer)
        line = AnswerLine(
            question=words(question.text),
            answer=said,
            note=note,
            got=answer.got,
            possible=answer.possible,
            objecting=objecting.get(answer.question),
        )
        rows.setdefault(answer.section, []).append(line)
    return rows


def _moment(moment: Any) -> str:
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT") if moment else ""
