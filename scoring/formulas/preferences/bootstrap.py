"""How far shares would move with other respondents.

The bootstrap (Efron 1979, Annals of Statistics 7, 1-26): each draw is as many respondents as
answered, drawn with replacement. A draw is a weighting, the
number of times each was drawn times the respondent's own weight, so one way serves every way of
asking. Raked weights are kept, not raked anew within a draw: margins that the raking fixed vary a
little, which makes intervals rather wider than narrower.
"""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from scoring.formulas.preferences.respondents import Floats, weightings

Integers = NDArray[np.int64]
Estimator: TypeAlias = Callable[[Integers, Floats], Floats]

DRAWS = 2_000
# Draws estimated at a time: a block of weights for 5,000 respondents takes 8 MB.
_BLOCK = 200


def resampled_shares(
    shares: Estimator,
    answers: Integers,
    *,
    seed: int,
    draws: int = DRAWS,
    weight: Floats | None = None,
) -> Floats:
    """The shares in each draw, one row a draw and one column an item.

    `shares` is the function of one way of asking, `answers` what it takes. The same answers in any
    order of the respondents, with the same seed, give the same bytes. Raises ValueError without a
    draw, for a matrix of weights and as `shares` does.
    """
    if draws < 1:
        raise ValueError("a bootstrap needs at least one draw")
    one = weightings(weight, len(answers))
    if len(one) > 1:
        raise ValueError("a bootstrap needs one weighting, not a matrix of them")
    order = _order(answers, one[0])
    answers, own = answers[order], one[0, order]
    respondents = len(own)
    even = np.full(respondents, 1 / respondents)
    random = np.random.Generator(np.random.PCG64(seed))
    drawn = (
        random.multinomial(respondents, even, size=min(_BLOCK, draws - done))
        for done in range(0, draws, _BLOCK)
    )
    return np.concatenate([shares(answers, times * own) for times in drawn])


def _order(answers: Integers, weight: Floats) -> Integers:
    """An order of the respondents that depends on nothing but their answers and weights."""
    columns = answers.reshape(len(answers), -1)
    order: Integers = np.lexsort([*columns.T, weight]).astype(np.int64)
    return order
