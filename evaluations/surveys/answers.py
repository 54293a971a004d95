"""What an answer to the expectation survey is, in each way of asking.

Whole numbers over the sections, an order of them, the most and the least important of each set
that is shown, or a number of a scale for each.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from evaluations.surveys.best_worst import sets_of

# What there is to share out, and how much one press of a button moves.
ALL_POINTS = 100
STEP = 5
# The scale of importance runs from 1 to this.
HIGHEST_RATING = 5


@dataclass(frozen=True, slots=True)
class Choice:
    """A set that was shown, and what was named of it; empty where nothing is yet."""

    shown: tuple[str, ...]
    best: str = ""
    worst: str = ""

    @property
    def whole(self) -> bool:
        """Whether two different sections are named."""
        return bool(self.best and self.worst) and self.best != self.worst

    def document(self) -> dict[str, Any]:
        """As it is stored."""
        return {"shown": list(self.shown), "best": self.best, "worst": self.worst}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a shopper has filled in so far: a number for each section, and the sections in order.

    `choices` are there where she is asked for the most and the least important, and `ratings` as
    far as she has given any.
    """

    points: dict[str, int]
    ranking: tuple[str, ...]
    choices: tuple[Choice, ...] = ()
    ratings: dict[str, int] = field(default_factory=dict)

    @property
    def left(self) -> int:
        """What is left to give; below 0 when too much was given."""
        return ALL_POINTS - sum(self.points.values())

    def stepped(self, section: str, *, up: bool) -> "Answer":
        """One press more or less: never below 0, and never more than is left."""
        standing = self.points[section]
        change = min(STEP, max(self.left, 0)) if up else -min(STEP, standing)
        return replace(self, points=self.points | {section: standing + change})

    def moved(self, section: str, *, up: bool) -> "Answer":
        """The section one place up or down, if there is one."""
        order = list(self.ranking)
        place = order.index(section)
        other = place + (-1 if up else 1)
        if 0 <= other < len(order):
            order[place], order[other] = order[other], order[place]
        return replace(self, ranking=tuple(order))


def is_complete(points: Mapping[str, int | None], sections: Iterable[str]) -> bool:
    """Whether points name exactly these sections, none below 0, and add up to 100."""
    values = [value for value in points.values() if value is not None and value >= 0]
    return set(points) == set(sections) and len(values) == len(points) and sum(values) == ALL_POINTS


def is_ranking(ranking: Sequence[str], sections: Iterable[str]) -> bool:
    """Whether the ranking names exactly these sections, each once."""
    return sorted(ranking) == sorted(sections)


def is_rated(ratings: Mapping[str, int], sections: Iterable[str]) -> bool:
    """Whether each of these sections, and no other, has a number of the scale."""
    return set(ratings) == set(sections) and all(
        value in range(1, HIGHEST_RATING + 1) for value in ratings.values()
    )


def are_choices(choices: Sequence[Mapping[str, Any]], sections: Sequence[str]) -> bool:
    """Whether a most and another least important section is named of every set that is shown."""
    shown = [tuple(choice["shown"]) for choice in choices]
    return shown == list(sets_of(sections)) and all(
        choice["best"] != choice["worst"] and {choice["best"], choice["worst"]} <= set(of)
        for choice, of in zip(choices, shown, strict=True)
    )


def as_asked(
    points: Mapping[str, int | None], ranking: Sequence[str], sections: Sequence[str]
) -> Answer:
    """What is stored as a form of these sections: 0 and the end of the list where it is silent."""
    named = [section for section in ranking if section in sections]
    return Answer(
        {section: min(max(points.get(section) or 0, 0), ALL_POINTS) for section in sections},
        (*named, *(section for section in sections if section not in named)),
    )


def choices_as_asked(
    choices: Sequence[Mapping[str, Any]], sections: Sequence[str]
) -> tuple[Choice, ...]:
    """What is stored of the sets that these sections make; a set that is not stored is not said."""
    stored = {tuple(choice["shown"]): choice for choice in choices}
    return tuple(
        Choice(shown, stored[shown]["best"], stored[shown]["worst"])
        if shown in stored
        else Choice(shown)
        for shown in sets_of(sections)
    )


def ratings_as_asked(ratings: Mapping[str, int], sections: Iterable[str]) -> dict[str, int]:
    """What is stored of these sections."""
    return {section: ratings[section] for section in sections if section in ratings}
