"""How probable it is that a company truly is the best: a model figure, for the desk.

Taken at face value, the highest scores are too high: chance helped them there. So scores are first
shrunk towards their mean, as if true scores were normal around it with variance tau^2, which is
estimated by the method of moments of DerSimonian and Laird (1986, Controlled Clinical Trials 7,
177-188), with weights w = 1 / se^2 and, for scores whose errors hang together, in the general form
of DerSimonian and Kacker (2007, Contemporary Clinical Trials 28, 105-114):

    tau^2 = (x'Ax - trace(A Sigma)) / trace(A), 0 at least,    A = diag(w) - w w' / sum of w

Given tau^2, the true scores are normal with

    mean m + tau^2 V^-1 (x - m),  covariance tau^2 V^-1 Sigma,       V = tau^2 I + Sigma

where m is the mean with weights 1 / (tau^2 + se^2). For independent errors this is the shrinkage
m + B (x - m) with B = tau^2 / (tau^2 + se^2), and the variance B se^2. Probabilities are the shares
of seeded draws from this distribution in which each company is the highest.
"""

from dataclasses import dataclass

import numpy as np

from scoring.formulas.clustered_errors import Booleans, Floats
from scoring.formulas.covariances import root_of, spectrum


@dataclass(frozen=True, slots=True)
class TrueScores:
    """What the model takes true scores for; NaN for companies whose error is not known.

    `tau_squared` is the variance of true scores between companies; 0 where the scores differ no
    more than by chance.
    """

    tau_squared: float
    mean: Floats
    covariance: Floats


def shrunken(score: Floats, covariance: Floats) -> TrueScores:
    """The scores shrunk towards their mean.

    A company is left out, and NaN, where its variance is NaN, or 0: a score without any spread is
    one whose error cannot be estimated. Raises ValueError for shapes that do not match, unknown
    scores, and a matrix that no covariances make up.
    """
    if covariance.shape != (len(score), len(score)):
        raise ValueError("every two scores need a covariance")
    if not np.isfinite(score).all():
        raise ValueError("a score is a finite number")
    known = _known(covariance)
    mean, spread = np.full(len(score), np.nan), np.full(covariance.shape, np.nan)
    inner = np.ix_(known, known)
    if not known.any():
        return TrueScores(0.0, mean, spread)
    tau_squared = _tau_squared(score[known], covariance[inner])
    mean[known], spread[inner] = _posterior(score[known], covariance[inner], tau_squared)
    return TrueScores(tau_squared, mean, spread)


def best_probability(
    score: Floats, covariance: Floats, *, seed: int, draws: int = 20_000
) -> Floats:
    """The model probability of each company to be truly the best among those with a known error.

    NaN for the others; the rest sums to 1. Where scores differ no more than by chance alone, all
    are equally probable. The same seed gives the same probabilities, true to about half a percent
    with the given number of draws. Raises ValueError as `shrunken` does, and for a number of draws
    that is not positive.
    """
    if draws < 1:
        raise ValueError("a probability needs draws")
    true = shrunken(score, covariance)
    known = _known(covariance)
    count = int(known.sum())
    found = np.full(len(score), np.nan)
    if true.tau_squared == 0:
        found[known] = 1 / max(count, 1)
        return found
    root = root_of(true.covariance[np.ix_(known, known)])
    normal = np.random.Generator(np.random.PCG64(seed)).standard_normal((count, draws))
    highest = (true.mean[known, np.newaxis] + root @ normal).argmax(axis=0)
    found[known] = np.bincount(highest, minlength=count) / draws
    return found


def _known(covariance: Floats) -> Booleans:
    return np.asarray(np.diagonal(covariance) > 0)


def _tau_squared(score: Floats, covariance: Floats) -> float:
    """The variance of true scores between companies; 0 where there are less than two."""
    if len(score) < 2:  # noqa: PLR2004 - one score does not vary
        return 0.0
    weight = 1 / np.diagonal(covariance)
    centring = np.diag(weight) - np.outer(weight, weight) / weight.sum()
    beyond = score @ centring @ score - (centring * covariance).sum()
    return max(0.0, float(beyond / np.trace(centring)))


def _posterior(score: Floats, covariance: Floats, tau_squared: float) -> tuple[Floats, Floats]:
    """Mean and covariance of the true scores given those measured."""
    weight = 1 / (tau_squared + np.diagonal(covariance))
    middle = np.full(len(score), weight @ score / weight.sum())
    values, vectors = spectrum(covariance)
    if tau_squared == 0:
        return middle, np.zeros(covariance.shape)
    kept = tau_squared / (tau_squared + values)
    mean = middle + vectors * kept @ vectors.T @ (score - middle)
    return mean, vectors * (kept * values) @ vectors.T
