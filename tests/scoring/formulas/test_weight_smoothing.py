"""Weights that move more slowly than one year's survey."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.formulas.weight_smoothing import dirichlet_smoothed, level_smoothed

BEFORE = {"a": Fraction(1, 2), "b": Fraction(3, 10), "c": Fraction(1, 5)}
RAW = {"a": Fraction(1, 4), "b": Fraction(1, 4), "c": Fraction(1, 2)}
NOISE, DRIFT = 15_099.0, 1_469.1  # of the Nile's flow (Durbin and Koopman 2012, chapter 2)


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


def _two_weights(log_ratio: np.ndarray) -> np.ndarray:
    """Weights whose first centred log-ratio is that."""
    sizes = np.exp(np.column_stack([log_ratio, -log_ratio]))
    weights: np.ndarray = sizes / sizes.sum(axis=1, keepdims=True)
    return weights


def test_the_nile_has_the_printed_gain_and_the_levels_of_statsmodels() -> None:
    from statsmodels.datasets import nile
    from statsmodels.tsa.statespace.structural import UnobservedComponents

    flow = nile.load_pandas().data["volume"].to_numpy()
    # The first year is given: the second starts at its level, with its variance and the drift.
    expected = UnobservedComponents(flow[1:], "llevel")
    expected.ssm.initialize_known(np.array([flow[0]]), np.array([[NOISE + DRIFT]]))
    levels = expected.smooth([NOISE, DRIFT]).filtered_state[0]

    found = level_smoothed(
        _two_weights(flow / 1000), np.full(len(flow), NOISE / 1e6), drift=DRIFT / 1e6
    )

    ratio = np.log(found.weights)
    np.testing.assert_allclose(500 * (ratio[1:, 0] - ratio[1:, 1]), levels, rtol=1e-9)
    assert found.gains[-1] == pytest.approx(0.267, abs=5e-4)


def test_levels_by_hand() -> None:
    # Noises 1, 2, 2 and drift 1: gains 1; 2 / 4; (1 + 1) / (2 + 2).
    ratios = np.array([0.0, 1.0, -0.5])

    found = level_smoothed(_two_weights(ratios), np.array([1.0, 2.0, 2.0]), drift=1.0)

    np.testing.assert_allclose(found.gains, [1, 0.5, 0.5], rtol=1e-15)
    np.testing.assert_allclose(found.weights, _two_weights(np.array([0, 0.5, 0])), rtol=1e-13)


def test_without_drift_the_level_is_the_mean_of_the_log_ratios() -> None:
    weights = np.array([[0.5, 0.3, 0.2], [0.4, 0.4, 0.2], [0.6, 0.1, 0.3]])
    expected = np.exp(np.log(weights).mean(axis=0))

    found = level_smoothed(weights, np.full(3, 0.1), drift=0.0)

    np.testing.assert_allclose(found.weights[2], expected / expected.sum(), rtol=1e-13)
    np.testing.assert_allclose(found.weights[0], weights[0], rtol=1e-13)


@settings(deadline=None, max_examples=30)
@given(
    sizes=st.lists(st.tuples(*[st.floats(0.05, 1)] * 3), min_size=1, max_size=6),
    order=st.permutations(range(3)),
)
def test_levels_follow_the_sections(sizes: list[tuple[float, ...]], order: list[int]) -> None:
    weights = np.array(sizes) / np.array(sizes).sum(axis=1, keepdims=True)
    noise = np.linspace(0.1, 0.2, len(weights))

    found = level_smoothed(weights, noise, drift=0.05)

    turned = level_smoothed(weights[:, order], noise, drift=0.05)
    np.testing.assert_allclose(turned.weights, found.weights[:, order], rtol=1e-12)
    np.testing.assert_allclose(found.weights.sum(axis=1), 1, rtol=1e-14)


@pytest.mark.parametrize(
    "weights", [np.zeros((0, 2)), np.array([[1.0, 0.0]]), np.array([[2.0, -1.0]])]
)
def test_levels_need_weights_above_0(weights: np.ndarray) -> None:
    with pytest.raises(ValueError, match="at least one year and weights above 0"):
        level_smoothed(weights, np.ones(len(weights)), drift=0.0)


@pytest.mark.parametrize(
    ("noise", "drift"), [([1.0], 0.0), ([1.0, 0.0], 0.0), ([1.0, 1.0], -0.1), ([1.0, 1.0], np.nan)]
)
def test_levels_need_noise_and_no_drift_below_0(noise: list[float], drift: float) -> None:
    with pytest.raises(ValueError, match="noise of each year must be above 0"):
        level_smoothed(np.full((2, 2), 0.5), np.array(noise), drift=drift)
