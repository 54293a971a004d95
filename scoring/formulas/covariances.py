"""Covariance matrices taken apart, and checked on the way.

A matrix is one of covariances exactly when it is symmetric without negative eigenvalues; then it
has one symmetric root whose rows, multiplied with each other, give it back.
"""

import numpy as np

from scoring.formulas.clustered_errors import Floats

# Eigenvalues above minus this part of the largest, for each row, are what rounding leaves of 0.
_NOISE = 1e-12


def spectrum(covariance: Floats) -> tuple[Floats, Floats]:
    """The eigenvalues, lowest first and 0 at least, and the eigenvectors as columns.

    Raises ValueError when no random numbers have such covariances.
    """
    if covariance.ndim != 2 or covariance.shape[0] != covariance.shape[1]:  # noqa: PLR2004 - a matrix
        raise ValueError("a covariance matrix is square")
    if not np.allclose(covariance, covariance.T):
        raise ValueError("a covariance matrix is symmetric, and its numbers are known")
    values, vectors = np.linalg.eigh(covariance)
    size = np.abs(values).max(initial=0)
    if (values < -_NOISE * len(values) * size).any():
        raise ValueError("a covariance matrix has no negative eigenvalue")
    return np.maximum(values, 0), vectors


def root_of(covariance: Floats) -> Floats:
    """The symmetric root: rows whose products are these covariances.

    A company whose variance is NaN gets a row of NaN and 0 in the other rows. Raises ValueError
    as `spectrum` does.
    """
    known = ~np.isnan(np.diagonal(covariance))
    inner = np.ix_(known, known)
    values, vectors = spectrum(covariance[inner])
    root = np.zeros(covariance.shape)
    root[~known] = np.nan
    root[inner] = vectors * np.sqrt(values) @ vectors.T
    return root
