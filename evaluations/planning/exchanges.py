"""A whole block handed to another shopper: what giving out one company at a time cannot find.

A shopper above her share of pay or of an hour band passes all her calls in a category to whoever
may take every one of them and makes the plan cheapest; where the other meets the category already,
two blocks become one.
"""

import numpy as np

from evaluations.planning.problem import NOBODY, Flags, Integers
from evaluations.planning.standing import Block


def exchange(block: Block, rank: Integers) -> bool:
    """Passes on every block of a category for which that is cheaper; whether there was one."""
    calls = np.concatenate(block.companies)
    mine = block.standing.shopper[calls]
    better = False
    placed = np.unique(mine[mine != NOBODY])
    for shopper in placed[block.flawed()[placed]].tolist():
        better |= _pass_on(block, calls[mine == shopper], shopper, rank)
    return better


def _pass_on(block: Block, calls: Integers, shopper: int, rank: Integers) -> bool:
    block.take(calls)
    costs = _costs(block, calls)
    free = _is_free(block, calls)
    free &= costs < costs[shopper]
    to = shopper
    if free.any():
        costs = np.where(free, costs, costs.max() + 1)
        to = int(np.lexsort((rank, costs))[0])
    block.give(calls, np.full(len(calls), to))
    return to != shopper


def _is_free(block: Block, calls: Integers) -> Flags:
    """Who may take all of the calls."""
    standing = block.standing
    free: Flags = ~np.any(block.barred(calls), axis=0)
    weeks, count = np.unique(standing.week[calls], return_counts=True)
    free &= np.all(standing.left[weeks] >= count[:, None], axis=0)
    return free


def _costs(block: Block, calls: Integers) -> Integers:
    """What it costs each shopper to have all of the calls, as things stand."""
    standing = block.standing
    problem = standing.problem
    weights, facts = problem.weights, problem.calls
    holes = np.where(block.met_by() > 0, 0, block.size) - len(calls)
    pay = _beyond(standing.paid - standing.fair_pay, int(facts.pay[calls].sum()))
    bands, count = np.unique(facts.band[calls], return_counts=True)
    over = standing.hours[bands] - standing.fair_hours[bands]
    hours = _beyond(over, count[:, None]).sum(axis=0)
    costs: Integers = weights.hole * holes + weights.pay * pay + weights.hour * hours
    return costs


def _beyond(over: Integers, more: Integers | int) -> Integers:
    """By how much what exceeds a share grows with so much more."""
    grown: Integers = np.maximum(over + more, 0) - np.maximum(over, 0)
    return grown
