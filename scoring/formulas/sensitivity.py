"""How far the weights can move before another company wins.

Moving weight from section to section changes the lead of one company over another. When every
section applied to every answered contact of both, the lead is linear in the weights,

    lead(w) = sum over k of w_k g_k,    g_k = difference of the two means of section k,

unanswered contacts counting 0. Weight moved from k to the section l with the least g takes away
g_k - g_l a unit, so the smallest move that ends the lead takes from the largest g first: a
continuous knapsack (Dantzig 1957, "Discrete-variable extremum problems", Operations Research 5),
which is the linear program min |w - w0| subject to lead(w) <= 0, sum w = 1, w >= 0 solved exactly.

Where a section did not apply, a contact's weights are spread anew over the others and the lead is a
sum of ratios. Then the order of the sections is that of the slopes of the lead at today's weights,
and bisection along the same path finds where the lead, always computed exactly, ends. Such a move
is true, but a smaller one may exist: `smallest` says which it is.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from scoring.formulas.company_means import Cells, Mean, means

ZERO, ONE = Fraction(0), Fraction(1)
# Halvings of the path: finer than 12 decimals.
_HALVINGS = 48


@dataclass(frozen=True, slots=True)
class Standing:
    """Answered contacts added up by company and pattern, and the others' number by company."""

    cells: Cells
    unanswered: Mapping[int, int]

    def totals(self, weights: Sequence[Fraction]) -> dict[int, Fraction]:
        """Each company's exact total in percent; unanswered contacts count 0."""
        nothing = dict.fromkeys((c for c, n in self.unanswered.items() if n), Mean(ZERO, 0))
        found = nothing | means(self.cells, weights)
        return {
            company: mean.with_unanswered(self.unanswered.get(company, 0)).value
            for company, mean in sorted(found.items())
        }

    def of(self, companies: Collection[int]) -> "Standing":
        """The standing of these companies alone."""
        chosen = self.cells.chosen(np.isin(self.cells.group, list(companies)))
        return Standing(chosen, {c: n for c, n in self.unanswered.items() if c in companies})


@dataclass(frozen=True, slots=True)
class Move:
    """Weights at which the rival's total is at least the leader's.

    `moved` is the share of weight that changed its section, half of the sum of all changes.
    `smallest` says whether no smaller move does it.
    """

    weights: tuple[Fraction, ...]
    moved: Fraction
    smallest: bool


@dataclass(frozen=True, slots=True)
class _Path:
    """The way that weight moves: from each of the givers in turn, to the taker.

    A unit moved from a giver takes its `falls` from the lead.
    """

    weights: tuple[Fraction, ...]
    givers: tuple[int, ...]
    falls: tuple[Fraction, ...]
    taker: int

    @property
    def length(self) -> Fraction:
        """All the weight that can move."""
        return sum((self.weights[k] for k in self.givers), ZERO)

    def after(self, moved: Fraction) -> tuple[Fraction, ...]:
        """The weights when so much has moved."""
        weights = list(self.weights)
        for k in self.givers:
            part = min(moved, weights[k])
            moved -= part
            weights[k] -= part
            weights[self.taker] += part
        return tuple(weights)

    def ending(self, lead: Fraction) -> Fraction | None:
        """What has to move for the falls to end a lead; None when all of it does not."""
        moved = ZERO
        for k, fall in zip(self.givers, self.falls, strict=True):
            part = min(self.weights[k], lead / fall)
            moved += part
            lead -= part * fall
            if not lead:
                return moved
        return None


def nearest_changes(
    standing: Standing, weights: Sequence[Fraction], *, held: Collection[int] = ()
) -> dict[int, Move | None]:
    """For each company but the first, the move of weights that takes the win from the first.

    The first has the highest total, and the lowest number of those. Raises ValueError when there is
    no company or the weights are not shares that add up to one.
    """
    totals = standing.totals(weights)
    if not totals:
        raise ValueError("there is no company")
    leader = max(totals, key=lambda company: (totals[company], -company))
    return {
        rival: least_move(standing, weights, leader=leader, rival=rival, held=held)
        for rival in totals
        if rival != leader
    }


