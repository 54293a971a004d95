"""The one rounding of the award, and the coarse one of bounds that are told."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction

DECIMALS = 12
_SCALE = 10**DECIMALS
_TENTHS = Decimal("0.1")


def rounded(value: Fraction) -> Decimal:
    """The value, rounded half-even to 12 decimals; only here does a figure cease to be exact."""
    return Decimal(round(value * _SCALE)).scaleb(-DECIMALS)


def figure_text(value: Decimal) -> str:
    """A rounded figure as every output writes it: all 12 decimals, never an exponent."""
    return f"{value:.{DECIMALS}f}"


def outward(lower: Decimal, upper: Decimal) -> tuple[Decimal, Decimal]:
    """The bounds of an interval, the lower one down and the upper one up to tenths.

    So the interval holds at least what it says, and tells little of what it was worked out from.
    """
    return (
        lower.quantize(_TENTHS, rounding=ROUND_FLOOR),
        upper.quantize(_TENTHS, rounding=ROUND_CEILING),
    )
