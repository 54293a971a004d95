"""Whether the weights changed."""

from math import erfc, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.formulas.weight_change import weight_change

NOTHING = np.zeros((4, 4))


def _multinomial(shares: np.ndarray, respondents: int) -> np.ndarray:
    return (np.diag(shares) - np.outer(shares, shares)) / respondents


def test_mendels_peas_have_the_printed_statistic() -> None:
    # 315 round yellow, 108 round green, 101 wrinkled yellow and 32 wrinkled green of 556 against
    # 9 : 3 : 3 : 1 (Mendel 1866): chi-squared 0.470 on 3 degrees of freedom, P 0.925, as R's
    # chisq.test prints. Pearson's statistic is Wald's with the covariance of the expected shares.
    expected = np.array([9, 3, 3, 1]) / 16
    seen = np.array([315, 108, 101, 32]) / 556

    found = weight_change(seen, expected, sigma=NOTHING, sigma_before=_multinomial(expected, 556))

    assert found.statistic == pytest.approx(0.470, abs=5e-4)
    assert found.degrees_of_freedom == 3
    assert found.p_value == pytest.approx(0.925, abs=5e-4)


def test_two_shares_are_the_test_of_two_proportions() -> None:
    # 60 of 100 against 45 of 90: z^2 = 0.1^2 / (0.6 x 0.4 / 100 + 0.25 / 90).
    now, before = np.array([0.6, 0.4]), np.array([0.5, 0.5])

    found = weight_change(
        now, before, sigma=_multinomial(now, 100), sigma_before=_multinomial(before, 90)
    )

    assert found.statistic == pytest.approx(0.01 / (0.24 / 100 + 0.25 / 90), rel=1e-12)
    assert found.degrees_of_freedom == 1
    assert found.p_value == pytest.approx(erfc(sqrt(found.statistic / 2)), rel=1e-12)


def test_a_fixed_section_adds_no_degree_of_freedom() -> None:
    now, before = np.array([0.05, 0.6, 0.35]), np.array([0.05, 0.5, 0.45])
    sigma = np.array([[0, 0, 0], [0, 0.004, -0.004], [0, -0.004, 0.004]])

    found = weight_change(now, before, sigma=sigma / 4, sigma_before=sigma * 3 / 4)

    assert found.statistic == pytest.approx(2.5, rel=1e-12)
    assert found.degrees_of_freedom == 1


def test_no_change_is_no_evidence() -> None:
    now = np.array([0.6, 0.4])

    found = weight_change(now, now, sigma=_multinomial(now, 50), sigma_before=NOTHING[:2, :2])

    assert (found.statistic, found.p_value) == (0.0, 1.0)


@settings(deadline=None, max_examples=30)
@given(
    sizes=st.lists(st.tuples(st.integers(1, 50), st.integers(1, 50)), min_size=2, max_size=6),
    data=st.data(),
)
def test_the_statistic_is_the_inverses_without_one_section(
    sizes: list[tuple[int, int]], data: st.DataObject
) -> None:
    counts = np.array(sizes).T
    now, before = counts / counts.sum(axis=1, keepdims=True)
    one, other = _multinomial(now, 80), _multinomial(before, 120)
    order = data.draw(st.permutations(range(len(now))))

    found = weight_change(now, before, sigma=one, sigma_before=other)

    change = (now - before)[:-1]
    expected = change @ np.linalg.solve((one + other)[:-1, :-1], change)
    assert found.statistic == pytest.approx(expected, rel=1e-8, abs=1e-10)
    assert found.degrees_of_freedom == len(now) - 1
    turned = weight_change(
        now[order],
        before[order],
        sigma=one[np.ix_(order, order)],
        sigma_before=other[np.ix_(order, order)],
    )
    assert turned.statistic == pytest.approx(found.statistic, rel=1e-9, abs=1e-12)


def test_a_change_that_no_survey_moves_is_refused() -> None:
    sigma = np.array([[0, 0, 0], [0, 0.004, -0.004], [0, -0.004, 0.004]])

    with pytest.raises(ValueError, match="no survey moves"):
        weight_change(
            np.array([0.1, 0.5, 0.4]),
            np.array([0.05, 0.5, 0.45]),
            sigma=sigma,
            sigma_before=sigma,
        )


def test_covariances_of_0_are_refused() -> None:
    weights = np.full(4, 0.25)

    with pytest.raises(ValueError, match="nothing to test"):
        weight_change(weights, weights, sigma=NOTHING, sigma_before=NOTHING)


@pytest.mark.parametrize(
    ("now", "before", "one", "other"), [(3, 2, 3, 3), (3, 3, 2, 3), (3, 3, 3, 2)]
)
def test_shapes_must_fit(now: int, before: int, one: int, other: int) -> None:
    with pytest.raises(ValueError, match="same sections"):
        weight_change(np.ones(now), np.ones(before), sigma=np.eye(one), sigma_before=np.eye(other))
