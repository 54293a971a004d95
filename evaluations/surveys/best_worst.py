"""Which sections stand together when shoppers name the most and the least important of a few.

The sets are a cyclic design: one base set, shifted by one section at a time round the circle of all
of them (John and Williams 1995, Cyclic and Computer Generated Designs). So every section is shown
equally often, and the base set is the one whose pairs meet most evenly. For seven sections that is
a balanced incomplete block design: every two of them meet twice.
"""

from collections.abc import Sequence
from itertools import combinations

# A set that one takes in at a glance.
LARGEST_SET = 4


def sets_of(sections: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """The sets to be shown, each in the order of the sections; the same for the same sections.

    Two sections are one set, more of them as many sets as there are sections. Raises ValueError
    for fewer than two, and for one named twice.
    """
    count = len(sections)
    if count < 2 or len(set(sections)) < count:  # noqa: PLR2004 - a choice is between two
        raise ValueError("a choice needs at least two sections, each named once")
    size = min(LARGEST_SET, max(count - 1, 2))
    base = min(
        ((0, *rest) for rest in combinations(range(1, count), size - 1)),
        key=lambda tried: (_unevenness(tried, count), tried),
    )
    found = {
        tuple(sorted((place + shift) % count for place in base)): None for shift in range(count)
    }
    return tuple(tuple(sections[place] for place in places) for places in found)


def _unevenness(base: Sequence[int], count: int) -> int:
    """How far the pairs are from meeting equally often: the sum of squares of how often they do."""
    meetings = [0] * count
    for one, other in combinations(base, 2):
        meetings[(other - one) % count] += 1
        meetings[(one - other) % count] += 1
    return sum(number * number for number in meetings)
