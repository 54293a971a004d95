"""Best-worst scaling (MaxDiff): of each set shown, the most and the least important item.

The weight is the share of exp(v) under the maxdiff model (Marley and Louviere 2005, Journal of
Mathematical Psychology 49, 464-480), by maximum likelihood: of all ordered pairs in the set S the
respondent names the one furthest apart,

    P(best b, worst w | S) = exp(v_b - v_w) / (sum over i, j in S, i != j, of exp(v_i - v_j))

Why this and not the counts: B - W is all the data say about v when everybody saw the same sets,
so nothing is lost; sets that differ, and items shown more often than others, are allowed for; and
it is finite where sqrt(B/W) is 0 or divides by 0, as it is in a small survey. sqrt(B/W), nearly
proportional to exp(v), and (B - W) / times shown stand beside it as a check (`counts`).

Newton's steps are shortened by log(1 + r) / r, r the most that a step moves the distance of a
pair against another; the likelihood then grows with every step (Sun and Tran-Dinh 2019,
Mathematical Programming 178: its curvature changes by at most the factor exp(r) along the step).
A weighting without a maximum is given the ghost of win_graph.py.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from scoring.formulas.preferences.respondents import Floats, as_asked, weightings
from scoring.formulas.preferences.win_graph import PSEUDO_WINS, Booleans, strongly_connected

Integers = NDArray[np.int64]

BEST = 1
SHOWN = 0
WORST = -1
NOT_SHOWN = -2

_TOLERANCE = 1e-12
_MOST_STEPS = 1_000


@dataclass(frozen=True, slots=True)
class Counts:
    """What was named how often; one number an item, respondents weighted to a mean of 1."""

    best: Floats
    worst: Floats
    shown: Floats

    @property
    def score(self) -> Floats:
        """(B - W) / times shown: between -1 and 1; with r sets a respondent, (B - W) / (n r)."""
        score: Floats = (self.best - self.worst) / self.shown
        return score


@dataclass(frozen=True, slots=True)
class _Answers:
    """What a likelihood needs: for each weighting B - W, and how often each set was shown."""

    sets: Booleans
    surplus: Floats
    shown: Floats

    def chosen(self, rows: Booleans) -> "_Answers":
        return _Answers(self.sets, self.surplus[rows], self.shown[rows])

    def with_ghost(self) -> "_Answers":
        """The ghost as a last item: half a win and half a loss against each of the others."""
        weighted, items = self.surplus.shape
        pairs = np.column_stack([np.eye(items, dtype=bool), np.ones(items, dtype=bool)])
        sets = np.column_stack([self.sets, np.zeros(len(self.sets), dtype=bool)])
        once = np.full((weighted, items), 2 * PSEUDO_WINS)
        return _Answers(
            np.vstack([sets, pairs]),
            np.column_stack([self.surplus, np.zeros(weighted)]),
            np.column_stack([self.shown, once]),
        )


def shares(named: Integers, weight: Floats | None = None) -> Floats:
    """Each item's exp(v) as a share of all.

    `named` has three axes: respondents, sets, items; each entry BEST, WORST, SHOWN or NOT_SHOWN. A
    set the respondent did not get or left out is NOT_SHOWN throughout. Raises ValueError for other
    numbers, for a set without exactly one best and one worst item, for an item shown to nobody,
    and without any set.
    """
    answers, connected = _answers(named, weight)
    values = np.empty_like(answers.surplus)
    values[connected] = _values(answers.chosen(connected))
    values[~connected] = _values(answers.chosen(~connected).with_ghost())[:, :-1]
    worths = np.exp(values - values.max(axis=1, keepdims=True))
    total: Floats = worths.sum(axis=1, keepdims=True)
    return as_asked(worths / total, weight)


def counts(named: Integers, weight: Floats | None = None) -> Counts:
    """How often each item was named best and worst and was shown. Raises as `shares` does."""
    _must_be_answers(named)
    rows = weightings(weight, len(named))
    best, worst, shown = (
        as_asked(rows @ chosen.sum(axis=1), weight)
        for chosen in (named == BEST, named == WORST, named != NOT_SHOWN)
    )
    return Counts(best, worst, shown)


def _answers(named: Integers, weight: Floats | None) -> tuple[_Answers, Booleans]:
    """The answers under each weighting, and whether its win graph is strongly connected."""
    _must_be_answers(named)
    rows = weightings(weight, len(named))
    respondent, place = np.nonzero((named == BEST).any(axis=2))
    asked = named[respondent, place]
    sets, number = np.unique(asked != NOT_SHOWN, axis=0, return_inverse=True)
    surplus = rows @ ((named == BEST).sum(axis=1) - (named == WORST).sum(axis=1))
    table = csr_array(
        (np.ones(len(asked)), (respondent, number.reshape(-1))), shape=(len(named), len(sets))
    )
    answers = _Answers(sets, surplus, np.asarray(rows @ table, dtype=np.float64))
    return answers, strongly_connected(_beats(rows, respondent, asked))


def _beats(rows: Floats, respondent: Integers, asked: Integers) -> Booleans:
    """The best item beats all others of the set, and they all beat the worst."""
    items = asked.shape[1]
    best, worst = (asked == BEST).argmax(axis=1), (asked == WORST).argmax(axis=1)
    answer, other = np.nonzero(asked != NOT_SHOWN)
    pairs = np.concatenate([best[answer] * items + other, other * items + worst[answer]])
    who = np.tile(respondent[answer], 2)
    table = csr_array((np.ones(len(who)), (who, pairs)), shape=(rows.shape[1], items * items))
    beats: Booleans = np.asarray(rows @ table) > 0
    return beats.reshape(-1, items, items)


def _must_be_answers(named: Integers) -> None:
    if not np.isin(named, (BEST, SHOWN, WORST, NOT_SHOWN)).all():
        raise ValueError("an item of a set is best, worst, shown or not shown")
    best, worst = (named == BEST).sum(axis=2), (named == WORST).sum(axis=2)
    asked = (named != NOT_SHOWN).any(axis=2)
    if (best != asked).any() or (worst != asked).any():
        raise ValueError("each set has exactly one best and one worst item")
    if not (named != NOT_SHOWN).any(axis=(0, 1)).all():
        raise ValueError("an item that nobody was shown has no worth")


def _values(answers: _Answers) -> Floats:
    """The v of greatest likelihood, one weighting a row, each row adding up to 0."""
    values = np.zeros_like(answers.surplus)
    near = _TOLERANCE * answers.shown.sum(axis=1, keepdims=True)
    for _step in range(_MOST_STEPS):
        surplus, information = _expected(answers, values)
        gap = answers.surplus - surplus
        if (np.abs(gap) <= near).all():
            return values
        step = np.linalg.solve(information, gap[:, :, None])[:, :, 0]
        reach = 2 * np.ptp(step, axis=1, keepdims=True)
        values += step * np.divide(np.log1p(reach), reach, out=np.ones_like(reach), where=reach > 0)
    raise ValueError("the values did not settle: some items hardly ever met")


def _expected(answers: _Answers, values: Floats) -> tuple[Floats, Floats]:
    """The surplus B - W that the model expects, and the information on the values.

    The information is the covariance of the surplus. All values may grow by the same amount
    without any change, so a 1 is added everywhere: it makes the matrix regular and leaves Newton's
    step as it is, because the surpluses add up to 0.
    """
    rows, items = values.shape
    surplus = np.zeros_like(values)
    information = np.ones((rows, items, items))
    for members, times in zip(answers.sets, answers.shown.T, strict=True):
        up, down = np.exp(values) * members, np.exp(-values) * members
        pairs = up[:, :, None] * down[:, None, :] * ~np.eye(items, dtype=bool)
        pairs /= pairs.sum(axis=(1, 2), keepdims=True)
        best, worst = pairs.sum(axis=2), pairs.sum(axis=1)
        mean = best - worst
        spread = (best + worst)[:, :, None] * np.eye(items)
        spread -= pairs + pairs.transpose(0, 2, 1) + mean[:, :, None] * mean[:, None, :]
        surplus += times[:, None] * mean
        information += times[:, None, None] * spread
    return surplus, information
