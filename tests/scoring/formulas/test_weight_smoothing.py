"""Weights that move more slowly than one year's survey."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.formulas.weight_smoothing import dirichlet_smoothed

BEFORE = {"a": Fraction(1, 2), "b": Fraction(3, 10), "c": Fraction(1, 5)}
RAW = {"a": Fraction(1, 4), "b": Fraction(1, 4), "c": Fraction(1, 2)}


def test_last_years_weights_count_as_so_many_respondents() -> None:
    found = dirichlet_smoothed(BEFORE, RAW, respondents=60, strength=Decimal(40))

    assert found == {"a": Fraction(7, 20), "b": Fraction(27, 100), "c": Fraction(19, 50)}


def test_smoothing_keeps_to_one_side_without_the_other() -> None:
    assert dirichlet_smoothed(BEFORE, RAW, respondents=0, strength=Decimal("0.5")) == BEFORE
    assert dirichlet_smoothed(BEFORE, RAW, respondents=1, strength=Decimal(0)) == RAW


def test_smoothed_weights_are_in_this_years_order() -> None:
    turned = dict(reversed(RAW.items()))

    assert list(dirichlet_smoothed(BEFORE, turned, respondents=1, strength=Decimal(1))) == list(
        "cba"
    )


@settings(deadline=None, max_examples=30)
@given(respondents=st.integers(1, 10**6), strength=st.decimals(0, 10**6, places=3))
def test_smoothed_weights_add_up_to_one_and_lie_between(
    respondents: int, strength: Decimal
) -> None:
    found = dirichlet_smoothed(BEFORE, RAW, respondents=respondents, strength=strength)

    assert sum(found.values()) == 1
    for name, weight in found.items():
        assert min(BEFORE[name], RAW[name]) <= weight <= max(BEFORE[name], RAW[name])


def test_other_sections_than_last_year_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^smoothing needs the same sections as last year$"):
        dirichlet_smoothed(BEFORE, {"a": Fraction(1)}, respondents=1, strength=Decimal(1))


@pytest.mark.parametrize(("respondents", "strength"), [(-1, "2"), (1, "-0.1"), (0, "0")])
def test_less_than_nobody_is_refused(respondents: int, strength: str) -> None:
    with pytest.raises(ValueError, match="respondents or a strength, none below 0"):
        dirichlet_smoothed(BEFORE, RAW, respondents=respondents, strength=Decimal(strength))
