"""The parts of a total as they are printed: in two decimals, and still adding up to the total.

Rounded one by one, the parts of a whole rarely add up to the rounded whole. So the whole is rounded
once, half to even, and shared out by the largest remainder, step by step downwards: the total to
its sections, a section to its questions, a question to its contacts. Each figure is the exact one
rounded up or down at its second decimal, so less than 0.01 away; what is nothing shows 0.00.
"""

from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from typing import NamedTuple, TypeVar

from scoring.formulas.lost_figures import HUNDRED, HUNDREDTH, apportioned
from scoring.formulas.parts import Part

K = TypeVar("K")


class Shown(NamedTuple):
    """A share in percent of the total and what it brings, both in two decimals."""

    share: Decimal
    points: Decimal


def shown_total(total: Decimal) -> Shown:
    """The whole of a total in percent."""
    return Shown(HUNDRED, total.quantize(HUNDREDTH, ROUND_HALF_EVEN))


def shown_parts(parts: Mapping[K, Part], whole: Shown) -> dict[K, Shown]:
    """The parts in two decimals that add up to the whole, by the largest remainder.

    Raises ValueError when the whole is further from the parts' sum than rounding can explain.
    """
    shares = apportioned(
        {key: 10_000 * part.share for key, part in parts.items()}, int(whole.share / HUNDREDTH)
    )
    points = apportioned(
        {key: 100 * part.points for key, part in parts.items()}, int(whole.points / HUNDREDTH)
    )
    return {key: Shown(shares[key] * HUNDREDTH, points[key] * HUNDREDTH) for key in parts}
