"""Decompositions against the worked examples of Das Gupta's manual, and all orders of moving."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.formulas.change_factors import (
    NONE,
    Effects,
    centred,
    factor_effects,
    mean_effects,
)

Vector = tuple[Fraction, ...]


def _vector(*figures: str) -> Vector:
    return tuple(Fraction(figure) for figure in figures)


def _product(one: Fraction, two: Fraction, three: Fraction) -> Fraction:
    return one * two * three


def _sum_of_products(one: Vector, two: Vector, three: Vector) -> Fraction:
    return sum((a * b * c for a, b, c in zip(one, two, three, strict=True)), Fraction(0))


def _shown(effects: Effects, decimals: int) -> list[Decimal]:
    figures = (effects.service, effects.weights, effects.mix)
    return [round(Decimal(f.numerator) / Decimal(f.denominator), decimals) for f in figures]


def test_birth_rates_of_austria_and_chile() -> None:
    # Das Gupta 1993, table 2.2: the rate is a product of three factors.
    austria = (Fraction("51.78746"), Fraction("0.45919"), Fraction("0.52638"))
    chile = (Fraction("84.90502"), Fraction("0.75756"), Fraction("0.51065"))

    found = factor_effects(_product, austria, chile)

    assert _shown(found, 4) == [Decimal("10.4340"), Decimal("10.5608"), Decimal("-0.6670")]
    assert found.change == _product(*chile) - _product(*austria)


def test_birth_rates_of_taiwan_over_seven_ages() -> None:
    # Das Gupta 1993, table 4.3: births of the married, married of women, women of all, by age.
    in_1960 = (
        _vector("393", "407", "369", "274", "184", "90", "16"),
        _vector("0.122", "0.622", "0.903", "0.930", "0.916", "0.873", "0.800"),
        _vector("0.043", "0.041", "0.036", "0.032", "0.026", "0.020", "0.018"),
    )
    in_1970 = (
        _vector("488", "452", "338", "156", "63", "22", "3"),
        _vector("0.082", "0.527", "0.866", "0.941", "0.942", "0.923", "0.876"),
        _vector("0.058", "0.038", "0.032", "0.030", "0.026", "0.023", "0.019"),
    )

    found = factor_effects(_sum_of_products, in_1960, in_1970)

    assert _shown(found, 6) == [Decimal("-7.285632"), Decimal("-2.720633"), Decimal("-1.565181")]
    assert found.change == _sum_of_products(*in_1970) - _sum_of_products(*in_1960)


def test_headship_rates_by_kitagawas_two_factors() -> None:
    # Das Gupta 1993, table 5.1: sizes of thirteen ages, and their rates; nothing else moved.
    sizes = (
        *("12.9", "10.9", "9.5", "8.0", "7.8", "8.4", "8.6"),
        *("7.8", "7.0", "5.9", "4.7", "3.6", "4.9"),
    )
    later_sizes = (
        *("10.1", "11.2", "11.6", "10.9", "9.4", "7.7", "6.3"),
        *("6.0", "6.3", "5.9", "5.1", "4.0", "5.5"),
    )
    rates = (
        *("1.9", "25.8", "45.7", "49.6", "51.2", "51.6", "51.8"),
        *("54.9", "58.7", "60.4", "62.8", "66.6", "66.8"),
    )
    later_rates = (
        *("2.2", "24.3", "45.8", "52.5", "56.1", "55.6", "56.0"),
        *("57.4", "57.2", "61.2", "63.9", "68.6", "72.2"),
    )
    percent = (Fraction(1, 100),) * 13

    found = factor_effects(
        _sum_of_products,
        (_vector(*rates), _vector(*sizes), percent),
        (_vector(*later_rates), _vector(*later_sizes), percent),
    )

    assert _shown(found, 4) == [Decimal("1.7403"), Decimal("1.2269"), Decimal("0.0000")]
    # Kitagawa 1955: each difference at the mean of the other factor.
    pairs = list(zip(_vector(*sizes), _vector(*later_sizes), strict=True))
    means = [
        (one + two) / 2 for one, two in zip(_vector(*rates), _vector(*later_rates), strict=True)
    ]
    moved = [(two - one) * mean for (one, two), mean in zip(pairs, means, strict=True)]
    assert found.weights == sum(moved, Fraction(0)) / 100


_FACTOR = st.tuples(*[st.fractions(-5, 5, max_denominator=20)] * 2)
_STATE = st.tuples(_FACTOR, _FACTOR, _FACTOR)


def _odd(one: Vector, two: Vector, three: Vector) -> Fraction:
    """A total of no simple form."""
    return one[0] * two[1] / (1 + three[0] ** 2) + one[1] * three[1] * two[0] ** 2 - two[1] ** 3


@settings(max_examples=20)
@given(_STATE, _STATE)
def test_effects_are_the_means_over_all_orders_of_moving(
    before: tuple[Vector, Vector, Vector], after: tuple[Vector, Vector, Vector]
) -> None:
    found = factor_effects(_odd, before, after)

    expected = [Fraction(0)] * 3
    for order in permutations(range(3)):
        state = list(before)
        for factor in order:
            start = _odd(*state)
            state[factor] = after[factor]
            expected[factor] += (_odd(*state) - start) / 6
    assert [found.service, found.weights, found.mix] == expected
    assert found.change == _odd(*after) - _odd(*before)


@settings(max_examples=20)
@given(_STATE, _STATE)
def test_the_way_back_undoes_every_effect_and_what_stays_has_none(
    before: tuple[Vector, Vector, Vector], after: tuple[Vector, Vector, Vector]
) -> None:
    there, back = factor_effects(_odd, before, after), factor_effects(_odd, after, before)

    assert there + back == NONE
    stayed = factor_effects(_odd, before, (after[0], before[1], after[2]))
    assert stayed.weights == 0


def test_effects_add_up_and_divide() -> None:
    one, other = (
        Effects(Fraction(1), Fraction(2), Fraction(3)),
        Effects(Fraction(5), Fraction(0), Fraction(-1)),
    )

    assert one + other == Effects(Fraction(6), Fraction(2), Fraction(2))
    assert one / 2 == Effects(Fraction(1, 2), Fraction(1), Fraction(3, 2))
    assert one.change == 6
    assert mean_effects([one, other]) == Effects(Fraction(3), Fraction(1), Fraction(1))


def _weights_alone(*effects: int) -> list[Effects]:
    return [Effects(Fraction(0), Fraction(effect), Fraction(0)) for effect in effects]


def test_weight_that_moves_to_a_good_section_helps_and_from_it_costs() -> None:
    # 10 points of weight go from a section at 60 to one at 90; the company stands at 75.
    tenth = Fraction(1, 10)
    parts = [
        Effects(Fraction(1), -tenth * 60, Fraction(2)),
        Effects(Fraction(3), tenth * 90, Fraction(4)),
    ]
    shares = [Effects(Fraction(0), -tenth, Fraction(0)), Effects(Fraction(0), tenth, Fraction(0))]

    found = centred(parts, shares, Fraction(75))

    assert found == [
        Effects(Fraction(1), Fraction(3, 2), Fraction(2)),
        Effects(Fraction(3), Fraction(3, 2), Fraction(4)),
    ]


@settings(max_examples=30)
@given(st.lists(st.integers(-9, 9), min_size=1, max_size=5), st.integers(0, 100))
def test_centring_keeps_the_sum(moved: Sequence[int], level: int) -> None:
    shares = _weights_alone(*moved, -sum(moved))
    parts = _weights_alone(*range(len(shares)))

    found = centred(parts, shares, Fraction(level))

    assert sum(part.weights for part in found) == sum(part.weights for part in parts)


def test_weight_gained_from_nowhere_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^weight was not moved between sections but gained or"):
        centred(_weights_alone(1, 2), _weights_alone(1, 0), Fraction(50))


def test_no_figure_has_no_mean() -> None:
    with pytest.raises(ValueError, match=r"^a mean needs at least one figure$"):
        mean_effects([])
