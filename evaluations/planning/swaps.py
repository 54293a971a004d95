"""Room for an unplaced call, made by handing on another: a chain of two.

A shopper who could take the call but is full that week hands on one of her calls of that week to
somebody who is free for it.
"""

import numpy as np

from evaluations.planning.problem import NOBODY, Integers
from evaluations.planning.standing import Block, Standing


def place_by_swaps(blocks: list[Block], rank: Integers) -> bool:
    """Places what a chain of two can place; whether there was any."""
    placed = False
    for block in blocks:
        for calls in block.companies:
            for call in calls[block.standing.shopper[calls] == NOBODY].tolist():
                placed |= _place(blocks, block, call, rank)
    return placed


def _place(blocks: list[Block], block: Block, call: int, rank: Integers) -> bool:
    standing = block.standing
    one = np.array([call])
    free = np.flatnonzero(~block.barred(one)[0])
    if len(free):
        block.give(one, free[[np.argmin(rank[free])]])
        return True
    for shopper in _full(block, one, rank):
        for other in _movable(standing, shopper, int(standing.week[call])):
            if _hands_on(blocks, other, shopper) and not block.barred(one)[0, shopper]:
                block.give(one, np.array([shopper]))
                return True
    return False


def _full(block: Block, one: Integers, rank: Integers) -> list[int]:
    """Who could take the call but for the week, those who rank lowest first."""
    standing = block.standing
    week = standing.left[standing.week[one[0]]]
    kept = week.copy()
    week[week == 0] = 1
    could = np.flatnonzero(~block.barred(one)[0])
    standing.left[standing.week[one[0]]] = kept
    found: list[int] = could[np.argsort(rank[could])].tolist()
    return found


def _movable(standing: Standing, shopper: int, week: int) -> list[int]:
    mine = (standing.shopper == shopper) & (standing.week == week)
    found: list[int] = np.flatnonzero(mine & (standing.problem.calls.shopper == NOBODY)).tolist()
    return found


def _hands_on(blocks: list[Block], call: int, shopper: int) -> bool:
    """Gives the call to the cheapest other shopper who is free for it; whether there is one."""
    problem = blocks[0].standing.problem
    block = blocks[int(problem.category[problem.calls.company[call]])]
    one = np.array([call])
    block.take(one)
    prices = block.prices(one)
    barred = prices.barred[0]
    barred[shopper] = True
    costs = np.where(barred, np.iinfo(np.int64).max, prices.cost[0])
    best = shopper if barred.all() else int(np.argmin(costs))
    block.give(one, np.array([best]))
    return best != shopper
