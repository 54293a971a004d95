"""How uncertain a change from one year to the next is, when shoppers make contacts in clusters.

The totals of two years are two scores of one table (`clustered_errors`): each year's parts are its
own, and a shopper has one number in both. What she adds to the error of the change is what she adds
to the later total less what she adds to the earlier one,

    u_s = u_after,s - u_before,s,      Var(after - before) = sum over s of  u_s^2
        = Var(after) + Var(before) - 2 Cov(before, after)

so a shopper who called in both years, strict both times, takes part of her strictness out of the
difference. Without shared shoppers the covariance is 0 and the variances add up: the companies are
the same, but nothing else of the error is. Degrees of freedom are Satterthwaite's over the parts of
both years, as in Bell and McCaffrey (2002, Survey Methodology 28, 169-181); with two plain means of
contacts that nobody shares they are Welch's (1947, Biometrika 34, 28-35) with the variances that
working model expects.
"""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from scoring.formulas.clustered_errors import (
    ClusteredScores,
    Floats,
    Parts,
    combined,
    intervals,
)

Number = TypeVar("Number", bound=np.generic)


@dataclass(frozen=True, slots=True)
class ChangeIntervals:
    """Changes in the scores' unit, a row a score; NaN where nothing can be said of the error."""

    change: Floats
    error: Floats
    lower: Floats
    upper: Floats


def change_intervals(
    before: ClusteredScores, after: ClusteredScores, *, level: float = 0.95
) -> ChangeIntervals:
    """How far each score changed, with its interval at this level of confidence.

    Rows are the same companies in both, and a shopper has the same number in both. Raises
    ValueError for another number of rows, or a level that is not between 0 and 1.
    """
    count = len(before.score)
    if count != len(after.score):
        raise ValueError("a change needs the same scores in both years")
    change = combined(_beside(before, after), np.hstack([-np.eye(count), np.eye(count)]))
    lower, upper = intervals(change, level=level)
    return ChangeIntervals(change.score, change.error, lower, upper)


def _beside(before: ClusteredScores, after: ClusteredScores) -> ClusteredScores:
    """The scores of both years in one table, the earlier ones first, over all shoppers."""
    shoppers = max(before.influence.shape[1], after.influence.shape[1])
    parts = before.coefficient.shape[1], after.coefficient.shape[1]
    return ClusteredScores(
        score=np.concatenate([before.score, after.score]),
        influence=_stacked(before.influence, after.influence, shoppers),
        coefficient=np.vstack(
            [
                np.pad(before.coefficient, ((0, 0), (0, parts[1]))),
                np.pad(after.coefficient, ((0, 0), (parts[0], 0))),
            ]
        ),
        parts=Parts(
            contacts=_stacked(before.parts.contacts, after.parts.contacts, shoppers),
            residuals=_stacked(before.parts.residuals, after.parts.residuals, shoppers),
        ),
    )


def _stacked(before: NDArray[Number], after: NDArray[Number], columns: int) -> NDArray[Number]:
    """One matrix over the other, the one with fewer columns filled up with zeros."""
    both = [np.pad(each, ((0, 0), (0, columns - each.shape[1]))) for each in (before, after)]
    return np.vstack(both)
