"""How uncertain scores are whose contacts come in clusters, one a shopper.

Contacts of one shopper are alike: she is strict, or lenient, with every company she calls. So the
error of a mean comes from her sums of residuals, not from single contacts, and two companies that
share shoppers share errors. A score is a linear combination of the means of parts, with n_p
contacts each of which shopper s made f_ps n_p and left a sum of residuals r_ps:

    score_a = sum over p of  c_ap mean_p
    u_as    = sum over p of  c_ap r_ps / (n_p sqrt(1 - f_ps))        what she adds to its error
    Cov(a, b) = sum over s of  u_as u_bs

The mean of a company's contacts is the case of one part a company and c = 1; a total of channel
means has a part for each channel, with the channels' weights for c.

This is CR2, the "bias-reduced linearization" of Bell and McCaffrey (2002, Survey Methodology 28,
169-181), in the model with one mean a part: there the adjustment of a cluster is block-diagonal by
part and has this closed form. Degrees of freedom are Satterthwaite's, from the same paper, worked
out for uncorrelated errors of equal variance:

    M_st = sum over p of  c_p^2 / n_p (delta_st f_ps / (1 - f_ps) - h_ps h_pt),  h = f / sqrt(1 - f)
    df   = trace(M)^2 / sum over s, t of M_st^2
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]

# A double holds whole numbers up to 2 to this power.
_MANTISSA = 53
# Residuals smaller than this part of the largest score are what rounding leaves of 0.
_NOISE = 64 * float(np.finfo(np.float64).eps)


@dataclass(frozen=True, slots=True)
class Parts:
    """What errors are made of: contacts that share a mean; a row a part, a column a shopper.

    `residuals` are each shopper's adjusted sums, r / sqrt(1 - f); 0 where she has no contact.
    """

    contacts: Integers
    residuals: Floats

    @property
    def has_error(self) -> Booleans:
        """Which parts were made by two shoppers or more."""
        return np.asarray((self.contacts > 0).sum(axis=1) > 1)


@dataclass(frozen=True, slots=True)
class ClusteredScores:
    """Scores with what each shopper adds to their errors; one row a company, in the scores' unit.

    Where one shopper made all contacts of a part nothing can be said about the error of a score
    that it belongs to: its row of `influence` is NaN.
    """

    score: Floats
    influence: Floats
    coefficient: Floats  # a column a part
    parts: Parts

    @property
    def has_error(self) -> Booleans:
        """Whose error is known."""
        return ~np.isnan(self.influence[:, 0])

    @property
    def covariance(self) -> Floats:
        """Of every two scores; NaN in the row and column of one whose error is not known."""
        return np.asarray(self.influence @ self.influence.T)

    @property
    def error(self) -> Floats:
        """The standard error of each score; NaN where it is not known."""
        return np.asarray(np.sqrt((self.influence**2).sum(axis=1)))


def clustered_means(score: Floats, company: Integers, shopper: Integers) -> ClusteredScores:
    """The mean of every company, with what its error is made of.

    One entry a contact, in any order; companies and shoppers are numbered from 0, and every company
    number has a contact. Where scores are combined from parts, number the parts instead, and
    combine their means. A contact may have an entry in several parts, as in sections: errors are
    right then too, and degrees of freedom approximate. Raises ValueError for anything else.
    """
    _check(score, company, shopper)
    shape = int(company.max()) + 1, int(shopper.max()) + 1
    cell, size = company * shape[1] + shopper, shape[0] * shape[1]
    contacts = np.bincount(cell, minlength=size).reshape(shape).astype(np.int64)
    counts = contacts.sum(axis=1, keepdims=True)
    if not counts.all():
        raise ValueError("companies are numbered without gaps: each number needs a contact")
    sums = _sums(score, cell, size).reshape(shape)
    mean = sums.sum(axis=1, keepdims=True) / counts
    residuals = sums - contacts * mean
    residuals[np.abs(residuals) <= _NOISE * np.abs(score).max() * contacts] = 0
    # Where a shopper made all contacts this is 0 / 1: the flag of the part tells.
    residuals /= np.sqrt(np.where(contacts == counts, 1, 1 - contacts / counts))
    parts = Parts(contacts, residuals)
    influence = np.where(parts.has_error[:, np.newaxis], residuals / counts, np.nan)
    return ClusteredScores(mean[:, 0], influence, np.eye(shape[0]), parts)


def combined(scores: ClusteredScores, coefficient: Floats) -> ClusteredScores:
    """Scores that are linear combinations of these: a row a new score, a column an old one.

    A new score's error is known where those of all scores with a coefficient are. Raises ValueError
    when the columns do not match the scores.
    """
    if coefficient.ndim != 2 or coefficient.shape[1] != len(scores.score):  # noqa: PLR2004 - a matrix
        raise ValueError("coefficients need a row for each new score and a column for each old one")
    known = scores.has_error
    unknown = (coefficient[:, ~known] != 0).any(axis=1)
    influence = coefficient[:, known] @ scores.influence[known]
    influence[unknown] = np.nan
    return ClusteredScores(
        coefficient @ scores.score, influence, coefficient @ scores.coefficient, scores.parts
    )


def degrees_of_freedom(scores: ClusteredScores, contrast: Floats) -> float:
    """Satterthwaite's degrees of freedom of a score's error, or of a comparison of several.

    `contrast` has a coefficient for each score, as 1 and -1 for a difference. One company called
    equally often by all its shoppers has as many as shoppers less one. Raises ValueError where the
    error is not known, or where nothing is compared.
    """
    weight = contrast @ scores.coefficient
    used = weight != 0
    if not used.any():
        raise ValueError("a comparison in which everything cancels has no error")
    if not scores.parts.has_error[used].all():
        raise ValueError("all contacts of a part are one shopper's: the error is not known")
    contacts = scores.parts.contacts[used]
    counts = contacts.sum(axis=1, keepdims=True)
    part = contacts / counts
    size = weight[used] ** 2 / counts[:, 0]
    return float(size.sum() ** 2 / _sum_of_squares(part, size))


def all_degrees_of_freedom(scores: ClusteredScores) -> Floats:
    """Of each score's error; NaN where it is not known."""
    found = np.full(len(scores.score), np.nan)
    alone = (scores.coefficient != 0).sum(axis=1) == 1
    simple = np.flatnonzero(scores.has_error & alone)
    part = np.argmax(scores.coefficient[simple] != 0, axis=1)
    found[simple] = _of_one_part(scores.parts.contacts[part])
    each = np.eye(len(found))
    for row in np.flatnonzero(scores.has_error & ~alone):
        found[row] = degrees_of_freedom(scores, each[row])
    return found


