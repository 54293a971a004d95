"""The one rounding of the award."""

from decimal import Decimal
from fractions import Fraction

DECIMALS = 12
_SCALE = 10**DECIMALS


def rounded(value: Fraction) -> Decimal:
    """The value, rounded half-even to 12 decimals; only here does a figure cease to be exact."""
    return Decimal(round(value * _SCALE)).scaleb(-DECIMALS)


def figure_text(value: Decimal) -> str:
    """A rounded figure as every output writes it: all 12 decimals, never an exponent."""
    return f"{value:.{DECIMALS}f}"
