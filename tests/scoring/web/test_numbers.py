"""Figures in the reader's notation, told apart when they differ."""

from decimal import Decimal

import pytest
from django.utils.translation import override

from scoring.web.numbers import decimals_to_tell_apart, exact, percent, signed


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        ("86.65", 1, "86.6"),
        ("86.75", 1, "86.8"),
        ("86.651", 1, "86.7"),
        ("0", 1, "0.0"),
        ("100", 2, "100.00"),
    ],
)
def test_a_figure_is_rounded_half_even(value: str, decimals: int, shown: str) -> None:
    with override("en"):
        assert percent(Decimal(value), decimals) == shown


@pytest.mark.parametrize("language", ["nb", "sv"])
def test_a_figure_follows_the_language(language: str) -> None:
    with override(language):
        assert percent(Decimal("86.7")) == "86,7"
        assert exact(Decimal("86.7")) == "86,700000000000"


def test_no_figure_is_a_dash() -> None:
    assert percent(None) == "–"
    assert exact(None) == "–"


@pytest.mark.parametrize(
    ("values", "decimals"),
    [
        ([], 1),
        (["80"], 1),
        (["80.1", "80.2"], 1),
        (["80.1", "80.1"], 1),
        (["80.11", "80.12", "70"], 2),
        (["80.000000000001", "80.000000000002"], 12),
    ],
)
def test_unequal_figures_never_look_equal(values: list[str], decimals: int) -> None:
    assert decimals_to_tell_apart([Decimal(value) for value in values] + [None]) == decimals


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        ("2.34", 1, "+2.3"),
        ("-2.35", 1, "−2.4"),
        ("0.04", 1, "0.0"),
        ("-0.04", 1, "0.0"),
        ("-0.04", 2, "−0.04"),
        (None, 1, "–"),
    ],
)
def test_a_difference_has_its_sign_and_nothing_has_none(
    value: str | None, decimals: int, shown: str
) -> None:
    with override("en"):
        assert signed(None if value is None else Decimal(value), decimals) == shown
