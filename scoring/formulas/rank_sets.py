"""Which ranks a company may truly have, given how uncertain the scores are.

Confidence sets for ranks of Mogstad, Romano, Shaikh and Wilhelm (2024, Review of Economic Studies
91, 476-518). With scores x and the error se_jk of the difference of two, the statistic

    t_jk = (x_k - x_j) / se_jk

speaks against "k is not truly above j" when it exceeds the critical value: the 1 - alpha quantile
of the largest (g_k - g_j) / se_jk over the pairs in question, for normal g with the scores'
covariance. Pairs that are rejected are dropped, and the rest is tested again with the smaller
critical value that is left, until nothing more is rejected (step-down). Then

    lower bound of j = 1 + number of k found above j
    upper bound of j = p - number of k found below j

Pairs are ordered, j below k and k below j each on its own, so that no company is put on the wrong
side of another either. The pairs in question are those with one company for its marginal set,
which holds its rank with confidence 1 - alpha, and all pairs for the simultaneous sets, which hold
all ranks at once. Who has a simultaneous lower bound of at most tau could be among the tau best.

A company whose error is not known is compared with nobody: it may have any rank, its set is 1 to
p, and the sets of the others leave it room on both sides. The same holds for two companies whose
difference has no spread at all, which says that the error cannot be estimated, not that it is 0.
"""

from dataclasses import dataclass

import numpy as np

from scoring.formulas.clustered_errors import Booleans, Floats, Integers

# Variances smaller than this part of those they are the difference of are what rounding leaves.
_NOISE = 1e-12
# Draws compared at once stay in the processor's cache.
_AT_ONCE = 32_768


@dataclass(frozen=True, slots=True)
class RankSets:
    """For each company the best (`lower`) and the worst (`upper`) rank that it may truly have."""

    lower: Integers
    upper: Integers


@dataclass(frozen=True, slots=True)
class Comparisons:
    """Every two companies compared, and draws of what chance alone would make of it.

    `statistic[j, k]` is t_jk; `precision` is 1 / se_jk, and 0 where the two are not compared.
    `draws` has a row for each company and a column for each draw.
    """

    statistic: Floats
    precision: Floats
    draws: Floats

    @property
    def compared(self) -> Booleans:
        """Which pairs are."""
        return self.precision > 0


def comparisons(score: Floats, influence: Floats, *, seed: int, draws: int = 2000) -> Comparisons:
    """All companies compared pairwise.

    `influence` has a row for each company, with whatever its error is the root of the sum of
    squares of: `ClusteredScores.influence`, or `root_of` a covariance; NaN where it is not known.
    Draws are its columns weighed by independent standard normal numbers, the same for the same
    seed. Raises ValueError for shapes that do not match, unknown scores and a number of draws that
    is not positive.
    """
    if influence.shape[:1] != score.shape or influence.ndim != 2:  # noqa: PLR2004 - a matrix
        raise ValueError("every company needs a score and a row of influence")
    if not np.isfinite(score).all():
        raise ValueError("a score is a finite number")
    if draws < 1:
        raise ValueError("a critical value needs draws")
    known = np.asarray(~np.isnan(influence).any(axis=1))
    found = np.where(known[:, np.newaxis], influence, 0)
    precision = _precision(found @ found.T)
    precision[~known, :] = precision[:, ~known] = 0
    normal = np.random.Generator(np.random.PCG64(seed))
    multipliers = normal.standard_normal((influence.shape[1], draws))
    statistic = (score[np.newaxis, :] - score[:, np.newaxis]) * precision
    return Comparisons(statistic, precision, found @ multipliers)


def marginal_rank_set(found: Comparisons, company: int, *, level: float = 0.95) -> tuple[int, int]:
    """The best and worst rank that one company may truly have, at this level.

    Raises ValueError when there is no such company, and for a level not between 0 and 1.
    """
    _check(level)
    if not 0 <= company < len(found.statistic):
        raise ValueError("there is no company of this number")
    compared = found.compared[company]
    statistic = found.statistic[company]
    above, below = ~compared, ~compared
    while True:
        critical = _quantile(_largest(found, company, ~above, ~below), level)
        now = above | (statistic > critical), below | (-statistic > critical)
        if (now[0] == above).all() and (now[1] == below).all():
            break
        above, below = now
    return 1 + int((above & compared).sum()), len(compared) - int((below & compared).sum())


def marginal_rank_sets(found: Comparisons, *, level: float = 0.95) -> RankSets:
    """Every company's own set; each holds its true rank at this level, all together rarely do."""
    sets = [
        marginal_rank_set(found, company, level=level) for company in range(len(found.statistic))
    ]
    lower, upper = np.array(sets, dtype=np.int64).reshape(-1, 2).T
    return RankSets(lower, upper)


def simultaneous_rank_sets(found: Comparisons, *, level: float = 0.95) -> RankSets:
    """Sets that hold the true ranks of all companies at once at this level."""
    _check(level)
    left = found.compared
    while True:
        rejected = left & (found.statistic > _quantile(_largest_of_all(found, left), level))
        if not rejected.any():
            break
        left = left & ~rejected
    above = found.compared & ~left
    return RankSets(1 + above.sum(axis=1), len(above) - above.sum(axis=0))


def among_the_best(sets: RankSets, *, tau: int = 1) -> Booleans:
    """Who could truly be among the `tau` best, at the level of these simultaneous sets."""
    if tau < 1:
        raise ValueError("the best are one company at least")
    return np.asarray(sets.lower <= tau)


def _precision(covariance: Floats) -> Floats:
    """One over the error of every difference; 0 where the difference has no spread."""
    variance = np.diagonal(covariance)
    either = variance[:, np.newaxis] + variance
    difference = either - 2 * covariance
    spread = difference > _NOISE * either
    return np.asarray(np.where(spread, 1 / np.sqrt(np.where(spread, difference, 1)), 0))


def _largest(found: Comparisons, company: int, above: Booleans, below: Booleans) -> Floats:
    """In each draw the largest statistic of one company's pairs: with those above, those below.

    At least 0: equal scores are never told apart.
    """
    own, precision = found.draws[company], found.precision[company]
    largest, step = np.zeros(len(own)), 1 + _AT_ONCE // len(own)
    for others, way in (
        (above & below, np.abs),
        (above & ~below, np.positive),
        (below & ~above, np.negative),
    ):
        rows = np.flatnonzero(others)
        for start in range(0, len(rows), step):
            some = rows[start : start + step]
            scaled = found.draws[some]
            scaled -= own
            scaled *= precision[some, np.newaxis]
            way(scaled, out=scaled)
            np.maximum(largest, scaled.max(axis=0), out=largest)
    return largest


def _largest_of_all(found: Comparisons, left: Booleans) -> Floats:
    """In each draw the largest statistic of all pairs that are left, 0 at least."""
    largest = np.zeros(found.draws.shape[1])
    for company in range(len(left)):
        later = np.arange(len(left)) > company
        pairs = _largest(found, company, left[company] & later, left[:, company] & later)
        np.maximum(largest, pairs, out=largest)
    return largest


def _quantile(largest: Floats, level: float) -> float:
    """The draw that no more than 1 - level of the draws exceed."""
    return float(np.quantile(largest, level, method="higher"))


def _check(level: float) -> None:
    if not 0 < level < 1:
        raise ValueError("a level of confidence lies between 0 and 1")
