"""What one contact scored.

y = sum over k of W_k b_k (got_k / possible_k) / sum over k of W_k b_k, where b_k is 1 for a section
with an applicable scored question (possible_k > 0) and a section zeroed by a critical answer counts
0 of its weight. In percent, exact.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from scoring.formulas.counting import Counting, Critical

ZERO = Fraction(0)


class SectionPoints(Protocol):
    """Integer points by section, as `evaluations.points` derives them."""

    @property
    def section_got(self) -> Sequence[int]:
        """Points earned."""
        ...

    @property
    def section_possible(self) -> Sequence[int]:
        """Points that could be earned; 0 where nothing applied."""
        ...

    @property
    def section_zeroed(self) -> Sequence[bool]:
        """Whether a critical answer made the section 0."""
        ...


@dataclass(frozen=True, slots=True)
class Points:
    """The smallest thing that is SectionPoints."""

    section_got: tuple[int, ...]
    section_possible: tuple[int, ...]
    section_zeroed: tuple[bool, ...]


def section_score(got: int, possible: int, *, zeroed: bool) -> Fraction | None:
    """Percent of one section of an answered contact; None where nothing applied."""
    if possible == 0:
        return None
    return ZERO if zeroed else Fraction(100 * got, possible)


def weighted_score(
    points: SectionPoints, weights: Sequence[Fraction], *, by_points: bool = False
) -> Fraction | None:
    """Percent of an answered contact over the sections with a weight above 0.

    The weighted mean of its sections; or, `by_points`, its weighted points got of those possible.
    None when no section with a weight applied. The agent's figure is this with every other weight
    at 0: the weights divide by their own sum, so they need not add up to one.
    """
    total = applicable = ZERO
    for got, possible, zeroed, weight in zip(
        points.section_got, points.section_possible, points.section_zeroed, weights, strict=True
    ):
        score = section_score(got, possible, zeroed=zeroed)
        if score is not None:
            counts = weight * possible if by_points else weight
            total += counts * score
            applicable += counts
    return total / applicable if applicable else None


def counted_points(points: SectionPoints, critical: Critical) -> Points:
    """The points as the method counts critical answers."""
    zeroed = tuple(points.section_zeroed)
    match critical:
        case "zero_section":
            pass
        case "zero_contact":
            zeroed = (any(zeroed),) * len(zeroed)
        case "flag_only":
            zeroed = (False,) * len(zeroed)
    return Points(tuple(points.section_got), tuple(points.section_possible), zeroed)


def contact_score(points: SectionPoints, counting: Counting, *, answered: bool) -> Fraction | None:
    """Percent of one contact: 0 when nobody answered.

    None for an answered contact in which no section with a weight applied: such a contact has no
    score, and the caller must say so rather than choose one.
    """
    if not answered:
        return ZERO
    counted = counted_points(points, counting.critical)
    return weighted_score(counted, counting.weights, by_points=counting.by_points)


def agent_score(points: SectionPoints, counting: Counting, *, answered: bool) -> Fraction | None:
    """Percent of one contact over the agent's sections; None when nobody answered."""
    if not answered:
        return None
    counted = counted_points(points, counting.critical)
    return weighted_score(counted, counting.agent_weights, by_points=counting.by_points)
