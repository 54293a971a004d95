"""Problems small enough to read, and what a plan costs written straight from its definition."""

from collections import Counter, defaultdict
from itertools import product

import numpy as np

from evaluations.planning.problem import NOBODY, Calls, Integers, Problem, Shoppers, Weights

RULES = ("customer", "language")


def problem(
    *companies: int,
    shoppers: int = 2,
    category: list[int] | None = None,
    day: list[int] | None = None,
    band: list[int] | None = None,
    pay: list[int] | None = None,
    fixed: list[int] | None = None,
    rule: list[list[int]] | None = None,
    away: list[tuple[int, int]] | None = None,
    capacity: list[list[int]] | int = 9,
    days: int = 14,
    lockout: int = 0,
    weights: Weights | None = None,
) -> Problem:
    """A call for each company named, one a day; weeks of seven days; everybody may, unless told."""
    calls = len(companies)
    known = max(companies, default=-1) + 1
    weeks = -(-days // 7)
    absent = np.zeros((days, shoppers), dtype=bool)
    for on, who in away or []:
        absent[on, who] = True
    company = np.array(companies, dtype=np.int64)
    takes = capacity if isinstance(capacity, list) else [[capacity] * shoppers] * weeks
    return Problem(
        calls=Calls(
            key=np.arange(calls),
            company=company,
            kind=company,
            day=np.array(range(calls) if day is None else day, dtype=np.int64),
            band=np.array([0] * calls if band is None else band, dtype=np.int64),
            pay=np.array([1] * calls if pay is None else pay, dtype=np.int64),
            shopper=np.array([NOBODY] * calls if fixed is None else fixed, dtype=np.int64),
        ),
        shoppers=Shoppers(
            key=np.arange(shoppers),
            rule=np.array(rule or [[0] * shoppers] * known, dtype=np.int8).reshape(known, shoppers),
            away=absent,
            capacity=np.array(takes, dtype=np.int64),
        ),
        category=np.array(category or [0] * known, dtype=np.int64),
        week=np.arange(days) // 7,
        rules=RULES,
        lockout=lockout,
        weights=weights or Weights(),
    )


def breaks(given: Problem, plan: Integers) -> list[str]:
    """Every hard rule that the movable calls of a plan break, and fixed calls that it moved."""
    calls, known = given.calls, given.shoppers
    placed = [at for at in range(len(calls)) if plan[at] != NOBODY]
    movable = [at for at in placed if calls.shopper[at] == NOBODY]
    found = ["moved" for at in range(len(calls)) if calls.shopper[at] not in {NOBODY, plan[at]}]
    found += ["rule" for at in movable if known.rule[calls.kind[at], plan[at]]]
    found += ["away" for at in movable if known.away[calls.day[at], plan[at]]]
    weeks = Counter((int(given.week[calls.day[at]]), int(plan[at])) for at in placed)
    for at in movable:
        week = int(given.week[calls.day[at]]), int(plan[at])
        if weeks[week] > known.capacity[week]:
            found.append("capacity")
        for other in placed:
            if other == at or plan[other] != plan[at]:
                continue
            one, two = calls.company[at], calls.company[other]
            if one == two:
                found.append("twice")
            near = abs(calls.day[at] - calls.day[other]) < given.lockout
            if near and given.category[one] == given.category[two]:
                found.append("lockout")
    return found


def cost(given: Problem, plan: Integers) -> int:
    """The plan's cost, counted one flaw after another."""
    calls, weights, known = given.calls, given.weights, given.shoppers
    takes = [
        int(known.capacity[:, who].sum()) if (known.rule[:, who] == 0).any() else 0
        for who in range(len(known))
    ]
    total = max(1, sum(takes))
    met: dict[tuple[int, int], set[int]] = defaultdict(set)
    paid: Counter[int] = Counter()
    hours: Counter[tuple[int, int]] = Counter()
    found = 0
    for at, who in enumerate(plan.tolist()):
        if who == NOBODY:
            found += weights.unplaced
            continue
        company = int(calls.company[at])
        met[who, int(given.category[company])].add(company)
        paid[who] += int(calls.pay[at])
        hours[who, int(calls.band[at])] += 1
    called = set(calls.company.tolist())
    for (_, category), companies in met.items():
        size = sum(1 for company in called if given.category[company] == category)
        found += weights.hole * (size - len(companies))
    for who, had in paid.items():
        found += weights.pay * max(0, had + (-int(calls.pay.sum()) * takes[who] // total))
    for (who, band), had in hours.items():
        share = -(-int((calls.band == band).sum()) * takes[who] // total)
        found += weights.hour * max(0, had - share)
    return found


def cheapest(given: Problem) -> int:
    """The least that any plan costs which breaks no rule, by trying all."""
    free = np.flatnonzero(given.calls.shopper == NOBODY)
    best = None
    for chosen in product(range(NOBODY, len(given.shoppers)), repeat=len(free)):
        plan = given.calls.shopper.copy()
        plan[free] = chosen
        if breaks(given, plan):
            continue
        found = cost(given, plan)
        best = found if best is None else min(best, found)
    assert best is not None
    return best
