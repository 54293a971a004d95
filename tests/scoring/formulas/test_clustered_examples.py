"""Clustered errors against Student's data, published forms, and matrices from the definition."""

import numpy as np
import pytest

from scoring.formulas.clustered_errors import (
    Floats,
    Integers,
    all_degrees_of_freedom,
    clustered_means,
    combined,
    degrees_of_freedom,
    intervals,
)

# Student (1908, Biometrika 6): hours of sleep gained by ten patients with each of two drugs.
FIRST = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
SECOND = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
DIFFERENCE = np.array([1.0, -1.0])


def _floats(*values: float) -> Floats:
    return np.array(values, dtype=np.float64)


def _uneven(seed: int, companies: int = 3, shoppers: int = 6) -> tuple[Floats, Integers, Integers]:
    """Contacts of strict and lenient shoppers, who meet the companies unequally often."""
    random = np.random.default_rng(seed)
    company = np.repeat(np.arange(companies), [7 + 3 * row for row in range(companies)])
    shopper = random.integers(0, shoppers, len(company)) ** 2 // shoppers
    strict = random.normal(0, 4, shoppers)
    score = 80 + 3 * company + strict[shopper] + random.normal(0, 8, len(company))
    return score, company.astype(np.int64), shopper.astype(np.int64)


def _sandwich(
    score: Floats, part: Integers, shopper: Integers, contrast: Floats
) -> tuple[Floats, float]:
    """CR2 and Satterthwaite's degrees of freedom as Bell and McCaffrey define them, in matrices."""
    design = (part[:, None] == np.arange(part.max() + 1)).astype(np.float64)
    bread = np.linalg.inv(design.T @ design)
    hat = design @ bread @ design.T
    residual = score - hat @ score
    meat = np.zeros_like(bread)
    columns = []
    for one in np.unique(shopper):
        hers = shopper == one
        values, vectors = np.linalg.eigh(np.eye(hers.sum()) - hat[np.ix_(hers, hers)])
        adjustment = vectors @ np.diag(values**-0.5) @ vectors.T
        half = design[hers].T @ adjustment
        meat += np.outer(half @ residual[hers], half @ residual[hers])
        columns.append((np.eye(len(score)) - hat)[:, hers] @ half.T @ bread @ contrast)
    g = np.column_stack(columns)
    eigenvalues = np.linalg.eigvalsh(g.T @ g)
    return bread @ meat @ bread, float(eigenvalues.sum() ** 2 / (eigenvalues**2).sum())


def test_one_patient_with_both_drugs_is_a_paired_t_test() -> None:
    from scipy.stats import t as student

    # R, help page of t.test: t = -4.0621, df = 9, p-value = 0.002833, from -2.4598858 to -0.7001142
    patient = np.arange(10)
    found = clustered_means(
        _floats(*FIRST, *SECOND), np.repeat([0, 1], 10), np.concatenate([patient, patient])
    )

    gain = combined(found, DIFFERENCE[np.newaxis])

    assert gain.score[0] == pytest.approx(-1.58)
    assert gain.score[0] / gain.error[0] == pytest.approx(-4.0621, abs=5e-5)
    df = degrees_of_freedom(found, DIFFERENCE)
    assert df == pytest.approx(9, rel=1e-12)
    p = 2 * student.sf(abs(gain.score[0]) / gain.error[0], df)
    assert p == pytest.approx(0.002833, abs=5e-7)
    lower, upper = intervals(gain)
    assert [*lower, *upper] == pytest.approx([-2.4598858, -0.7001142], abs=5e-8)


def test_different_patients_for_both_drugs_are_a_two_sample_t_test() -> None:
    # R, help page of t.test with var.equal: t = -1.8608, df = 18, from -3.363874 to 0.203874
    found = clustered_means(_floats(*FIRST, *SECOND), np.repeat([0, 1], 10), np.arange(20))

    gain = combined(found, DIFFERENCE[np.newaxis])

    assert gain.score[0] / gain.error[0] == pytest.approx(-1.8608, abs=5e-5)
    assert degrees_of_freedom(found, DIFFERENCE) == pytest.approx(18, rel=1e-12)
    assert np.ravel(intervals(gain)) == pytest.approx([-3.363874, 0.203874], abs=5e-7)


def test_unequal_clusters_follow_the_closed_forms_of_pustejovsky() -> None:
    # clubSandwich, tests of a population mean: variance and df of CR2 in cluster sizes and means.
    sizes, averages = _floats(1, 2, 3, 6, 8), _floats(70, 88, 91, 80, 76)
    shopper = np.repeat(np.arange(5), sizes.astype(int))
    found = clustered_means(averages[shopper], np.zeros(20, dtype=np.int64), shopper)

    n, mean = 20, float(sizes @ averages) / 20
    variance = (sizes**2 * (averages - mean) ** 2 / (1 - sizes / n)).sum() / n**2
    other = n - sizes
    df = n**2 / (
        n**2 * (sizes**2 / other**2).sum()
        - 2 * n * (sizes**3 / other**2).sum()
        + (sizes**2 / other).sum() ** 2
    )
    assert found.error[0] ** 2 == pytest.approx(variance, rel=1e-12)
    assert all_degrees_of_freedom(found)[0] == pytest.approx(df, rel=1e-12)


def test_equal_clusters_are_as_in_statsmodels() -> None:
    import statsmodels.api as sm

    score = np.random.default_rng(5).normal(80, 12, 18)
    shopper = np.repeat(np.arange(6), 3)

    found = clustered_means(score, np.zeros(18, dtype=np.int64), shopper)

    model = sm.OLS(score, np.ones(18)).fit(cov_type="cluster", cov_kwds={"groups": shopper})
    assert found.score[0] == pytest.approx(model.params[0], rel=1e-13)
    assert found.error[0] == pytest.approx(model.bse[0], rel=1e-12)
    assert all_degrees_of_freedom(found)[0] == pytest.approx(5, rel=1e-12)


@pytest.mark.parametrize("seed", range(6))
def test_means_and_their_covariance_are_the_sandwich(seed: int) -> None:
    score, company, shopper = _uneven(seed)
    contrast = _floats(1, 0, -1)

    found = clustered_means(score, company, shopper)

    covariance, df = _sandwich(score, company, shopper, contrast)
    assert found.has_error.all()
    np.testing.assert_allclose(found.score, [score[company == row].mean() for row in range(3)])
    np.testing.assert_allclose(found.covariance, covariance, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(found.error, np.sqrt(np.diagonal(covariance)), rtol=1e-10)
    assert degrees_of_freedom(found, contrast) == pytest.approx(df, rel=1e-9)


@pytest.mark.parametrize("seed", range(4))
def test_totals_of_weighed_channels_are_the_sandwich(seed: int) -> None:
    score, part, shopper = _uneven(seed, companies=4, shoppers=5)
    weights = np.array([[0.25, 0.75, 0, 0], [0, 0, 0.5, 0.5]])

    found = combined(clustered_means(score, part, shopper), weights)

    covariance, df = _sandwich(score, part, shopper, weights[0])
    _, between = _sandwich(score, part, shopper, weights[0] - weights[1])
    means = np.array([score[part == row].mean() for row in range(4)])
    np.testing.assert_allclose(found.score, weights @ means, rtol=1e-12)
    np.testing.assert_allclose(found.covariance, weights @ covariance @ weights.T, rtol=1e-9)
    assert all_degrees_of_freedom(found)[0] == pytest.approx(df, rel=1e-9)
    assert degrees_of_freedom(found, DIFFERENCE) == pytest.approx(between, rel=1e-9)
