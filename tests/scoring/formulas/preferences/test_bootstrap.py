"""Resampling respondents."""

from functools import partial

import numpy as np
import pytest

from scoring.formulas.preferences import best_worst, constant_sum, importance_scale, plackett_luce
from scoring.formulas.preferences.bootstrap import Estimator, resampled_shares
from scoring.formulas.preferences.respondents import Floats

POINTS = np.array([[50, 30, 20], [25, 75, 0], [40, 40, 20], [10, 10, 80], [34, 33, 33]])
NAMED = np.array([[[1, -1, 0]], [[0, 1, -1]], [[-1, 0, 1]], [[1, 0, -1]]])
PLACES = np.array([[1, 2, 3], [3, 1, 2], [2, 3, 1], [1, 3, 2]])
resampled = partial(resampled_shares, seed=7, draws=450)


def test_every_draw_is_of_as_many_respondents_by_their_number() -> None:
    seen: list[Floats] = []

    def spy(answers: np.ndarray, weight: Floats) -> Floats:
        seen.append(weight)
        return constant_sum.shares(answers, weight)

    found = resampled(spy, POINTS)

    assert [len(block) for block in seen] == [200, 200, 50]
    times = np.concatenate(seen)
    assert (times == np.round(times)).all()
    assert times.sum(axis=1).tolist() == [5.0] * 450
    assert len(np.unique(times, axis=0)) > 80
    assert found.shape == (450, 3)


def test_the_spread_is_that_of_the_mean() -> None:
    found = resampled_shares(constant_sum.shares, POINTS, seed=1, draws=4_000)

    # The bootstrap's variance is (n - 1) / n of the unbiased one.
    expected = constant_sum.covariance(POINTS) * 4 / 5
    np.testing.assert_allclose(found.mean(axis=0), constant_sum.shares(POINTS), atol=0.005)
    np.testing.assert_allclose(np.cov(found, rowvar=False), expected, atol=0.0008)


def test_a_respondents_own_weight_stays() -> None:
    # Who has nearly all the weight is drawn or not, and moves the share to his own or away.
    weight = np.array([1e9, 1.0, 1.0, 1.0, 1.0])

    found = resampled(constant_sum.shares, POINTS, weight=weight)

    own = np.abs(found - [0.5, 0.3, 0.2]).max(axis=1) < 1e-6
    # Drawn at least once with chance 1 - 0.8^5 = 0.672.
    assert own.mean() == pytest.approx(0.672, abs=0.06)


@pytest.mark.parametrize(
    ("estimator", "answers"),
    [
        (constant_sum.shares, POINTS),
        (plackett_luce.shares, PLACES),
        (best_worst.shares, NAMED),
        (importance_scale.shares, POINTS),
    ],
)
def test_the_order_of_respondents_is_nothing_and_the_seed_is_all(
    estimator: Estimator, answers: np.ndarray
) -> None:
    weight = np.arange(1.0, len(answers) + 1)
    take = partial(resampled_shares, estimator, draws=20)

    first = take(answers, weight=weight, seed=3)

    assert take(answers[::-1], weight=weight[::-1], seed=3).tobytes() == first.tobytes()
    assert take(answers, weight=weight, seed=4).tobytes() != first.tobytes()
    np.testing.assert_allclose(first.sum(axis=1), 1, atol=1e-12)


def test_equal_answers_are_put_in_order_by_their_weights() -> None:
    points = np.array([[50, 50], [50, 50], [0, 100]])
    weight = np.array([1.0, 5.0, 1.0])

    one = resampled(constant_sum.shares, points, weight=weight)
    other = resampled(constant_sum.shares, points[[1, 0, 2]], weight=weight[[1, 0, 2]])

    assert one.tobytes() == other.tobytes()


def test_a_draw_is_needed() -> None:
    with pytest.raises(ValueError, match="at least one draw"):
        resampled_shares(constant_sum.shares, POINTS, seed=1, draws=0)


def test_a_bootstrap_takes_one_weighting() -> None:
    with pytest.raises(ValueError, match="one weighting"):
        resampled(constant_sum.shares, POINTS, weight=np.ones((2, 5)))


def test_the_mice_have_the_printed_error() -> None:
    # Efron and Tibshirani 1993, An Introduction to the Bootstrap, tables 2.1 and 2.2: days that
    # seven treated mice lived, their mean 86.86, and its bootstrap error with draws without end.
    days = np.array([94, 197, 16, 38, 99, 141, 23])

    def mean(answers: np.ndarray, times: Floats) -> Floats:
        means: Floats = (times @ answers / times.sum(axis=-1))[:, np.newaxis]
        return means

    found = resampled_shares(mean, days, seed=1, draws=20_000)

    assert round(float(days.mean()), 2) == 86.86
    # 23.36 in the book; 20,000 draws know it to half a percent.
    assert float(found.std()) == pytest.approx(23.36, rel=0.015)
