"""What shoppers said matters to them, as the tables that the method's estimator reads."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from evaluations.models import Programme
from evaluations.surveys.models import ExpectationResponse
from scoring.formulas.preferences import (
    best_worst,
    constant_sum,
    importance_scale,
    plackett_luce,
)
from scoring.formulas.preferences.bootstrap import Estimator
from scoring.queries.weights.expectations import (
    MEAN_SHARE,
    answers_that_count,
    ranked_of,
    sections_asked,
)

Integers = NDArray[np.int64]
Sections: TypeAlias = Sequence[str]


@dataclass(frozen=True, slots=True)
class Person:
    """What raking may know of a respondent; the year is 0 for a shopper who was erased."""

    birth_year: int
    gender: str
    region: str


@dataclass(frozen=True, slots=True)
class Respondents:
    """Everybody whose answer counts: one row of the table and one person each.

    The table is what the estimator takes; its items are the sections in this order.
    """

    sections: tuple[str, ...]
    table: Integers
    people: tuple[Person, ...]

    def __len__(self) -> int:
        return len(self.people)


@dataclass(frozen=True, slots=True)
class Way:
    """One way of asking: an answer as a row, and how shares come of all rows."""

    row: Callable[[ExpectationResponse, Sections], Any]
    shares: Estimator


def respondents(programme: Programme, estimator: str) -> Respondents:
    """The answers that count for the programme's estimator, in the order they were stored."""
    way, sections = WAYS[estimator], sections_asked(programme)
    found = answers_that_count(programme)
    return Respondents(
        sections=sections,
        table=np.array([way.row(answer, sections) for answer in found], dtype=np.int64),
        people=tuple(Person(answer.birth_year, answer.gender, answer.region) for answer in found),
    )


def _points_row(answer: ExpectationResponse, sections: Sections) -> list[int]:
    return [answer.points[section] for section in sections]


def _places_row(answer: ExpectationResponse, sections: Sections) -> list[int]:
    order = ranked_of(answer, sections)
    return [order.index(section) + 1 for section in sections]


def _choices_row(answer: ExpectationResponse, sections: Sections) -> list[list[int]]:
    def said(choice: dict[str, Any], section: str) -> int:
        if section not in choice["shown"]:
            return best_worst.NOT_SHOWN
        named = {choice["best"]: best_worst.BEST, choice["worst"]: best_worst.WORST}
        return named.get(section, best_worst.SHOWN)

    return [[said(choice, section) for section in sections] for choice in answer.choices]


def _ratings_row(answer: ExpectationResponse, sections: Sections) -> list[int]:
    return [answer.ratings[section] for section in sections]


WAYS = {
    MEAN_SHARE: Way(_points_row, constant_sum.shares),
    "plackett_luce": Way(_places_row, plackett_luce.shares),
    "best_worst": Way(_choices_row, best_worst.shares),
    "importance": Way(_ratings_row, importance_scale.shares),
}
