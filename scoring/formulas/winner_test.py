"""The test behind a confirmed winner, as against one that shares the top with others.

The winner is compared with the runner-up alone, by an ordinary two-sided test of their difference
at 5 %, without any adjustment for having picked the two highest of many. That suffices: Gutmann and
Maymin (1987, Annals of Statistics 15, 456-461) show that the claim "the selected population is the
best" is then wrong in 5 % of all cases at most; Hung and Fithian (2019, Annals of Statistics 47,
758-782) give the general argument for such rank verification.

    t = (x_1 - x_2) / sqrt(sum over shoppers of (u_1s - u_2s)^2)

with what each shopper adds to both errors (`clustered_errors`): shoppers that the two share cancel
as far as they were strict with both. The p-value is from Student's t with Satterthwaite's degrees
of freedom of the difference.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr

from scoring.formulas.clustered_errors import ClusteredScores, degrees_of_freedom

# Scores that are equal when rounded to this many decimals are a tie, as in the ranking.
_DECIMALS = 12
# An error smaller than this part of the scores is what rounding leaves of none.
_NOISE = 10 * float(np.finfo(np.float64).eps)


@dataclass(frozen=True, slots=True)
class WinnerTest:
    """The winner against a runner-up, both by number; difference and error in the scores' unit.

    `error`, `degrees_of_freedom` and `p` are None where the error of the difference is not known.
    """

    winner: int
    runner_up: int
    difference: float
    error: float | None
    degrees_of_freedom: float | None
    p: float | None
    confirmed: bool


def winner_test(scores: ClusteredScores, *, level: float = 0.05) -> WinnerTest:
    """Whether the highest score is confirmed as truly the one best.

    It is not where it ties with another, where the error of one of the two is not known, or where
    their difference has no spread at all, from which no error can be estimated. Of several
    runners-up with the same score the one with the highest p counts. Raises ValueError for less
    than two companies and a level that is not between 0 and 1.
    """
    if len(scores.score) < 2:  # noqa: PLR2004 - a winner and a runner-up
        raise ValueError("a winner needs a runner-up")
    if not 0 < level < 1:
        raise ValueError("a level of significance lies between 0 and 1")
    rounded = np.round(scores.score, _DECIMALS)
    winner = int(rounded.argmax())
    others = np.delete(np.arange(len(rounded)), winner)
    second = others[rounded[others] == rounded[others].max()]
    tests = [_compared(scores, winner, int(rival), level) for rival in second]
    return max(tests, key=lambda test: 1 if test.p is None else test.p)


def _compared(scores: ClusteredScores, winner: int, rival: int, level: float) -> WinnerTest:
    rounded = np.round(scores.score[[winner, rival]], _DECIMALS)
    difference = float(rounded[0] - rounded[1])
    error = _error(scores, winner, rival)
    if error is None:
        return WinnerTest(winner, rival, difference, None, None, None, confirmed=False)
    contrast = np.zeros(len(scores.score))
    contrast[[winner, rival]] = 1, -1
    df = degrees_of_freedom(scores, contrast)
    p = 2 * float(stdtr(df, -difference / error))
    return WinnerTest(winner, rival, difference, error, df, p, confirmed=p < level)


def _error(scores: ClusteredScores, winner: int, rival: int) -> float | None:
    """The standard error of the difference, None where it is not known."""
    if not scores.has_error[[winner, rival]].all():
        return None
    error = float(np.linalg.norm(scores.influence[winner] - scores.influence[rival]))
    return error if error > _NOISE * float(np.abs(scores.score).max()) else None
