"""The relaxation beside a linear programme written straight from the rules."""

import numpy as np
import pytest
from scipy.optimize import linprog

from evaluations.planning.problem import NOBODY, Problem, Weights
from evaluations.planning.solver import solved
from evaluations.planning.standing import Standing, blocks_of
from tests.evaluations.planning.small_problems import breaks, cost, problem


def _middle(seed: int) -> Problem:
    """One category of five companies with three calls each, six shoppers and every hard rule."""
    draws = np.random.Generator(np.random.PCG64(seed))
    companies = np.repeat(np.arange(5), 3)
    return problem(
        *companies.tolist(),
        shoppers=6,
        day=draws.integers(0, 14, size=15).tolist(),
        rule=(draws.random((5, 6)) < 0.25).astype(int).tolist(),
        away=[(int(day), 0) for day in range(4)],
        capacity=draws.integers(1, 4, size=(2, 6)).tolist(),
        fixed=[*[NOBODY] * 13, 1, NOBODY],
        lockout=2,
        weights=Weights(hour=0, pay=0),
    )


def _relaxed(asked: Problem) -> float:
    """The least cost when a shopper may have parts of calls: dense, row after row."""
    calls, known, weights = asked.calls, asked.shoppers, asked.weights
    count, who, size = len(calls), len(known), len(asked.category)
    columns = count * who + who + count  # pairs, blocks, unplaced

    def row(calls_of: np.ndarray, shopper: int) -> np.ndarray:
        found = np.zeros(columns)
        found[np.flatnonzero(calls_of) * who + shopper] = 1
        return found

    most, limits = [], []
    for shopper in range(who):
        for company in range(size):
            opened = row(calls.company == company, shopper)
            opened[count * who + shopper] = -1
            most.append(opened)
            limits.append(0)
        for week in range(2):
            most.append(row(asked.week[calls.day] == week, shopper))
            had = (asked.week[calls.day] == week) & (calls.shopper == shopper)
            limits.append(max(int(known.capacity[week, shopper]), int(had.sum())))
        for first in range(14):
            inside = (first <= calls.day) & (calls.day < first + asked.lockout)
            most.append(row(inside, shopper))
            limits.append(1)
    bounds = []
    for call in range(count):
        for shopper in range(who):
            free = known.rule[calls.kind[call], shopper] == 0
            free &= not known.away[calls.day[call], shopper]
            is_fixed = calls.shopper[call] != NOBODY
            takes = calls.shopper[call] == shopper if is_fixed else free
            bounds.append((int(is_fixed and takes), int(takes)))
    once = np.zeros((count, columns))
    for call in range(count):
        once[call, call * who : call * who + who] = 1
        once[call, count * who + who + call] = 1
    price = np.concatenate(
        [
            np.full(count * who, -weights.hole),
            np.full(who, size * weights.hole),
            np.full(count, weights.unplaced),
        ]
    )
    found = linprog(
        price,
        A_ub=np.array(most),
        b_ub=limits,
        A_eq=once,
        b_eq=np.ones(count),
        bounds=[*bounds, *[(0, 1)] * (who + count)],
    )
    return float(found.fun)


@pytest.mark.parametrize("seed", range(4))
def test_the_relaxation_is_the_one_written_by_hand(seed: int) -> None:
    asked = _middle(seed)
    block = blocks_of(Standing(asked, asked.calls.shopper))[0]
    without = cost(asked, asked.calls.shopper) - 14 * asked.weights.unplaced
    everybody = np.arange(6)

    relaxed = solved(block, everybody, seconds=60, whole=False)
    best = solved(block, everybody, seconds=60)

    assert relaxed.shoppers is None
    assert relaxed.least is not None
    assert without + relaxed.least == int(np.ceil(_relaxed(asked) - 1e-6))
    assert best.shoppers is not None
    plan = asked.calls.shopper.copy()
    plan[np.concatenate(block.companies)] = best.shoppers
    assert breaks(asked, plan) == []
    assert best.least is not None
    assert cost(asked, plan) == without + best.least >= without + relaxed.least
