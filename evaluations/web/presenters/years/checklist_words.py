"""What a checklist's keys and values say in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from evaluations.checklist_document import (
    NOT_APPLICABLE,
    ChecklistDocument,
    ChoiceQuestion,
    IntegerQuestion,
    Text,
)
from evaluations.enums import NotApplicable
from evaluations.models import Programme
from evaluations.points import section_keys
from evaluations.queries.years.checklists import checklist_of
from shoppers.languages import in_current_language

NOTHING = "–"


def words(text: Text) -> str:
    """The reader's version."""
    return in_current_language(text.model_dump())


def scored_section_names(programme: Programme) -> dict[str, str]:
    """Names of the sections that carry points, in the checklist's order."""
    checklist = checklist_of(programme.checklist_version)
    scored = section_keys(checklist)
    return {key: name for key, name in section_names(checklist).items() if key in scored}


def section_names(checklist: ChecklistDocument) -> dict[str, str]:
    """Names of all sections, in order."""
    return {section.key: words(section.text) for section in checklist.sections}


def comment_words(
    checklist: ChecklistDocument, comments: Mapping[str, str]
) -> list[tuple[str, str]]:
    """The comments that say something, in the checklist's order, each under what it is about."""
    return [
        (words(field.text), comments[field.key])
        for field in checklist.comments
        if comments.get(field.key)
    ]


def points_note(question: ChoiceQuestion | IntegerQuestion, answer: Any) -> str:
    """What an answer that says nothing does to the points of a scored question; else empty."""
    if not question.scored:
        return ""
    if answer is None:
        return str(NotApplicable.DROP.label)
    return str(NotApplicable(question.na).label) if answer == NOT_APPLICABLE else ""


def answer_words(question: ChoiceQuestion | IntegerQuestion, answer: Any, *, channel: str) -> str:
    """An answer as its option says it; a number with its scale; a dash for none."""
    if answer is None:
        return NOTHING
    if answer == NOT_APPLICABLE:
        return _("Not applicable")
    if isinstance(question, IntegerQuestion):
        return _("%(number)s on a scale of %(min)s to %(max)s") % {
            "number": answer,
            "min": question.min,
            "max": question.max,
        }
    for option in question.options_on(channel):
        if option.value == answer:
            return words(option.text)
    return str(answer)
