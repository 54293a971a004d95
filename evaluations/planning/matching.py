"""The greedy plan, and its improvement company by company.

The calls of one company go to different shoppers, so what one of them costs does not depend on who
gets the others: the best answer for a company, all else as it is, is a linear assignment (Kuhn
1955, "The Hungarian method for the assignment problem", Naval Research Logistics Quarterly 2;
solved as Crouse 2016, IEEE Transactions on Aerospace and Electronic Systems 52). The start gives
the companies out one after another, hardest first; after that one company's calls at a time are
taken back and given out anew, as long as that makes the plan cheaper or its blocks more even.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from evaluations.planning.problem import NOBODY, Integers
from evaluations.planning.standing import Block, Prices, Standing

Floats = NDArray[np.float64]
# Sums of whole numbers up to here are exact in floating point.
_EXACT = 2**53
# A company is given out anew at most so often in one go.
_MOST_PASSES = 8


@dataclass(frozen=True, slots=True)
class _Matched:
    """Shoppers of a company's calls, and the sums that tell whether that is better."""

    shoppers: Integers
    cost: int
    thin: int


def start(block: Block, rank: Integers) -> None:
    """Gives out a category for the first time: companies that few may call come first.

    `rank` orders the shoppers by the plan's seed. Who has the most room below her share of pay
    comes first, then who ranks lowest.
    """
    reach = block.reach()
    missed = block.standing.problem.weights.hole * (block.size - reach)
    for at in _hardest_first(block):
        calls = block.companies[at]
        prices = block.prices(calls)
        # A new block will have the holes of the companies that its shopper may not meet.
        expected = prices.cost + np.where(block.met_by() > 0, 0, missed - missed.min(initial=0))
        prices = Prices(expected, prices.thin, prices.barred)
        found = _matched(block.standing, prices, _by_room(block.standing, rank))
        block.give(calls, found.shoppers)


def improve(block: Block, rank: Integers) -> bool:
    """Gives companies out anew, each at its best, until nothing gets better; whether it did."""
    companies, unchanged, better = len(block.companies), 0, False
    for turn in range(_MOST_PASSES * companies):
        calls = block.companies[turn % companies]
        changed = _could_be_better(block, calls) and _rematch(block, calls, rank)
        unchanged = 0 if changed else unchanged + 1
        better |= changed
        if unchanged == companies:
            break
    return better


def _could_be_better(block: Block, calls: Integers) -> bool:
    shopper = block.standing.shopper[calls]
    return bool((shopper == NOBODY).any() or block.flawed()[shopper].any())


def _rematch(block: Block, calls: Integers, rank: Integers) -> bool:
    standing = block.standing
    had = standing.shopper[calls]
    block.take(calls)
    prices = block.prices(calls)
    found, old = _matched(standing, prices, rank), _priced(standing, prices, had)
    better = (found.cost, found.thin) < (old.cost, old.thin)
    block.give(calls, found.shoppers if better else had)
    return better


def _hardest_first(block: Block) -> list[int]:
    """The companies by how many shoppers there are for each of their calls."""
    calls = [calls for calls in block.companies if len(calls)]
    free = [np.count_nonzero(~block.barred(each).all(axis=0)) / len(each) for each in calls]
    numbers = [at for at, each in enumerate(block.companies) if len(each)]
    return [numbers[at] for at in np.argsort(free, kind="stable").tolist()]


def _by_room(standing: Standing, rank: Integers) -> Integers:
    """The shoppers' order: those furthest below their share first."""
    over = (standing.paid + 1) / (standing.fair_pay + 1)
    order = np.lexsort((rank, over))
    found = np.empty_like(rank)
    found[order] = np.arange(len(order))
    return found


def _matched(standing: Standing, prices: Prices, rank: Integers) -> _Matched:
    """The cheapest shoppers for these calls: by cost, then by thinness, then by rank."""
    rows, shoppers = prices.cost.shape
    if not shoppers:
        return _priced(standing, prices, np.full(rows, NOBODY))
    scaled, nobody = _scaled(standing, prices, rank)
    # A call of n needs none but its n cheapest shoppers: the others have n - 1 at most.
    kept = np.unique(np.argpartition(scaled, min(rows, shoppers) - 1, axis=1)[:, :rows])
    wide = np.hstack([scaled[:, kept], np.full((rows, rows), nobody)])
    _, chosen = linear_sum_assignment(wide)
    found = np.append(kept, np.full(rows, NOBODY))[chosen]
    return _priced(standing, prices, found)


def _scaled(standing: Standing, prices: Prices, rank: Integers) -> tuple[Floats, float]:
    """Cost, thinness and rank in one number, and what it is to place nobody."""
    rows, shoppers = prices.cost.shape
    unplaced = standing.problem.weights.unplaced
    thickest = int(prices.thin.max(initial=0)) + 1
    thin_unit = rows * thickest + 1
    room = _EXACT // (4 * rows * (unplaced + 1) * thin_unit) - 1
    # Where so large a number would not be exact, some shoppers rank alike.
    ranks = rank * min(shoppers, max(1, room // rows)) // shoppers
    rank_unit = rows * int(ranks.max()) + 1
    scaled = ((prices.cost * thin_unit + prices.thin) * rank_unit + ranks).astype(np.float64)
    nobody = float((unplaced * thin_unit + thickest) * rank_unit)
    scaled[prices.barred] = 2 * nobody
    return scaled, nobody


def _priced(standing: Standing, prices: Prices, shoppers: Integers) -> _Matched:
    """What these shoppers cost; NOBODY costs what an unplaced call does."""
    placed = np.flatnonzero(shoppers != NOBODY)
    unplaced = len(shoppers) - len(placed)
    thickest = int(prices.thin.max(initial=0)) + 1
    return _Matched(
        shoppers=shoppers,
        cost=int(prices.cost[placed, shoppers[placed]].sum())
        + unplaced * standing.problem.weights.unplaced,
        thin=int(prices.thin[shoppers[placed]].sum()) + unplaced * thickest,
    )
