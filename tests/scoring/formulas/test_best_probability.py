"""Shrinkage and probabilities of being best against published tables, integrals and by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import trapezoid

from scoring.formulas.best_probability import best_probability, shrunken
from scoring.formulas.clustered_errors import Floats

# Colditz et al. (1994, JAMA 271): 13 trials of a vaccine; ill and well with it, and without it.
BCG = [
    (4, 119, 11, 128),
    (6, 300, 29, 274),
    (3, 228, 11, 209),
    (62, 13536, 248, 12619),
    (33, 5036, 47, 5761),
    (180, 1361, 372, 1079),
    (8, 2537, 10, 619),
    (505, 87886, 499, 87892),
    (29, 7470, 45, 7232),
    (17, 1699, 65, 1600),
    (186, 50448, 141, 27197),
    (5, 2493, 3, 2338),
    (27, 16886, 29, 17825),
]
# Rubin (1981): effects of coaching in eight schools, and their standard errors.
SCHOOLS = [28.0, 8, -3, 7, -1, 1, 18, 12], [15.0, 10, 16, 11, 9, 11, 10, 18]


def _bcg() -> tuple[Floats, Floats]:
    """Log risk ratios and their variances."""
    ill, well, ill_without, well_without = np.array(BCG, dtype=np.float64).T
    with_it, without = ill + well, ill_without + well_without
    ratio = np.log(ill / with_it / (ill_without / without))
    return ratio, 1 / ill - 1 / with_it + 1 / ill_without - 1 / without


def test_the_variance_between_trials_of_a_vaccine() -> None:
    # R package metafor, method "DL": tau^2 = 0.3088, mean -0.7141
    ratio, variance = _bcg()

    found = shrunken(ratio, np.diag(variance))

    assert found.tau_squared == pytest.approx(0.3088, abs=5e-5)
    kept = found.tau_squared / (found.tau_squared + variance)
    np.testing.assert_allclose(found.mean, -0.7141 + kept * (ratio + 0.7141), atol=5e-5)
    np.testing.assert_allclose(found.covariance, np.diag(kept * variance), rtol=1e-9, atol=1e-15)


def test_the_variance_between_trials_is_that_of_statsmodels() -> None:
    from statsmodels.stats.meta_analysis import combine_effects

    ratio, variance = _bcg()

    found = shrunken(ratio, np.diag(variance))

    assert found.tau_squared == pytest.approx(
        combine_effects(ratio, variance, method_re="chi2").tau2, rel=1e-12
    )


def test_eight_schools_differ_no_more_than_by_chance() -> None:
    # Rubin's data have Q = 4.7 with 7 degrees of freedom, so that tau^2 is 0.
    score, error = np.array(SCHOOLS)

    found = shrunken(score, np.diag(error**2))

    assert found.tau_squared == 0
    # Gelman et al., Bayesian Data Analysis, section 5.5: pooled mean 7.7.
    assert found.mean == pytest.approx(np.full(8, 7.69), abs=0.01)
    assert not found.covariance.any()
    assert best_probability(score, np.diag(error**2), seed=1).tolist() == [1 / 8] * 8


def test_shrinkage_by_hand() -> None:
    # Q = 2 * 100 / 4 = 50 and 2 - 1 expected; trace of A 2/4 - 2/16 / (2/4) = 1/4: tau^2 = 196.
    found = shrunken(np.array([70.0, 90]), np.diag([4.0, 4.0]))

    assert found.tau_squared == pytest.approx(196)
    np.testing.assert_allclose(found.mean, [80 - 9.8, 80 + 9.8], rtol=1e-13)
    np.testing.assert_allclose(found.covariance, np.diag([3.92, 3.92]), atol=1e-13)


def test_errors_that_hang_together_by_hand() -> None:
    # Var(difference) = 2 instead of 8: Q - trace(A Sigma) = 50 - 1/4, so tau^2 = 199; along the
    # difference the variance is 1 and along the sum 7.
    covariance = np.array([[4.0, 3.0], [3.0, 4.0]])

    found = shrunken(np.array([70.0, 90]), covariance)

    assert found.tau_squared == pytest.approx(199)
    np.testing.assert_allclose(found.mean, [80 - 9.95, 80 + 9.95], rtol=1e-13)
    apart, together = 199 / 200, 7 * 199 / 206
    expected = np.array(
        [[together + apart, together - apart], [together - apart, together + apart]]
    )
    np.testing.assert_allclose(found.covariance, expected / 2, rtol=1e-12)
    total = covariance + 199 * np.eye(2)
    np.testing.assert_allclose(
        found.covariance, 199 * np.linalg.inv(total) @ covariance, rtol=1e-12
    )


def test_unequal_errors_that_hang_together_follow_the_matrices() -> None:
    score = np.array([70.0, 84, 90, 77])
    root = np.random.default_rng(3).normal(size=(4, 6)) * [[1], [2], [1], [3]]
    covariance = root @ root.T

    found = shrunken(score, covariance)

    weight = 1 / np.diagonal(covariance)
    centring = np.diag(weight) - np.outer(weight, weight) / weight.sum()
    expected = (score @ centring @ score - np.trace(centring @ covariance)) / np.trace(centring)
    assert found.tau_squared == pytest.approx(expected, rel=1e-12)
    total = covariance + expected * np.eye(4)
    middle = np.average(score, weights=1 / np.diagonal(total))
    mean = middle + expected * np.linalg.solve(total, score - middle)
    np.testing.assert_allclose(found.mean, mean, rtol=1e-11)
    np.testing.assert_allclose(
        found.covariance, expected * np.linalg.solve(total, covariance), rtol=1e-9
    )


def test_probabilities_are_the_integral() -> None:
    from scipy.stats import norm

    score, variance = np.array([86.0, 84, 80, 85]), np.array([4.0, 1, 9, 2])
    true = shrunken(score, np.diag(variance))
    spread = np.sqrt(np.diagonal(true.covariance))

    found = best_probability(score, np.diag(variance), seed=5)

    grid = np.linspace(60, 110, 5001)
    density = norm.pdf(grid[:, None], true.mean, spread)
    below = norm.cdf(grid[:, None], true.mean, spread)
    for one in range(4):
        exact = trapezoid(density[:, one] * np.delete(below, one, axis=1).prod(axis=1), grid)
        assert found[one] == pytest.approx(exact, abs=0.012)
    assert true.tau_squared > 0


def test_two_companies_whose_errors_hang_together() -> None:
    from scipy.stats import norm

    covariance = np.array([[4.0, 3.0], [3.0, 5.0]])
    score = np.array([82.0, 80.0])
    true = shrunken(score, covariance)
    contrast = np.array([1.0, -1.0])

    found = best_probability(score, covariance, seed=2, draws=40_000)

    exact = norm.cdf(contrast @ true.mean / np.sqrt(contrast @ true.covariance @ contrast))
    assert found[0] == pytest.approx(exact, abs=0.01)


def test_companies_whose_error_is_not_known_are_left_out() -> None:
    covariance = np.diag([4.0, np.nan, 0.0, 4.0])
    covariance[1, :] = covariance[:, 1] = np.nan
    score = np.array([70.0, 99, 98, 90])

    true = shrunken(score, covariance)
    found = best_probability(score, covariance, seed=2)

    alone = best_probability(np.array([70.0, 90]), np.diag([4.0, 4.0]), seed=2)
    np.testing.assert_array_equal(found, [alone[0], np.nan, np.nan, alone[1]])
    assert true.tau_squared == pytest.approx(196)
    np.testing.assert_allclose(true.mean, [70.2, np.nan, np.nan, 89.8])
    expected = np.full((4, 4), np.nan)
    expected[[0, 3], [0, 3]], expected[[0, 3], [3, 0]] = 3.92, 0
    np.testing.assert_allclose(true.covariance, expected, atol=1e-13)


def test_one_company_is_the_best_and_none_is_nothing() -> None:
    assert best_probability(np.array([80.0]), np.array([[4.0]]), seed=1).tolist() == [1]
    true = shrunken(np.array([80.0]), np.array([[4.0]]))
    assert (true.tau_squared, true.mean.tolist(), true.covariance.tolist()) == (0, [80], [[0]])
    unknown = best_probability(np.array([80.0, 81]), np.full((2, 2), np.nan), seed=1)
    assert np.isnan(unknown).tolist() == [True, True]
    nothing = shrunken(np.array([80.0, 81]), np.full((2, 2), np.nan))
    assert nothing.tau_squared == 0
    assert np.isnan(nothing.mean).all()
    assert best_probability(np.zeros(0), np.zeros((0, 0)), seed=1).tolist() == []


def test_the_same_seed_gives_the_same_probabilities() -> None:
    score, covariance = np.array([80.0, 81, 84]), np.diag([1.0, 2, 1])

    first = best_probability(score, covariance, seed=7)

    assert first.tobytes() == best_probability(score, covariance, seed=7).tobytes()
    assert first.tolist() != best_probability(score, covariance, seed=8).tolist()
    assert (first * 20_000 == np.rint(first * 20_000)).all()
    assert set(best_probability(score, covariance, seed=7, draws=1)) == {0, 1}


@given(
    st.lists(st.tuples(st.floats(0, 100), st.floats(0.1, 20)), min_size=2, max_size=12),
    st.sampled_from([0.25, 2.0]),
)
@settings(max_examples=25, deadline=None)
def test_probabilities_sum_to_one_in_any_unit(
    companies: list[tuple[float, float]], unit: float
) -> None:
    score, variance = np.array(companies).T

    found = best_probability(score, np.diag(variance), seed=1, draws=500)

    assert found.sum() == pytest.approx(1, abs=1e-12)
    assert (found >= 0).all()
    other = best_probability(score * unit, np.diag(variance) * unit**2, seed=1, draws=500)
    np.testing.assert_allclose(other, found, atol=0.01)


@given(st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_shrinking_keeps_between_score_and_mean(seed: int) -> None:
    random = np.random.default_rng(seed)
    score, variance = random.normal(80, 4, 6), random.uniform(1, 9, 6)

    found = shrunken(score, np.diag(variance))

    middle = np.average(score, weights=1 / (found.tau_squared + variance))
    assert (np.abs(found.mean - middle) <= np.abs(score - middle) + 1e-9).all()
    assert ((found.mean - middle) * (score - middle) >= -1e-9).all()
    assert (np.diagonal(found.covariance) <= variance + 1e-9).all()


@pytest.mark.parametrize(
    ("score", "covariance", "sentence"),
    [
        ([80.0, 81], np.eye(3), "every two scores need a covariance"),
        ([80.0, 81], np.ones(2), "every two scores need a covariance"),
        ([80.0, np.nan], np.eye(2), "a score is a finite number"),
        (
            [80.0, 81],
            np.array([[1.0, 2], [2, 1]]),
            "a covariance matrix has no negative eigenvalue",
        ),
    ],
)
def test_impossible_scores_are_refused(
    score: list[float], covariance: Floats, sentence: str
) -> None:
    with pytest.raises(ValueError, match=f"^{sentence}$"):
        shrunken(np.array(score), covariance)


def test_a_probability_needs_draws() -> None:
    with pytest.raises(ValueError, match=r"^a probability needs draws$"):
        best_probability(np.array([80.0]), np.eye(1), seed=1, draws=0)
