"""A checklist that is being set up, as its page lists it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluations.checklist_document import ChecklistDocument, ChoiceQuestion, IntegerQuestion
from evaluations.enums import Channel, NotApplicable, ScenarioReason
from evaluations.models import Programme
from evaluations.web.presenters.years.checklist_words import words


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question: its words, and in small print how it counts."""

    key: str
    text: str
    facts: str
    url: str


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A section with its questions."""

    key: str
    text: str
    scored: bool
    url: str
    questions: list[QuestionRow]


def section_rows(programme: Programme, document: ChecklistDocument) -> list[SectionRow]:
    """Every section in order; without words it stands by its key."""
    return [
        SectionRow(
            key=section.key,
            text=words(section.text) or section.key,
            scored=section.scored,
            url=reverse("set_up_section", args=[programme.slug, section.key]),
            questions=[_question(programme, each) for each in section.questions],
        )
        for section in document.sections
    ]


def _question(programme: Programme, question: ChoiceQuestion | IntegerQuestion) -> QuestionRow:
    return QuestionRow(
        key=question.key,
        text=words(question.text) or _("Not worded yet"),
        facts=" · ".join(_facts(question)),
        url=reverse("set_up_question", args=[programme.slug, question.key]),
    )


def _facts(question: ChoiceQuestion | IntegerQuestion) -> Iterable[str]:
    if question.scored and isinstance(question, ChoiceQuestion):
        most = max(max(points.values()) for points in question.points_by_channel.values())
        yield ngettext("%(count)d point", "%(count)d points", most) % {"count": most}
    else:
        yield _("carries no points")
    if len(question.channels) < len(Channel):
        yield ", ".join(str(Channel(each).label) for each in question.channels)
    if question.na != "not_allowed":
        yield str(NotApplicable(question.na).label)
    if question.critical is not None:
        yield _("critical")
    if question.show_if is not None and question.show_if.scenario_reason is not None:
        yield ", ".join(
            str(ScenarioReason(each).label) for each in question.show_if.scenario_reason
        )
    if question.show_if is not None and question.show_if.answer is not None:
        yield _("after %(question)s") % {"question": question.show_if.answer[0]}