def least_move(
    standing: Standing,
    weights: Sequence[Fraction],
    *,
    leader: int,
    rival: int,
    held: Collection[int] = (),
) -> Move | None:
    """The smallest move of weights after which the rival has at least the leader's total.

    Sections `held` keep their weight. None when the lead holds however the others' weights move or,
    where it is not linear, along the whole path that was tried. Raises ValueError when the weights
    are not shares that add up to one, or one of the two has no total.
    """
    if min(weights) < 0 or sum(weights) != ONE:
        raise ValueError("weights are shares that add up to one")
    both = standing.of({leader, rival})
    if len(both.totals(weights)) != len({leader, rival}):
        raise ValueError("a company without a contact that has a score neither leads nor follows")
    linear = bool((both.cells.possible > 0).all())
    slopes = (_slopes(both, weights, company) for company in (leader, rival))
    path = _path(weights, [one - other for one, other in zip(*slopes, strict=True)], held)

    def lead(moved: Fraction) -> Fraction:
        totals = both.totals(path.after(moved))
        # Where a section applied to no contact, all weight on it leaves no total, and no winner.
        return totals[leader] - totals[rival] if len(totals) == len({leader, rival}) else ONE

    now = lead(ZERO)
    if now <= 0:
        return Move(tuple(weights), ZERO, smallest=True)
    moved = path.ending(now) if linear else _bisected(path, now, lead)
    return None if moved is None else Move(path.after(moved), moved, smallest=linear)


def _slopes(standing: Standing, weights: Sequence[Fraction], company: int) -> list[Fraction]:
    """How a company's total grows with each section's weight, in points a unit.

    The derivative of a contact's score y = sum w_k b_k s_k / sum w_k b_k is
    b_k (s_k - y) / sum w_k b_k. Where everything applied, the slopes of two sections differ by
    just what their scores do.
    """
    cells = standing.cells.chosen(standing.cells.group == company)
    contacts = standing.unanswered.get(company, 0)
    slopes = [ZERO] * len(weights)
    rows = (cells.contacts, cells.got, cells.possible, cells.zeroed)
    for count, got, possible, zeroed in zip(*(row.tolist() for row in rows), strict=True):
        applying = [k for k, most in enumerate(possible) if most]
        whole = sum((weights[k] for k in applying), ZERO)
        if not whole:
            continue
        contacts += count
        scores = {k: ZERO if zeroed[k] else Fraction(100 * got[k], possible[k]) for k in applying}
        sum_ = sum((weights[k] * score for k, score in scores.items()), ZERO) / whole
        for k, score in scores.items():
            slopes[k] += (score - sum_) / whole
    return [slope / contacts for slope in slopes]


def _path(weights: Sequence[Fraction], gains: Sequence[Fraction], held: Collection[int]) -> "_Path":
    """Weight goes to the free section of least gain, from the one of most gain first."""
    free = sorted((k for k in range(len(weights)) if k not in held), key=gains.__getitem__)
    givers = [k for k in reversed(free) if gains[k] > gains[free[0]]]
    return _Path(
        weights=tuple(weights),
        givers=tuple(givers),
        falls=tuple(gains[k] - gains[free[0]] for k in givers),
        taker=free[0] if free else 0,
    )


def _bisected(path: _Path, now: Fraction, lead: Callable[[Fraction], Fraction]) -> Fraction | None:
    """The least move along the path, to 2^-48 of it, after which there is no lead.

    It lies before the one that today's slopes foretell or, if the lead outlives that, before the
    end of the path; None when it outlives that too.
    """
    ends = (end for end in (path.ending(now), path.length) if end is not None)
    high = next((end for end in ends if lead(end) <= 0), None)
    if high is None:
        return None
    low = ZERO
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if lead(middle) <= 0 else (middle, high)
    return high
