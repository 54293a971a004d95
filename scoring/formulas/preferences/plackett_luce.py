"""Rankings, full or partial: the worths of the Plackett-Luce model.

A ranking is read as choices from the top: each place goes to one of the items still left, item i
with probability worth_i / (sum of the worths left) (Luce 1959; Plackett 1975, Applied Statistics
24). The worths of greatest likelihood come from the MM algorithm of Hunter (2004, Annals of
Statistics 32, 384-406):

    worth_i <- wins_i / (sum over the choices that offered i of 1 / (sum of the worths left))

where an item wins once for every choice that took it. They add up to 1: a worth is the probability
that the item comes first of all. Rankings of two items each make this the Bradley-Terry model of
paired comparisons.

A weighting whose win graph is not strongly connected has no greatest likelihood; it is given the
ghost of win_graph.py. A ghost has worth too; the shares are those of the real items alone.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from scoring.formulas.preferences.respondents import Floats, as_asked, weightings
from scoring.formulas.preferences.win_graph import PSEUDO_WINS, Booleans, strongly_connected

Integers = NDArray[np.int64]

UNRANKED = 0  # was offered, stands behind all that were ranked
NOT_OFFERED = -1

# Observed and expected wins agree to this part of all choices.
_TOLERANCE = 1e-12
_MOST_ROUNDS = 100_000


@dataclass(frozen=True, slots=True)
class _Stages:
    """Every choice made on the way down a ranking, one row a choice."""

    respondent: Integers
    chosen: Integers
    left: Booleans  # the items still left, the chosen one among them


@dataclass(frozen=True, slots=True)
class _Choices:
    """What a likelihood needs: for each weighting the wins, and how often each set was offered."""

    sets: Booleans
    wins: Floats
    offered: Floats

    def chosen(self, rows: Booleans) -> "_Choices":
        return _Choices(self.sets, self.wins[rows], self.offered[rows])

    def with_ghost(self) -> "_Choices":
        """The ghost as a last item: half a win and half a loss against each of the others."""
        weighted, items = self.wins.shape
        pairs = np.column_stack([np.eye(items, dtype=bool), np.ones(items, dtype=bool)])
        sets = np.column_stack([self.sets, np.zeros(len(self.sets), dtype=bool)])
        ghost = np.full((weighted, 1), PSEUDO_WINS * items)
        once = np.full((weighted, items), 2 * PSEUDO_WINS)
        return _Choices(
            np.vstack([sets, pairs]),
            np.column_stack([self.wins + PSEUDO_WINS, ghost]),
            np.column_stack([self.offered, once]),
        )


def shares(places: Integers, weight: Floats | None = None) -> Floats:
    """Each item's worth as a share of all worths.

    `places` has one row a respondent and one column an item: 1 for the first place, 2 for the
    second and so on, UNRANKED for an item behind all that were ranked, NOT_OFFERED for one the
    respondent was not asked about. Raises ValueError for places that are not 1, 2, 3 ... without
    gap or tie, for an item that was offered to nobody, and without any choice among two.
    """
    choices, connected = _choices(places, weight)
    worths = np.empty_like(choices.wins)
    worths[connected] = _worths(choices.chosen(connected))
    worths[~connected] = _worths(choices.chosen(~connected).with_ghost())[:, :-1]
    total: Floats = worths.sum(axis=1, keepdims=True)
    return as_asked(worths / total, weight)


def has_maximum(places: Integers) -> bool:
    """Whether the likelihood has a maximum at all, so that no ghost is needed."""
    _stages, connected = _choices(places, None)
    return bool(connected[0])


def covariance(places: Integers) -> Floats:
    """The covariance matrix of the shares by the inverse information, one row an item.

    The information on the log worths is the sum over the offered sets of times x (diag(p) - p p'),
    with p the probabilities within the set; its generalised inverse is carried to the shares by
    the delta method. For respondents that count alike: with weights take the bootstrap.
    Raises ValueError as `shares` does.
    """
    choices, connected = _choices(places, None)
    seen = choices if connected[0] else choices.with_ghost()
    worth = _worths(seen)[0]
    items = places.shape[1]
    within = seen.sets * worth
    within /= within.sum(axis=1, keepdims=True)
    times = seen.offered[0]
    information = np.diag(times @ within) - (within.T * times) @ within
    share = worth[:items] / worth[:items].sum()
    slope = np.zeros((items, len(worth)))
    slope[:, :items] = np.diag(share) - np.outer(share, share)
    return slope @ np.linalg.pinv(information, hermitian=True) @ slope.T


def _choices(places: Integers, weight: Floats | None) -> tuple[_Choices, Booleans]:
    """The choices under each weighting, and whether its win graph is strongly connected."""
    _must_be_rankings(places)
    rows = weightings(weight, len(places))
    stages = _stages(places)
    sets, number = np.unique(stages.left, axis=0, return_inverse=True)
    items = places.shape[1]
    winners, losers = np.nonzero(stages.left)
    pairs = stages.chosen[winners] * items + losers
    beats = _summed(rows, stages.respondent[winners], pairs, items * items) > 0
    choices = _Choices(
        sets=sets,
        wins=_summed(rows, stages.respondent, stages.chosen, items),
        offered=_summed(rows, stages.respondent, number.reshape(-1), len(sets)),
    )
    return choices, strongly_connected(beats.reshape(-1, items, items))


def _must_be_rankings(places: Integers) -> None:
    if (places < NOT_OFFERED).any():
        raise ValueError("a place is 1 or more, unranked or not offered")
    ranked = places > 0
    count = ranked.sum(axis=1)
    in_order = np.sort(np.where(ranked, places, 0), axis=1)
    wanted = np.arange(places.shape[1]) - (places.shape[1] - 1) + count[:, None]
    if (in_order != np.maximum(wanted, 0)).any():
        raise ValueError("the places of a ranking are 1, 2, 3 and so on, without gap or tie")
    if not (places != NOT_OFFERED).any(axis=0).all():
        raise ValueError("an item that nobody was asked about has no worth")


def _stages(places: Integers) -> _Stages:
    """The choices that had at least two items left."""
    behind = np.where(places == UNRANKED, places.shape[1] + 1, places)
    respondent, chosen = np.nonzero(places > 0)
    left = behind[respondent] >= behind[respondent, chosen][:, None]
    open_choice = left.sum(axis=1) > 1
    if not open_choice.any():
        raise ValueError("no respondent chose between two items")
    return _Stages(respondent[open_choice], chosen[open_choice], left[open_choice])


def _summed(rows: Floats, respondent: Integers, column: Integers, columns: int) -> Floats:
    """For each weighting the weights of the respondents added up by column."""
    ones = np.ones(len(respondent))
    table = csr_array((ones, (respondent, column)), shape=(rows.shape[1], columns))
    summed: Floats = np.asarray(rows @ table, dtype=np.float64)
    return summed


def _worths(choices: _Choices) -> Floats:
    """The worths of greatest likelihood, one weighting a row, each row adding up to 1."""
    sets = choices.sets.astype(np.float64)
    worth = np.full_like(choices.wins, 1 / choices.wins.shape[1])
    near = _TOLERANCE * choices.wins.sum(axis=1, keepdims=True)
    for _round in range(_MOST_ROUNDS):
        expected = (choices.offered / (worth @ sets.T)) @ sets * worth
        if (np.abs(choices.wins - expected) <= near).all():
            return worth
        worth = worth * choices.wins / expected
        worth /= worth.sum(axis=1, keepdims=True)
    raise ValueError("the worths did not settle: some items hardly ever met")
