"""From shares to weights."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.formulas.weight_rules import WeightRules, bounded, exact_shares
from scoring.formulas.weights import survey_weights

SHARES = {"needs": Fraction(3, 8), "solution": Fraction(21, 40), "closing": Fraction(1, 10)}
FIXED = {"waiting": Decimal("0.05")}
# Without limits 209/600, 1387/3000 and 209/1500 beside the fixed 1/20 (see test_weights.py).


def test_without_limits_the_weights_are_the_survey_weights() -> None:
    rules = WeightRules(fixed=FIXED, shrink=Decimal("0.2"))

    assert rules.weights(SHARES) == survey_weights(SHARES, fixed=FIXED, shrink=Decimal("0.2"))
    assert rules.weights(SHARES)["needs"] == Fraction(209, 600)


def test_limits_that_nothing_meets_change_nothing() -> None:
    rules = WeightRules(
        FIXED, Decimal("0.2"), {"closing": Decimal("0.1")}, {"needs": Decimal("0.4")}
    )

    assert rules.weights(SHARES) == survey_weights(SHARES, fixed=FIXED, shrink=Decimal("0.2"))


def test_a_floor_by_hand() -> None:
    rules = WeightRules(FIXED, Decimal("0.2"), floors={"closing": Decimal("0.2")})

    # 0.75 is left for needs and solution, in the proportions 1045 : 1387.
    assert rules.weights(SHARES) == {
        "waiting": Fraction(1, 20),
        "needs": Fraction(3, 4) * Fraction(1045, 2432),
        "solution": Fraction(3, 4) * Fraction(1387, 2432),
        "closing": Fraction(1, 5),
    }


def test_a_cap_by_hand() -> None:
    rules = WeightRules(FIXED, Decimal("0.2"), caps={"solution": Decimal("0.25")})

    # 0.7 is left for needs and closing, in the proportions 5 : 2.
    assert rules.weights(SHARES) == {
        "waiting": Fraction(1, 20),
        "needs": Fraction(1, 2),
        "solution": Fraction(1, 4),
        "closing": Fraction(1, 5),
    }


def test_a_cap_may_push_another_over_its_own() -> None:
    weights = {"a": Fraction(6, 10), "b": Fraction(3, 10), "c": Fraction(1, 10)}

    found = bounded(weights, floors={}, caps={"a": Fraction(4, 10), "b": Fraction(4, 10)})

    assert found == {"a": Fraction(4, 10), "b": Fraction(4, 10), "c": Fraction(2, 10)}


def test_a_floor_and_a_cap_that_work_against_each_other() -> None:
    # The cap of a frees 0.2 and the floor of d takes 0.1, so b and c rise from 0.4 to 0.5.
    weights = {
        "a": Fraction(5, 10),
        "b": Fraction(3, 10),
        "c": Fraction(1, 10),
        "d": Fraction(1, 10),
    }

    found = bounded(weights, floors={"d": Fraction(2, 10)}, caps={"a": Fraction(3, 10)})

    assert found == {
        "a": Fraction(3, 10),
        "b": Fraction(3, 8),
        "c": Fraction(1, 8),
        "d": Fraction(2, 10),
    }


def test_a_floor_that_others_caps_lift_over_is_none() -> None:
    # 0.1 lies under the floor 0.15, but with a capped the scale of the rest doubles and more.
    weights = {"a": Fraction(8, 10), "b": Fraction(1, 10), "c": Fraction(1, 10)}

    found = bounded(weights, floors={"b": Fraction(15, 100)}, caps={"a": Fraction(1, 2)})

    assert found == {"a": Fraction(1, 2), "b": Fraction(1, 4), "c": Fraction(1, 4)}


def test_floors_may_use_up_all_there_is() -> None:
    weights = {"a": Fraction(9, 10), "b": Fraction(1, 10)}
    floors = {"a": Fraction(1, 2), "b": Fraction(1, 2)}

    assert bounded(weights, floors=floors, caps={}) == floors


def test_caps_may_just_hold_all_there_is() -> None:
    weights = {"a": Fraction(9, 10), "b": Fraction(1, 10)}
    caps = {"a": Fraction(1, 2), "b": Fraction(1, 2)}

    assert bounded(weights, floors={}, caps=caps) == caps


def test_a_weight_of_0_stays_0_without_a_floor() -> None:
    weights = {"a": Fraction(1), "b": Fraction(0), "c": Fraction(0)}

    found = bounded(weights, floors={"b": Fraction(1, 4)}, caps={})

    assert found == {"a": Fraction(3, 4), "b": Fraction(1, 4), "c": 0}


def test_weights_of_0_alone_have_no_scale() -> None:
    weights = {"a": Fraction(0), "b": Fraction(0)}

    assert bounded(weights, floors={}, caps={"a": Fraction(1)}) == weights


limits = st.lists(st.integers(0, 12), min_size=4, max_size=4)


@settings(deadline=None, max_examples=80)
@given(shares=limits.filter(any), floors=limits, caps=limits, order=st.permutations("abcd"))
def test_limited_weights_are_those_found_by_halving(
    shares: list[int], floors: list[int], caps: list[int], order: list[str]
) -> None:
    weights = {
        name: Fraction(share, sum(shares)) for name, share in zip("abcd", shares, strict=True)
    }
    low = {name: Fraction(floor, 24) for name, floor in zip("abcd", floors, strict=True)}
    high = {name: low[name] + Fraction(cap, 12) for name, cap in zip("abcd", caps, strict=True)}

    def at(scale: float) -> list[float]:
        return [
            min(max(scale * float(weights[name]), float(low[name])), float(high[name]))
            for name in order
        ]

    least, most = sum(low.values()), sum(high[n] if weights[n] else low[n] for n in "abcd")
    shuffled = {name: weights[name] for name in order}
    if least > 1 or most < 1:
        with pytest.raises(ValueError, match="add up to"):
            bounded(shuffled, floors=low, caps=high)
        return
    found = bounded(shuffled, floors=low, caps=high)
    under, over = 0.0, 1e6
    for _halving in range(100):
        middle = (under + over) / 2
        under, over = (middle, over) if sum(at(middle)) < 1 else (under, middle)
    assert list(found) == order
    assert sum(found.values()) == 1
    assert [float(weight) for weight in found.values()] == pytest.approx(at(over), abs=1e-9)


def test_exact_shares_add_up_to_one() -> None:
    assert exact_shares([0.1, 0.2, 0.7]) == [Fraction(1, 10), Fraction(1, 5), Fraction(7, 10)]
    assert exact_shares(np.full(3, 1 / 3)) == [Fraction(1, 3)] * 3
    assert exact_shares([2.0, 6.0]) == [Fraction(1, 4), Fraction(3, 4)]


def test_exact_shares_round_to_twelve_decimals() -> None:
    assert exact_shares([0.5, 0.5 + 6e-13]) == [
        Fraction(5 * 10**11, 10**12 + 1),
        Fraction(5 * 10**11 + 1, 10**12 + 1),
    ]
    assert exact_shares([1.0, 4e-13]) == [1, 0]


@pytest.mark.parametrize("shares", [[0.5, -0.1], [0.5, np.nan], [np.inf, 0.5]])
def test_impossible_shares_are_refused(shares: list[float]) -> None:
    with pytest.raises(ValueError, match="finite and none below 0"):
        exact_shares(shares)


def test_shares_of_0_are_refused() -> None:
    with pytest.raises(ValueError, match="all 0"):
        exact_shares([0.0, 1e-13])


def test_floors_over_all_there_is_are_refused() -> None:
    rules = WeightRules(
        FIXED, Decimal("0.2"), {"needs": Decimal("0.5"), "closing": Decimal("0.46")}
    )

    with pytest.raises(ValueError, match="floors add up to 24/25, more than the 19/20 there is"):
        rules.weights(SHARES)


def test_caps_under_all_there_is_are_refused() -> None:
    rules = WeightRules(FIXED, Decimal(0), caps=dict.fromkeys(SHARES, Decimal("0.3")))

    with pytest.raises(ValueError, match="caps add up to 9/10, less than the 19/20 there is"):
        rules.weights(SHARES)


def test_a_floor_over_its_cap_is_refused() -> None:
    rules = WeightRules(FIXED, Decimal(0), {"needs": Decimal("0.3")}, {"needs": Decimal("0.2")})

    with pytest.raises(ValueError, match="floor lies over the cap: needs"):
        rules.weights(SHARES)


def test_a_floor_may_be_the_cap() -> None:
    limit = {"needs": Decimal("0.35")}
    weights = WeightRules(FIXED, Decimal(0), limit, limit).weights(SHARES)

    # 0.6 is left in the proportions 21 : 4.
    assert weights == {
        "waiting": Fraction(1, 20),
        "needs": Fraction(7, 20),
        "solution": Fraction(63, 125),
        "closing": Fraction(12, 125),
    }


@pytest.mark.parametrize("section", ["waiting", "parking"])
def test_a_limit_is_for_a_section_asked_about(section: str) -> None:
    rules = WeightRules(FIXED, Decimal(0), caps={section: Decimal("0.9")})

    with pytest.raises(ValueError, match=f"not asked about: {section}"):
        rules.weights(SHARES)


def test_a_limit_below_0_is_refused() -> None:
    with pytest.raises(ValueError, match="a limit below 0: needs"):
        WeightRules(FIXED, Decimal(0), {"needs": Decimal("-0.1")}).weights(SHARES)


def test_a_floor_of_0_is_none() -> None:
    rules = WeightRules(FIXED, Decimal(0), {"needs": Decimal(0)})

    assert rules.weights(SHARES) == survey_weights(SHARES, fixed=FIXED, shrink=Decimal(0))


@pytest.mark.parametrize("shrink", ["-0.01", "1.01"])
def test_shrink_lies_between_0_and_1(shrink: str) -> None:
    with pytest.raises(ValueError, match=f"between 0 and 1, not at {shrink}"):
        WeightRules(FIXED, Decimal(shrink)).weights(SHARES)


def test_full_shrinking_makes_all_alike() -> None:
    weights = WeightRules({}, Decimal(1)).weights(SHARES)

    assert weights == dict.fromkeys(SHARES, Fraction(1, 3))


def test_a_share_below_0_is_refused() -> None:
    with pytest.raises(ValueError, match="share cannot be below 0"):
        WeightRules({}, Decimal(0)).weights({"a": Fraction(5, 4), "b": Fraction(-1, 4)})


def test_shares_that_do_not_add_up_to_one_are_refused() -> None:
    with pytest.raises(ValueError, match="add up to 1/2"):
        WeightRules({}, Decimal(0)).weights({"a": Fraction(1, 2)})
