"""Shares and parts in two decimals that add up to the total they are parts of."""

from decimal import Decimal
from fractions import Fraction

import pytest

from scoring.formulas.parts import Part
from scoring.formulas.shown_parts import Shown, shown_parts, shown_total


def test_the_whole_is_rounded_half_to_even() -> None:
    assert shown_total(Decimal("66.665")) == Shown(Decimal(100), Decimal("66.66"))
    assert shown_total(Decimal("66.675")) == Shown(Decimal(100), Decimal("66.68"))


def test_thirds_add_up_and_nothing_stays_nothing() -> None:
    third = Part(Fraction(1, 3), Fraction(200, 9))
    parts = {"a": third, "b": third, "c": third, "none": Part(Fraction(0), Fraction(0))}

    shown = shown_parts(parts, shown_total(Decimal("66.666666666667")))

    assert [(str(each.share), str(each.points)) for each in shown.values()] == [
        ("33.34", "22.23"),
        ("33.33", "22.22"),
        ("33.33", "22.22"),
        ("0.00", "0.00"),
    ]


def test_parts_of_something_else_are_refused() -> None:
    with pytest.raises(ValueError, match="do not add up"):
        shown_parts({"a": Part(Fraction(1), Fraction(50))}, shown_total(Decimal("50.02")))
