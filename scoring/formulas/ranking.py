"""Places and titles; every comparison is of figures rounded to 12 decimals."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TypeVar

K = TypeVar("K")


def competition_ranks(totals: Mapping[K, Decimal]) -> dict[K, int]:
    """Places from the highest total on, 1-2-2-4: equal totals share the better place."""
    ordered = sorted(totals.values(), reverse=True)
    first = {total: len(ordered) - place for place, total in enumerate(reversed(ordered))}
    return {key: first[total] for key, total in totals.items()}


def holders(totals: Mapping[K, Decimal]) -> set[K]:
    """Who has the highest total; several when they tie, nobody when there is nobody."""
    best = max(totals.values(), default=None)
    return {key for key, total in totals.items() if total == best}


def best_with_minimum(means: Mapping[K, tuple[Decimal, int]], minimum: int) -> set[K]:
    """Who has the highest mean among those with at least `minimum` contacts."""
    return holders({key: mean for key, (mean, contacts) in means.items() if contacts >= minimum})
