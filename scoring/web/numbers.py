"""Figures as a person reads them: percent in her notation, as many decimals as tell them apart."""

from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Decimal
from itertools import pairwise

from django.utils.formats import number_format

from scoring.formulas.rounding import DECIMALS

NOTHING = "–"


def percent(value: Decimal | None, decimals: int = 1) -> str:
    """A figure rounded half-even in the reader's notation, without its unit; a dash for none."""
    if value is None:
        return NOTHING
    step = Decimal(1).scaleb(-decimals)
    return str(number_format(value.quantize(step, ROUND_HALF_EVEN), decimals))


def signed(value: Decimal | None, decimals: int = 1) -> str:
    """A difference with its sign in front; what rounds to nothing has none."""
    if value is None:
        return NOTHING
    size = percent(abs(value), decimals)
    if not value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_EVEN):
        return size
    return f"{'+' if value > 0 else '−'}{size}"


def exact(value: Decimal | None) -> str:
    """A figure with all the decimals it was compared by."""
    return percent(value, DECIMALS)


def decimals_to_tell_apart(values: Iterable[Decimal | None]) -> int:
    """How many decimals the values need so that unequal ones never look equal; one at least."""
    ordered = sorted({value for value in values if value is not None})
    return next(
        (
            decimals
            for decimals in range(1, DECIMALS)
            if all(percent(a, decimals) != percent(b, decimals) for a, b in pairwise(ordered))
        ),
        DECIMALS,
    )
