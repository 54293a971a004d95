"""What a plan costs, and a bound below which no plan can be.

The cost counts flaws (`Weights`). The bound counts what is certain before any search: a call that
nobody may take stays unplaced, and a category needs as many blocks (shoppers who meet it) as its
company with the most calls, and as many as it takes until their reach together covers its calls.
"""

from dataclasses import dataclass

import numpy as np

from evaluations.planning.problem import (
    NOBODY,
    Flags,
    Integers,
    Problem,
    Weights,
    fair_hours,
    fair_pay,
)


@dataclass(frozen=True, slots=True)
class Flaws:
    """How many calls are unplaced and companies left out of blocks, and what exceeds its share."""

    unplaced: int
    holes: int
    hours: int
    pay: int

    def cost(self, weights: Weights) -> int:
        """All of it, weighed."""
        return (
            self.unplaced * weights.unplaced
            + self.holes * weights.hole
            + self.hours * weights.hour
            + self.pay * weights.pay
        )


def flaws(problem: Problem, shopper: Integers) -> Flaws:
    """The flaws of a plan that gives each call to this shopper, or to NOBODY."""
    calls = problem.calls
    placed = np.flatnonzero(shopper != NOBODY)
    who, company = shopper[placed], calls.company[placed]
    met = np.unique(who * len(problem.category) + company)
    blocks = _blocks(problem, who, company)
    sizes = problem.sizes()
    return Flaws(
        unplaced=len(shopper) - len(placed),
        holes=int(sizes[blocks % max(1, len(sizes))].sum()) - len(met),
        hours=_excess_hours(problem, placed, who),
        pay=_excess_pay(problem, placed, who),
    )


def least_excess(problem: Problem) -> int:
    """What the fixed calls alone cost beyond the shares of hours and pay."""
    weights, fixed = problem.weights, np.flatnonzero(problem.calls.shopper != NOBODY)
    who = problem.calls.shopper[fixed]
    hours, pay = _excess_hours(problem, fixed, who), _excess_pay(problem, fixed, who)
    return weights.hour * hours + weights.pay * pay


def least_by_category(problem: Problem) -> Integers:
    """What each category's unplaced calls and holes cost at least, around the fixed calls.

    Together with `least_excess` no plan costs less.
    """
    calls = problem.calls
    fixed = np.flatnonzero(calls.shopper != NOBODY)
    left = problem.shoppers.capacity.copy()
    np.subtract.at(left, (problem.week[calls.day[fixed]], calls.shopper[fixed]), 1)
    category = problem.category[calls.company]
    least = np.zeros(len(problem.sizes()), dtype=np.int64)
    for members in _groups(category):
        least[category[members[0]]] = _least_of(problem, members, left)
    return least


def _groups(category: Integers) -> list[Integers]:
    """The calls of each category."""
    order = np.argsort(category, kind="stable")
    ends = np.flatnonzero(np.diff(category[order])) + 1
    return np.split(order, ends) if len(order) else []


def _least_of(problem: Problem, members: Integers, left: Integers) -> int:
    """The least that one category's unplaced calls and holes cost."""
    calls, weights = problem.calls, problem.weights
    _, company = np.unique(calls.company[members], return_inverse=True)
    size = int(company.max()) + 1
    fixed = calls.shopper[members] != NOBODY
    met = np.zeros((size, len(problem.shoppers)), dtype=bool)
    met[company[fixed], calls.shopper[members][fixed]] = True
    free, of = members[~fixed], company[~fixed]
    may = (problem.shoppers.rule[calls.kind[free]] == 0) & ~problem.shoppers.away[calls.day[free]]
    may &= (left[problem.week[calls.day[free]]] > 0) & ~met[of]
    nobody = ~may.any(axis=1)
    reaches = np.zeros_like(met)
    np.logical_or.at(reaches, of, may)
    reach = np.minimum(reaches.sum(axis=0), np.maximum(left, 0).sum(axis=0))
    wanted = np.bincount(of[~nobody], minlength=size)
    # What lies beyond everybody's reach stays unplaced too, with whichever company.
    beyond = max(0, int(wanted.sum()) - int(reach.sum()))
    placed = int(wanted.sum()) - beyond
    blocks = max(
        _blocks_that_cover(np.any(met, axis=0), reach, placed),
        int((met.sum(axis=1) + wanted).max()) - beyond,
    )
    holes = max(0, blocks * size - int(met.sum()) - placed)
    return weights.unplaced * (int(nobody.sum()) + beyond) + weights.hole * holes


def _blocks_that_cover(opened: Flags, reach: Integers, calls: int) -> int:
    """The fewest blocks whose reach is that many calls, those opened among them."""
    lacking = calls - int(reach[opened].sum())
    covered = np.cumsum(-np.sort(-reach[~opened]))
    more = int(np.searchsorted(covered, lacking)) + 1 if lacking > 0 else 0
    return int(opened.sum()) + more


def _blocks(problem: Problem, who: Integers, company: Integers) -> Integers:
    """One number for each shopper and category that meet: shopper × categories + category."""
    return np.unique(who * max(1, len(problem.sizes())) + problem.category[company])


def _excess_hours(problem: Problem, placed: Integers, who: Integers) -> int:
    fair = fair_hours(problem)
    if not fair.size:
        return 0
    cell = problem.calls.band[placed] * len(problem.shoppers) + who
    had = np.bincount(cell, minlength=fair.size).reshape(fair.shape)
    return int(np.maximum(0, had - fair).sum())


def _excess_pay(problem: Problem, placed: Integers, who: Integers) -> int:
    fair = fair_pay(problem)
    paid = np.zeros(len(fair), dtype=np.int64)
    np.add.at(paid, who, problem.calls.pay[placed])
    return int(np.maximum(0, paid - fair).sum())
