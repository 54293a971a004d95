"""The crossed mixed model of contact scores, solved exactly from cells.

    y = company_c + shopper_s + (company x shopper)_cs + e

Companies are fixed; shoppers, the interaction and the residual e are random and independent with
variances lam sigma^2, gam sigma^2 and sigma^2. The restricted likelihood (Patterson & Thompson
1971, "Recovery of inter-block information when block sizes are unequal", Biometrika 58) needs only
the count n_cs and mean m_cs of each cell and the sum of squares SSW within cells: the covariance of
the means of one shopper is sigma^2 V_s with V_s = diag(1/n_cs + gam) + lam 11', which
Sherman-Morrison inverts. With a_cs = n_cs / (1 + gam n_cs), A_s = sum over c of a_cs and
k_s = lam / (1 + lam A_s):

    X'V^-1X = diag(sum over s of a_cs) - sum over s of k_s a_s a_s'
    -2 REML = (N - C) (1 + log(2 pi (q + SSW) / (N - C))) + sum over cells of log(1 + gam n)
              + sum over s of log(1 + lam A_s) + log |X'V^-1X|

where q = r'V^-1r for the residuals r of the means. sigma^2 = (q + SSW) / (N - C) is profiled out.
One evaluation costs cells + C^2 S, whatever the number of contacts.
"""

from dataclasses import dataclass
from math import inf, log, pi

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class ScoreCells:
    """Contacts added up by shopper (rows) and company (columns).

    `mean` is 0 where `contacts` is 0; `within` is the sum of squares around the cell means. Scores
    may have any unit, here percentage points.
    """

    contacts: Floats
    mean: Floats
    within: float

    @property
    def freedom(self) -> int:
        """Degrees of freedom of the residual: contacts less companies."""
        contacts, companies = self.contacts.sum(), len(self.contacts.T)
        return int(contacts) - companies

    @property
    def repeated(self) -> bool:
        """Whether a shopper met a company twice; else interaction and residual are one."""
        return bool((self.contacts > 1).any())


@dataclass(frozen=True, slots=True)
class Solution:
    """The model for given ratios lam and gam of the variances to the residual's.

    `companies` are the best linear unbiased estimates (C), `inverse` is (X'V^-1X)^-1 (C x C),
    `squares` is q + SSW. `criterion`, -2 REML, is minus infinity where they leave no residual.
    """

    lam: float
    gam: float
    companies: Floats
    inverse: Floats
    squares: float
    criterion: float


@dataclass(frozen=True, slots=True)
class _Weights:
    """a (S x C), A (S) and k (S) of the module's formulas."""

    cell: Floats
    shopper: Floats
    shared: Floats


def summed(company: Integers, shopper: Integers, score: Floats) -> ScoreCells:
    """Contacts added up by cell; one element of each array a contact, numbers from 0.

    The sums are taken in the order of the sorted scores, so that the order of the contacts cannot
    change a bit of them.
    """
    order = np.lexsort((score, company, shopper))
    score = score[order]
    shape = int(shopper.max()) + 1, int(company.max()) + 1
    cell = shopper[order] * shape[1] + company[order]
    size = shape[0] * shape[1]
    contacts = np.bincount(cell, minlength=size).astype(np.float64)
    mean = np.bincount(cell, weights=score, minlength=size) / np.maximum(contacts, 1)
    within = float(np.square(score - mean[cell]).sum())
    return ScoreCells(contacts.reshape(shape), mean.reshape(shape), within)


def solved(cells: ScoreCells, lam: float, gam: float) -> Solution:
    """The companies' estimates and -2 REML at the given ratios, both at least 0."""
    weights = _weights(cells, lam, gam)
    a, k = weights.cell, weights.shared
    matrix = np.diag(a.sum(axis=0)) - a.T @ (k[:, None] * a)
    got = a * cells.mean
    right = got.sum(axis=0) - a.T @ (k * got.sum(axis=1))
    factor = cho_factor(matrix, lower=True)
    companies = cho_solve(factor, right)
    rest = a * (cells.mean - companies)
    squares = float(
        (rest * (cells.mean - companies)).sum()
        - (k * np.square(rest.sum(axis=1))).sum()
        + cells.within
    )
    freedom = cells.freedom
    determinants = (
        np.log1p(gam * cells.contacts).sum()
        + np.log1p(lam * weights.shopper).sum()
        + 2 * np.log(np.diag(factor[0])).sum()
    )
    return Solution(
        lam=lam,
        gam=gam,
        companies=companies,
        inverse=cho_solve(factor, np.eye(len(right))),
        squares=squares,
        criterion=_residual_part(squares, freedom) + float(determinants),
    )


def _residual_part(squares: float, freedom: int) -> float:
    if squares <= 0:
        return -inf
    return freedom * (1 + log(2 * pi * squares / freedom))


def slopes(cells: ScoreCells, solution: Solution) -> tuple[float, float]:
    """The derivatives of -2 REML with respect to lam and gam.

    d/dtheta = tr(P dV) - (Py)'dV(Py) (N - C) / (q + SSW), with dV = 11' within a shopper for lam
    and the identity for gam.
    """
    weights = _weights(cells, solution.lam, solution.gam)
    a, k = weights.cell, weights.shared
    spread = 1 + solution.lam * weights.shopper
    rest = a * (cells.mean - solution.companies)
    turned = a @ solution.inverse
    own = (turned * a).sum(axis=1)
    square = np.square(a)
    trace_lam = (weights.shopper / spread).sum() - (own / np.square(spread)).sum()
    trace_gam = (
        a.sum()
        - (k * square.sum(axis=1)).sum()
        - (np.diag(solution.inverse) * square.sum(axis=0)).sum()
        + (2 * k * (turned * square).sum(axis=1)).sum()
        - (np.square(k) * square.sum(axis=1) * own).sum()
    )
    scale = cells.freedom / solution.squares
    fit_lam = np.square(rest.sum(axis=1) / spread).sum()
    fit_gam = np.square(rest - (k * rest.sum(axis=1))[:, None] * a).sum()
    return float(trace_lam - scale * fit_lam), float(trace_gam - scale * fit_gam)


def shopper_effects(cells: ScoreCells, solution: Solution) -> tuple[Floats, Floats]:
    """Each shopper's best linear unbiased prediction, and its error variance over sigma^2.

    u_s = k_s sum over c of a_cs r_cs; the error variance lam - lam^2 1'P1 = k_s + lam^2 u'Hu counts
    the uncertainty of the companies too (Henderson 1975, Biometrics 31), with
    u = a_s / (1 + lam A_s) and H = (X'V^-1X)^-1.
    """
    weights = _weights(cells, solution.lam, solution.gam)
    a, k = weights.cell, weights.shared
    effects = k * (a * (cells.mean - solution.companies)).sum(axis=1)
    # lam / (1 + lam A) is k itself.
    return effects, k + np.square(k) * ((a @ solution.inverse) * a).sum(axis=1)


def _weights(cells: ScoreCells, lam: float, gam: float) -> _Weights:
    cell = cells.contacts / (1 + gam * cells.contacts)
    shopper = cell.sum(axis=1)
    return _Weights(cell, shopper, lam / (1 + lam * shopper))
