"""A session's answers as the arithmetic of agreement reads them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from evaluations.agreement.alpha import Scale
from evaluations.agreement.chance import Weights
from evaluations.agreement.ratings import MISSING, Floats, Ratings
from evaluations.agreement.session import Question
from evaluations.checklist_document import (
    NOT_APPLICABLE,
    ChecklistDocument,
    ChoiceQuestion,
    IntegerQuestion,
)

# Of numbers further apart than this, those are the categories that somebody has said.
_MOST_NUMBERS = 100
_FIVE_STEPS = ("1", "2", "3", "4", "5")


@dataclass(frozen=True, slots=True)
class Rated:
    """One case: how it is asked of, the master's answers, and each rater's, None without."""

    channel: str
    master: Mapping[str, Any]
    raters: Sequence[Mapping[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is compared; `channel` where it has other options on each."""

    key: str
    channel: str
    question: Question


@dataclass(frozen=True, slots=True)
class _Categories:
    """What can be answered, in order, and how far answers lie apart."""

    answers: tuple[Any, ...]
    values: Floats
    scale: Scale
    weights: Weights
    points: Floats | None = None
    without_points: frozenset[int] = frozenset()


def asked_questions(checklist: ChecklistDocument, cases: Sequence[Rated]) -> list[Asked]:
    """Every question that a case asks and somebody has answered, in the checklist's order.

    Cases of several channels are compared together where the options are the same on all of them.
    """
    return [
        found
        for question in checklist.questions.values()
        for channel, there in _apart(question, cases)
        if (found := _asked(question, channel, there)) is not None
    ]


def _apart(
    question: ChoiceQuestion | IntegerQuestion, cases: Sequence[Rated]
) -> Iterator[tuple[str, list[Rated]]]:
    """The cases that ask it, by channel where its options are the channel's own."""
    if isinstance(question, ChoiceQuestion) and question.options_by_channel is not None:
        for channel in question.channels:
            yield channel, [case for case in cases if case.channel == channel]
    else:
        yield "", [case for case in cases if case.channel in question.channels]


def _asked(
    question: ChoiceQuestion | IntegerQuestion, channel: str, cases: Sequence[Rated]
) -> Asked | None:
    key = question.key
    rows = [[_said(rated, key) for rated in case.raters] for case in cases]
    masters = [_said(case.master, key) for case in cases]
    said = [answer for row in rows for answer in row if answer is not None]
    if not said:
        return None
    found = (
        _of_options(question, channel or question.channels[0])
        if isinstance(question, ChoiceQuestion)
        else _of_numbers(question, [*said, *(each for each in masters if each is not None)])
    )
    number = {answer: at for at, answer in enumerate(found.answers)}
    category = [[number.get(answer, MISSING) for answer in row] for row in rows]
    return Asked(
        key,
        channel,
        Question(
            key,
            Ratings(np.array(category, dtype=np.int64), found.values),
            np.array([number.get(answer, MISSING) for answer in masters], dtype=np.int64),
            scale=found.scale,
            weights=found.weights,
            points=found.points,
            without_points=found.without_points,
        ),
    )


def _said(answers: Mapping[str, Any] | None, key: str) -> Any:
    return None if answers is None else answers.get(key)


def _of_options(question: ChoiceQuestion, channel: str) -> _Categories:
    """Nominal, but for five steps and waits, which lie in an order that everybody sees.

    "Not applicable" lies in no order, so where it may be said all answers are only the same or not.
    """
    options = question.options_on(channel)
    answers = tuple(option.value for option in options)
    is_ordered = question.na == "not_allowed" and (
        sorted(answers) == list(_FIVE_STEPS) or question.has_bands
    )
    if question.na != "not_allowed":
        answers = (*answers, NOT_APPLICABLE)
    points, without = _shares(question, channel, answers)
    return _Categories(
        answers,
        np.arange(len(answers), dtype=np.float64),
        "ordinal" if is_ordered else "nominal",
        "ordinal" if is_ordered else "identity",
        points,
        without,
    )


def _shares(
    question: ChoiceQuestion, channel: str, answers: tuple[str, ...]
) -> tuple[Floats | None, frozenset[int]]:
    """The share of the question's points for each answer, and the answers that drop it."""
    if not question.scored:
        return None, frozenset()
    points = question.points_by_channel[channel]
    most = max(points.values())
    dropped = question.na == "drop"
    without = {at for at, answer in enumerate(answers) if answer == NOT_APPLICABLE and dropped}
    return np.array([points.get(answer, 0) / most for answer in answers]), frozenset(without)


def _of_numbers(question: IntegerQuestion, said: Sequence[Any]) -> _Categories:
    numbers: Sequence[int] = range(question.min, question.max + 1)
    if len(numbers) > _MOST_NUMBERS:
        numbers = sorted({each for each in said if each != NOT_APPLICABLE})
    if question.na != "not_allowed":
        answers = (*numbers, NOT_APPLICABLE)
        return _Categories(
            answers, np.arange(len(answers), dtype=np.float64), "nominal", "identity"
        )
    values = np.array(numbers, dtype=np.float64)
    return _Categories(tuple(numbers), values, "interval", "quadratic")
