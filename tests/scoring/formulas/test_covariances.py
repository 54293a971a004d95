"""Roots of covariance matrices, and what is no covariance matrix."""

import numpy as np
import pytest
from scipy.linalg import sqrtm

from scoring.formulas.clustered_errors import Floats
from scoring.formulas.covariances import root_of, spectrum


def test_a_root_by_hand() -> None:
    # Eigenvalues 9 and 1 along the diagonals: the root has 3 and 1.
    covariance = np.array([[5.0, 4.0], [4.0, 5.0]])

    values, vectors = spectrum(covariance)

    np.testing.assert_allclose(values, [1, 9], rtol=1e-14)
    np.testing.assert_allclose(np.abs(vectors), np.full((2, 2), 0.5**0.5), rtol=1e-14)
    np.testing.assert_allclose(root_of(covariance), [[2, 1], [1, 2]], rtol=1e-14)


def test_a_company_whose_variance_is_not_known_is_left_out() -> None:
    covariance = np.array([[4.0, np.nan, 0], [np.nan] * 3, [0, np.nan, 9.0]])

    root = root_of(covariance)

    np.testing.assert_array_equal(root, [[2, 0, 0], [np.nan] * 3, [0, 0, 3]])


def test_matrices_of_lower_rank_have_roots() -> None:
    shared = np.array([[1.0, 2, 2], [2, 4, 4], [2, 4, 4]]) * 1e4
    random = np.random.default_rng(1).normal(size=(30, 4))

    np.testing.assert_allclose(root_of(shared) @ root_of(shared), shared, rtol=1e-12)
    assert (spectrum(random @ random.T)[0] >= 0).all()
    assert root_of(np.zeros((2, 2))).tolist() == [[0, 0], [0, 0]]
    assert root_of(np.zeros((0, 0))).shape == (0, 0)


@pytest.mark.parametrize(
    ("matrix", "sentence"),
    [
        (np.ones(4), "a covariance matrix is square"),
        (np.ones((2, 3)), "a covariance matrix is square"),
        (
            np.array([[1.0, 0.5], [0.4, 1.0]]),
            "a covariance matrix is symmetric, and its numbers are known",
        ),
        (
            np.array([[1.0, np.nan], [np.nan, 1.0]]),
            "a covariance matrix is symmetric, and its numbers are known",
        ),
        (np.array([[1.0, 2.0], [2.0, 1.0]]), "a covariance matrix has no negative eigenvalue"),
        (np.array([[-1.0]]), "a covariance matrix has no negative eigenvalue"),
        (np.diag([1.0, -1e-11]), "a covariance matrix has no negative eigenvalue"),
    ],
)
def test_other_matrices_are_refused(matrix: Floats, sentence: str) -> None:
    with pytest.raises(ValueError, match=f"^{sentence}$"):
        spectrum(matrix)


def test_rounding_is_not_taken_for_a_negative_eigenvalue() -> None:
    assert spectrum(np.diag([1.0, -1e-13]))[0].tolist() == [0, 1]


def test_wilsons_matrix_has_the_printed_eigenvalues_and_scipys_root() -> None:
    # T. S. Wilson's matrix (Morris 1946, Philosophical Magazine 37); its eigenvalues as Moler
    # prints them ("Reviving Wilson's Matrix", 2018), to four decimals; its determinant is 1.
    wilson = np.array([[5.0, 7, 6, 5], [7, 10, 8, 7], [6, 8, 10, 9], [5, 7, 9, 10]])

    values, _vectors = spectrum(wilson)

    np.testing.assert_allclose(values, [0.0102, 0.8431, 3.8581, 30.2887], atol=5e-5)
    assert values.prod() == pytest.approx(1)
    np.testing.assert_allclose(root_of(wilson), sqrtm(wilson), rtol=1e-9, atol=1e-12)
