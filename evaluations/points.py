"""Points got and possible in one contact: integers, free of weights, free of the framework.

Sections and questions stand in document order; a section without a scored question is not among
them. Possible 0 means that a section or question is no part of the contact.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from evaluations.checklist_document import (
    NOT_APPLICABLE,
    AnyQuestion,
    ChecklistDocument,
    ChoiceQuestion,
)


@dataclass(frozen=True, slots=True)
class ContactPoints:
    """What one contact earned and could have earned.

    `section_zeroed` marks sections that a critical answer sets to 0; the points got stay as they
    were, so a page can show both.
    """

    section_got: tuple[int, ...]
    section_possible: tuple[int, ...]
    section_zeroed: tuple[bool, ...]
    question_got: tuple[int, ...]
    question_possible: tuple[int, ...]


class ShownAnswer(NamedTuple):
    """An answer that is part of a contact; points are None where the question carries none."""

    question: str
    section: str
    answer: Any
    got: int | None
    possible: int | None


def scored_questions(checklist: ChecklistDocument) -> tuple[ChoiceQuestion, ...]:
    """The questions that carry points, in document order."""
    return tuple(
        question
        for question in checklist.questions.values()
        if isinstance(question, ChoiceQuestion) and question.scored
    )


def section_keys(checklist: ChecklistDocument) -> tuple[str, ...]:
    """The sections with at least one scored question, in document order."""
    return tuple(
        section.key
        for section in checklist.sections
        if any(question.scored for question in section.questions)
    )


def shown_questions(
    checklist: ChecklistDocument,
    *,
    channel: str,
    scenario_reason: str,
    answers: Mapping[str, Any],
) -> frozenset[str]:
    """Keys of the questions that are part of an answered contact.

    A question is shown on its channels, when its condition holds. A condition on another answer
    holds only when that other question is shown itself.
    """
    shown: set[str] = set()
    for question in checklist.conditions_first:
        if channel in question.channels and _condition_holds(
            question, scenario_reason=scenario_reason, answers=answers, shown=shown
        ):
            shown.add(question.key)
    return frozenset(shown)


def _condition_holds(
    question: AnyQuestion,
    *,
    scenario_reason: str,
    answers: Mapping[str, Any],
    shown: set[str],
) -> bool:
    condition = question.show_if
    if condition is None:
        return True
    if condition.scenario_reason is not None and scenario_reason not in condition.scenario_reason:
        return False
    if condition.answer is None:
        return True
    other, values = condition.answer
    return other in shown and answers.get(other) in values


def points_of(
    checklist: ChecklistDocument,
    *,
    channel: str,
    scenario_reason: str,
    answered: bool,
    answers: Mapping[str, Any],
) -> ContactPoints:
    """The points of one contact; all zero when nobody answered.

    Answers to questions that are not shown count for nothing. A shown question without an answer
    is left out of got and possible: only an optional one can be. Raises ValueError for an answer
    that the question does not take.
    """
    shown = (
        shown_questions(
            checklist, channel=channel, scenario_reason=scenario_reason, answers=answers
        )
        if answered
        else frozenset()
    )
    sections: list[tuple[int, int, bool]] = []
    questions: list[tuple[int, int]] = []
    for section in checklist.sections:
        present = [question for question in section.questions if question.key in shown]
        counted = [
            _question_points(question, channel, answers) if question.key in shown else (0, 0)
            for question in section.questions
            if isinstance(question, ChoiceQuestion) and question.scored
        ]
        if counted:
            got, possible = _sums(counted)
            sections.append((got, possible, any(_is_critical(one, answers) for one in present)))
            questions += counted
    return ContactPoints(
        section_got=tuple(got for got, _, _ in sections),
        section_possible=tuple(possible for _, possible, _ in sections),
        section_zeroed=tuple(zeroed for _, _, zeroed in sections),
        question_got=tuple(got for got, _ in questions),
        question_possible=tuple(possible for _, possible in questions),
    )


def shown_answers(  # noqa: PLR0913 - the facts of one contact, all named
    checklist: ChecklistDocument,
    *,
    channel: str,
    scenario_reason: str,
    answers: Mapping[str, Any],
    question_got: Sequence[int],
    question_possible: Sequence[int],
) -> list[ShownAnswer]:
    """The answers to the questions that are part of an answered contact, in document order.

    The points are those of `points_of`, in its order.
    """
    shown = shown_questions(
        checklist, channel=channel, scenario_reason=scenario_reason, answers=answers
    )
    keys = (question.key for question in scored_questions(checklist))
    points = dict(zip(keys, zip(question_got, question_possible, strict=True), strict=True))
    nothing = (None, None)
    return [
        ShownAnswer(key, section.key, answers[key], *points.get(key, nothing))
        for section in checklist.sections
        for key in (question.key for question in section.questions)
        if key in shown and answers.get(key) is not None
    ]


def _question_points(
    question: ChoiceQuestion, channel: str, answers: Mapping[str, Any]
) -> tuple[int, int]:
    answer = answers.get(question.key)
    if answer is None:
        return 0, 0
    if not question.takes(answer, channel=channel):
        raise ValueError(f"{question.key} does not take the answer {answer!r} on {channel}")
    points = question.points_by_channel[channel]
    if answer != NOT_APPLICABLE:
        return points[answer], max(points.values())
    return (0, max(points.values())) if question.na == "zero" else (0, 0)


def _is_critical(question: AnyQuestion, answers: Mapping[str, Any]) -> bool:
    return question.critical is not None and answers.get(question.key) in question.critical.when


def _sums(counted: Sequence[tuple[int, int]]) -> tuple[int, int]:
    return sum(got for got, _ in counted), sum(possible for _, possible in counted)
