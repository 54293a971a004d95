"""Constant sum."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.formulas.preferences.constant_sum import covariance, shares
from scoring.formulas.weights import mean_shares

TWO = np.array([[50, 30, 20], [25, 75, 0]])
SECTIONS = ["a", "b", "c"]

dealt = st.lists(
    st.tuples(st.integers(0, 100), st.integers(0, 100)).map(
        lambda cuts: [min(cuts), max(cuts) - min(cuts), 100 - max(cuts)]
    ),
    min_size=2,
    max_size=12,
).map(np.array)


def test_shares_by_hand() -> None:
    np.testing.assert_allclose(shares(TWO), [0.375, 0.525, 0.1], rtol=1e-15)


def test_weighted_shares_by_hand() -> None:
    # (3 x 50 + 25) / 400 and so on.
    expected = [0.4375, 0.4125, 0.15]

    np.testing.assert_allclose(shares(TWO, np.array([3.0, 1.0])), expected, rtol=1e-15)


def test_a_matrix_of_weights_gives_one_row_of_shares_each() -> None:
    weight = np.array([[1.0, 1.0], [0.0, 2.0]])

    np.testing.assert_allclose(
        shares(TWO, weight), [[0.375, 0.525, 0.1], [0.25, 0.75, 0.0]], rtol=1e-15
    )


def test_covariance_by_hand() -> None:
    # Deviations of +-(0.125, -0.225, 0.1): S is 2 d d' / 1 and n is 2.
    deviation = np.array([0.125, -0.225, 0.1])

    np.testing.assert_allclose(covariance(TWO), np.outer(deviation, deviation), rtol=1e-14)


def test_weighted_covariance_by_hand() -> None:
    # Weights 1.5 and 0.5, deviations (1/16, -9/80, 1/20) and -3 times that: the products of both
    # respondents are 2 x 2.25 d d', divided by n (n - 1) = 2.
    deviation = np.array([1 / 16, -9 / 80, 1 / 20])

    np.testing.assert_allclose(
        covariance(TWO, np.array([3.0, 1.0])), 2.25 * np.outer(deviation, deviation), rtol=1e-14
    )


@settings(deadline=None, max_examples=25)
@given(points=dealt)
def test_shares_and_covariance_are_those_of_statsmodels(points: np.ndarray) -> None:
    from statsmodels.stats.weightstats import DescrStatsW

    other = DescrStatsW(points / 100, ddof=1)

    np.testing.assert_allclose(shares(points), other.mean, atol=1e-14)
    np.testing.assert_allclose(covariance(points), other.cov / len(points), atol=1e-14)


@settings(deadline=None, max_examples=25)
@given(points=dealt)
def test_shares_are_the_exact_ones(points: np.ndarray) -> None:
    exact = mean_shares(
        [dict(zip(SECTIONS, row, strict=True)) for row in points.tolist()], SECTIONS
    )

    np.testing.assert_allclose(
        shares(points), [float(exact[name]) for name in SECTIONS], atol=1e-15
    )


@settings(deadline=None, max_examples=25)
@given(points=dealt, data=st.data())
def test_a_respondent_of_weight_two_counts_as_two(points: np.ndarray, data: st.DataObject) -> None:
    weight = np.array([data.draw(st.integers(1, 3)) for _row in points])

    np.testing.assert_allclose(
        shares(points, weight), shares(np.repeat(points, weight, axis=0)), atol=1e-14
    )


def test_points_below_0_are_refused() -> None:
    with pytest.raises(ValueError, match="cannot be below 0"):
        shares(np.array([[101, -1]]))


def test_points_must_add_up_to_100() -> None:
    with pytest.raises(ValueError, match="add up to 100"):
        shares(np.array([[50, 50], [50, 49]]))


def test_one_respondent_has_no_covariance() -> None:
    with pytest.raises(ValueError, match="at least two respondents"):
        covariance(TWO[:1])


def test_a_covariance_takes_one_weighting() -> None:
    with pytest.raises(ValueError, match="one weighting"):
        covariance(TWO, np.ones((2, 2)))


def test_the_mean_and_covariance_of_nists_handbook() -> None:
    # NIST/SEMATECH e-Handbook of Statistical Methods, section 6.5.4.1: five parts with a mean
    # length, width and height of 4.10, 2.08 and 0.604, and a covariance matrix. Here in tenths,
    # tenths and hundredths, 40 hundredths taken off; a fourth section has what is left of 100.
    parts = np.array([[40, 20, 20], [42, 21, 19], [39, 20, 18], [43, 21, 22], [41, 22, 23]])
    points = np.column_stack([parts, 100 - parts.sum(axis=1)])
    units = np.array([10, 10, 100])
    printed = np.array(
        [[0.025, 0.0075, 0.00175], [0.0075, 0.0070, 0.00135], [0.00175, 0.00135, 0.00043]]
    )

    found, spread = 100 * shares(points)[:3] / units, covariance(points)[:3, :3]

    np.testing.assert_allclose(found, [4.10, 2.08, 0.604 - 0.4], rtol=1e-12)
    np.testing.assert_allclose(5 * 100**2 * spread / np.outer(units, units), printed, rtol=1e-12)
