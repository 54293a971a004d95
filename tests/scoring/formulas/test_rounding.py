"""Half-even, to 12 decimals, written in full."""

from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

import pytest

from scoring.formulas.rounding import figure_text, outward, rounded


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(200, 3), "66.666666666667"),
        (Fraction(100, 3), "33.333333333333"),
        (Fraction(100), "100.000000000000"),
        (Fraction(0), "0.000000000000"),
        # Exactly between two: the even one, up and down.
        (Fraction(5, 10**13), "0.000000000000"),
        (Fraction(15, 10**13), "0.000000000002"),
        (Fraction(25, 10**13), "0.000000000002"),
        # A hair beyond the middle is not the middle.
        (Fraction(25, 10**13) + Fraction(1, 10**40), "0.000000000003"),
    ],
)
def test_rounding(value: Fraction, text: str) -> None:
    assert figure_text(rounded(value)) == text
    assert rounded(value) == Decimal(text)


def test_figure_text_pads_a_short_decimal() -> None:
    assert figure_text(Decimal("7.5")) == "7.500000000000"


@pytest.mark.parametrize(
    ("value", "printed"),
    [("1.5", 2), ("2.5", 2), ("-1.5", -2), ("-2.5", -2), ("0.5", 0), ("1.1", 1), ("2.9", 3)],
)
def test_halves_go_where_the_standard_of_decimal_arithmetic_says(value: str, printed: int) -> None:
    """Cowlishaw's General Decimal Arithmetic, round-half-even, by Python's own decimals."""
    unit = Fraction(1, 10**12)

    assert rounded(Fraction(value) * unit) == Decimal(printed).scaleb(-12)
    assert Decimal(value).quantize(Decimal(1), ROUND_HALF_EVEN) == printed


@pytest.mark.parametrize(
    ("lower", "upper", "told"),
    [
        ("82.104000", "91.296000", ("82.1", "91.3")),
        ("82.199999", "91.200001", ("82.1", "91.3")),
        ("82.100000", "91.300000", ("82.1", "91.3")),
        ("-0.040000", "0.000001", ("-0.1", "0.1")),
    ],
)
def test_bounds_are_rounded_away_from_each_other(
    lower: str, upper: str, told: tuple[str, str]
) -> None:
    assert outward(Decimal(lower), Decimal(upper)) == tuple(map(Decimal, told))
