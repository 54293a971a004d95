"""Combined and adjusted p-values against published examples and statsmodels."""

from math import atan, pi, tan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.screening.discovery import adjusted, combined

N = np.nan


def _one(*p: float) -> float:
    return float(combined(np.array([p]))[0])


def test_the_example_of_acat() -> None:
    # Documentation of ACAT by Liu, author of the test: .001953404.
    assert _one(2e-02, 4e-04, 0.2, 0.1, 0.8) == pytest.approx(0.001953404, abs=5e-10)


@given(st.lists(st.floats(1e-9, 1), min_size=1, max_size=6))
def test_any_p_values_by_the_definition(p: list[float]) -> None:
    height = sum(tan((0.5 - min(each, 0.99)) * pi) for each in p) / len(p)

    assert _one(*p) == pytest.approx(0.5 - atan(height) / pi, rel=1e-6)


def test_one_p_value_alone_stays() -> None:
    for p in (1e-300, 1e-17, 1e-15, 1e-9, 0.3, 0.99):
        assert _one(p) == pytest.approx(p, rel=1e-5)
        assert _one(p, N) == pytest.approx(p, rel=1e-5)
    assert _one(1e-200, 1e-200) == pytest.approx(1e-200)
    assert 0 <= _one(0.0) < 1e-300


def test_no_p_value_outweighs_a_small_one() -> None:
    assert _one(1e-6, 1.0) == _one(1e-6, 0.99) == pytest.approx(2e-6, rel=1e-3)


def test_nothing_is_told_of_nothing() -> None:
    found = combined(np.array([[N, N], [0.2, N]]))

    assert np.isnan(found[0])
    assert found[1] == pytest.approx(0.2)
    assert combined(np.empty((0, 3))).tolist() == []


# Benjamini and Hochberg (1995), section 4.1: 15 endpoints of a trial of thrombolysis.
TRIAL = [
    *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344),
    *(0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.000),
]


def test_the_trial_of_benjamini_and_hochberg() -> None:
    found = adjusted(np.array(TRIAL))

    # They discover the four smallest at .05, since .0095 <= 4/15 x .05 = .013.
    assert (found <= 0.05).tolist() == [True] * 4 + [False] * 11
    assert found[3] == pytest.approx(0.0095 * 15 / 4)
    assert found[4] == pytest.approx(0.0201 * 15 / 5)
    # The sixth is discovered with the seventh, whose ratio is less.
    assert found[5] == found[6] == pytest.approx(0.0298 * 15 / 7)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_any_p_values_of_statsmodels(p: list[float]) -> None:
    from statsmodels.stats.multitest import multipletests

    expected = multipletests(p, method="fdr_bh")[1]

    assert adjusted(np.array(p)) == pytest.approx(expected, abs=1e-12)


def test_what_is_not_told_counts_nowhere() -> None:
    found = adjusted(np.array([0.04, N, 0.01]))

    assert found[[0, 2]].tolist() == [0.04, 0.02]
    assert np.isnan(found[1])
    assert adjusted(np.empty(0)).tolist() == []


@pytest.mark.parametrize("wrong", [-0.01, 1.01])
def test_what_is_no_p_value_is_refused(wrong: float) -> None:
    with pytest.raises(ValueError, match="from 0 to 1"):
        combined(np.array([[0.5, wrong]]))
    with pytest.raises(ValueError, match="from 0 to 1"):
        adjusted(np.array([0.5, wrong]))
