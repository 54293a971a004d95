"""What an answer to the expectation survey is: whole numbers over the sections, and an order."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

# What there is to share out, and how much one press of a button moves.
ALL_POINTS = 100
STEP = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """What a shopper has filled in so far: a number for each section, and the sections in order."""

    points: dict[str, int]
    ranking: tuple[str, ...]

    @property
    def left(self) -> int:
        """What is left to give; below 0 when too much was given."""
        return ALL_POINTS - sum(self.points.values())

    def stepped(self, section: str, *, up: bool) -> "Answer":
        """One press more or less: never below 0, and never more than is left."""
        standing = self.points[section]
        change = min(STEP, max(self.left, 0)) if up else -min(STEP, standing)
        return Answer(self.points | {section: standing + change}, self.ranking)

    def moved(self, section: str, *, up: bool) -> "Answer":
        """The section one place up or down, if there is one."""
        order = list(self.ranking)
        place = order.index(section)
        other = place + (-1 if up else 1)
        if 0 <= other < len(order):
            order[place], order[other] = order[other], order[place]
        return Answer(self.points, tuple(order))


def is_complete(points: Mapping[str, int | None], sections: Iterable[str]) -> bool:
    """Whether points name exactly these sections, none below 0, and add up to 100."""
    values = [value for value in points.values() if value is not None and value >= 0]
    return set(points) == set(sections) and len(values) == len(points) and sum(values) == ALL_POINTS


def is_ranking(ranking: Sequence[str], sections: Iterable[str]) -> bool:
    """Whether the ranking names exactly these sections, each once."""
    return sorted(ranking) == sorted(sections)


def as_asked(
    points: Mapping[str, int | None], ranking: Sequence[str], sections: Sequence[str]
) -> Answer:
    """What is stored as a form of these sections: 0 and the end of the list where it is silent."""
    named = [section for section in ranking if section in sections]
    return Answer(
        {section: min(max(points.get(section) or 0, 0), ALL_POINTS) for section in sections},
        (*named, *(section for section in sections if section not in named)),
    )
