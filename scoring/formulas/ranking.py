"""Places and titles; every comparison is of figures rounded to 12 decimals."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TypeVar

K = TypeVar("K")
# What companies are compared by: the total first, then what breaks a tie.
Strength = tuple[Decimal, ...]
S = TypeVar("S", Decimal, Strength)


def competition_ranks(strengths: Mapping[K, S]) -> dict[K, int]:
    """Places from the strongest on, 1-2-2-4: equal ones share the better place."""
    ordered = sorted(strengths.values(), reverse=True)
    first = {each: len(ordered) - place for place, each in enumerate(reversed(ordered))}
    return {key: first[each] for key, each in strengths.items()}


def holders(strengths: Mapping[K, S]) -> set[K]:
    """Who is strongest; several when they tie, nobody when there is nobody."""
    best = max(strengths.values(), default=None)
    return {key for key, each in strengths.items() if each == best}


def best_with_minimum(means: Mapping[K, tuple[Decimal, int]], minimum: int) -> set[K]:
    """Who has the highest mean among those with at least `minimum` contacts."""
    return holders({key: mean for key, (mean, contacts) in means.items() if contacts >= minimum})