def intervals(scores: ClusteredScores, *, level: float = 0.95) -> tuple[Floats, Floats]:
    """The lower and upper bounds of each score at this level of confidence, by Student's t.

    NaN where the error is not known. They are not cut off at the ends of a scale. Raises ValueError
    for a level that is not between 0 and 1.
    """
    if not 0 < level < 1:
        raise ValueError("a level of confidence lies between 0 and 1")
    half = stdtrit(all_degrees_of_freedom(scores), (1 + level) / 2) * scores.error
    return scores.score - half, scores.score + half


def _check(score: Floats, company: Integers, shopper: Integers) -> None:
    if not len(score) == len(company) == len(shopper):
        raise ValueError("every contact needs a score, a company and a shopper")
    if not len(score):
        raise ValueError("without contacts there is no mean")
    if company.min() < 0 or shopper.min() < 0:
        raise ValueError("companies and shoppers are numbered from 0")
    if not np.isfinite(score).all():
        raise ValueError("a score is a finite number")


def _sums(score: Floats, cell: Integers, size: int) -> Floats:
    """The sum of the scores in each cell, the same to the last bit in whatever order they come.

    Scores are cut in two at a fixed binary place; the halves are whole numbers small enough for
    sums of all contacts to be exact (after Demmel and Nguyen 2013, reproducible summation).
    """
    exponent = int(np.frexp(np.abs(score).max())[1])
    bits = _MANTISSA - len(score).bit_length()
    scaled = np.ldexp(score, bits - exponent)
    whole = np.rint(scaled)
    rest = np.rint(np.ldexp(scaled - whole, bits))
    upper = np.bincount(cell, weights=whole, minlength=size)
    lower = np.bincount(cell, weights=rest, minlength=size)
    return np.ldexp(upper + np.ldexp(lower, -bits), exponent - bits)


def _of_one_part(contacts: Integers) -> Floats:
    """Degrees of freedom of the mean of each part: its coefficient and size cancel."""
    part = contacts / contacts.sum(axis=1, keepdims=True)
    scaled = part**2 / (1 - part)
    pairs = (scaled[:, 1:] * np.cumsum(scaled, axis=1)[:, :-1]).sum(axis=1)
    return np.asarray(1 / ((part**2).sum(axis=1) + 2 * pairs))


def _sum_of_squares(part: Floats, size: Floats) -> float:
    """The sum of the squares of M, without M; a row of `part` a part, a column a shopper.

    Its diagonal is c^2 f / n. The rest is summed over pairs of shoppers by running totals, whose
    terms are all positive: nothing cancels when a shopper made nearly all contacts.
    """
    diagonal = size @ part
    scaled = part / np.sqrt(1 - part)
    beside = 0.0
    for row, weight in zip(scaled, size, strict=True):
        products = scaled * row
        pairs = (products[:, 1:] * np.cumsum(products, axis=1)[:, :-1]).sum(axis=1)
        beside += 2 * float(weight * (size @ pairs))
    return float(diagonal @ diagonal) + beside
