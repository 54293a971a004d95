"""How good a plan is for comparing the companies of a category, before the first call is made.

With contacts y = company + shopper + e and lam the shoppers' variance over the residual's, the
difference of two companies' raw means has the variance

    sigma^2 (1/n_a + 1/n_b) + lam sigma^2 sum over s of (n_as / n_a - n_bs / n_b)^2

whose last part is 0 in complete blocks, where each shopper gives to both alike. The same of the
adjusted means comes from the inverse of diag(n) - sum over s of k_s n_s n_s', k_s = lam /
(1 + lam n_.s), as in `scoring.formulas.crossed_model`. Both are stated relative to complete blocks
with the same number of contacts, so 1 is the best there is.

The efficiency of a design without what lies between shoppers is the harmonic mean of the
eigenvalues, the one that belongs to the mean left out, of

    R^-1/2 (R - N K^-1 N') R^-1/2

for the companies' contacts R, the shoppers' K and the counts N of both (James & Wilkinson 1971,
"Factorization of the residual operator and canonical decomposition of nonorthogonal factors in the
analysis of variance", Biometrika 58); for a balanced incomplete design of v companies in blocks of
k it is v (k - 1) / (k (v - 1)).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from evaluations.planning.connectivity import components
from evaluations.planning.precision import Precision
from evaluations.planning.problem import Integers

Floats = NDArray[np.float64]
# Beside eigenvalues of at most 1, what is smaller is 0.
_ZERO = 1e-9


@dataclass(frozen=True, slots=True)
class Load:
    """How many contacts a shopper of the plan has at least, in the median and at most."""

    least: int
    median: float
    most: int


@dataclass(frozen=True, slots=True)
class Quality:
    """A plan's worth.

    `parts` are the companies that shared shoppers hold together, by position: one part when all
    compare. `raw` and `adjusted` are the variances of within-category differences relative to
    complete blocks, the mean over all pairs. `shoppers` is how many have a contact.
    """

    parts: tuple[tuple[int, ...], ...]
    raw: float
    adjusted: float
    load: Load
    shoppers: int

    @property
    def connected(self) -> bool:
        """Whether all companies compare after an adjustment."""
        return len(self.parts) == 1

    def separates(self, contacts: int, sd: float, ratio: float, *, adjusted: bool = False) -> float:
        """The difference in points that so many contacts with each company find with power 80 %.

        `sd` is the standard deviation of single contacts; `ratio` is lam, of which the correlation
        lam / (1 + lam) of one shopper's contacts follows. In complete blocks it cancels; what a
        plan falls short of them counts like fewer contacts. Raises ValueError as `Precision` does.
        """
        relative = max(1.0, self.adjusted if adjusted else self.raw)
        planned = Precision(sd, correlation=ratio / (1 + ratio), design_effect=relative)
        return planned.smallest_difference(contacts)


def quality(
    company: Integers, shopper: Integers, category: Integers, *, ratio: float = 0.25
) -> Quality:
    """The worth of placed contacts; one element of the first two arrays a contact.

    `category` is each company's; companies are numbered from 0 without a gap, shoppers by any
    number. `ratio` is lam. Raises ValueError without contacts, for a company without one or
    without a category, and for a ratio below 0.
    """
    if ratio < 0:
        raise ValueError("a ratio of variances is not negative")
    if len(company) and int(company.max()) >= len(category):
        raise ValueError("every company needs a category")
    _, who = np.unique(shopper, return_inverse=True)
    parts = components(company, who).parts()
    counts = _counts(company, who)
    loads = np.bincount(who)
    return Quality(
        parts=tuple(tuple(part) for part in parts),
        raw=_relative(raw_variances(counts, category, ratio)),
        adjusted=_relative(adjusted_variances(counts, category, ratio)),
        load=Load(int(loads.min()), float(np.median(loads)), int(loads.max())),
        shoppers=len(loads),
    )


@dataclass(frozen=True, slots=True)
class PairVariances:
    """The variances of differences, in sigma^2: of each pair, and in complete blocks."""

    planned: Floats
    complete: Floats


def raw_variances(counts: csr_array, category: Integers, ratio: float) -> PairVariances:
    """Of the raw means of every two companies of a category; `counts` is companies × shoppers."""
    contacts = np.asarray(counts.sum(axis=1), dtype=np.float64)
    planned, complete = [], []
    for members in _members(category[: len(contacts)]):
        shares = counts[members].toarray() / contacts[members, None]
        between = shares @ shares.T
        one, other = np.triu_indices(len(members), 1)
        square = np.diag(between)
        apart = square[one] + square[other] - 2 * between[one, other]
        least = 1 / contacts[members][one] + 1 / contacts[members][other]
        planned.append(least + ratio * apart)
        complete.append(least)
    return PairVariances(np.concatenate(planned), np.concatenate(complete))


def adjusted_variances(counts: csr_array, category: Integers, ratio: float) -> PairVariances:
    """Of the adjusted means, all categories in one model."""
    contacts = np.asarray(counts.sum(axis=1), dtype=np.float64)
    of_shopper = np.asarray(counts.sum(axis=0), dtype=np.float64)
    shared = counts * np.sqrt(ratio / (1 + ratio * of_shopper))[None, :]
    inverse = np.linalg.inv(np.diag(contacts) - (shared @ shared.T).toarray())
    planned, complete = [], []
    for members in _members(category[: len(contacts)]):
        one, other = np.triu_indices(len(members), 1)
        one, other = members[one], members[other]
        variance = np.diag(inverse)
        planned.append(variance[one] + variance[other] - 2 * inverse[one, other])
        complete.append(1 / contacts[one] + 1 / contacts[other])
    return PairVariances(np.concatenate(planned), np.concatenate(complete))


def efficiency(company: Integers, shopper: Integers) -> float:
    """The efficiency within shoppers of one category's contacts, 0 to 1; 0 when not connected.

    Companies are numbered from 0 without a gap. Raises ValueError for fewer than two companies.
    """
    _, who = np.unique(shopper, return_inverse=True)
    counts = _counts(company, who).toarray().astype(np.float64)
    if len(counts) < 2:  # noqa: PLR2004 - a comparison takes two
        raise ValueError("a comparison needs two companies")
    root = np.sqrt(counts.sum(axis=1))
    within = counts / np.sqrt(counts.sum(axis=0)) / root[:, None]
    values = np.linalg.eigvalsh(np.eye(len(counts)) - within @ within.T)[1:]
    if values.min() < _ZERO:
        return 0.0
    return float(len(values) / (1 / values).sum())


def _counts(company: Integers, who: Integers) -> csr_array:
    """Contacts of each company (rows) and shopper (columns)."""
    return csr_array((np.ones(len(company)), (company, who)))


def _members(category: Integers) -> list[Integers]:
    """The companies of each category."""
    return [np.flatnonzero(category == number) for number in np.unique(category)]


def _relative(variances: PairVariances) -> float:
    """The mean over all pairs; 1 where no category has two companies."""
    if not len(variances.planned):
        return 1.0
    return float(np.mean(variances.planned / variances.complete))
