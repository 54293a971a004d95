"""How fast a field plan is made: `make bench-plan`.

    python -m tests.load.bench_plan --calls 5000 100000

A synthetic award: categories of 8 to 14 companies with 25 contacts each over twelve weeks, the
calls laid out by `strata`. Every shopper is a customer of a few companies and so not allowed there,
one in fifty works for a whole category's client, one in ten speaks no second language, one in eight
is away for a fortnight, and each takes three to seven calls a week. One line of JSON a size:

- seconds: from the arrays to the plan, the greedy part and the solver's. calls, shoppers and
  unplaced count.
- cost: the plan's flaws, weighed (evaluations.planning.problem.Weights); bound: what no plan
  undercuts.

The largest size misses its goal when it takes more than five minutes, any other more than ten
seconds; then the exit code is 1.
"""

import argparse
import datetime as dt
import json
import sys
import time
from collections.abc import Sequence

import numpy as np

from evaluations.planning.assignment import assigned
from evaluations.planning.problem import NOBODY, Calls, Integers, Problem, Shoppers
from evaluations.planning.strata import Wanted, even_counts, planned_calls

# Calls, shoppers, seconds allowed, and how many of them the solver may have.
SIZES = {5_000: (100, 10, 5), 100_000: (2_000, 300, 30)}
CONTACTS = 25
FIRST = dt.date(2026, 1, 12)
WEEKS = 12
BANDS = 3
RULES = ("customer", "reads_for_rival", "language")


def categories_of(companies: int, draws: np.random.Generator) -> Integers:
    """Categories of 8 to 14 companies."""
    sizes = draws.integers(8, 15, size=companies)
    return np.repeat(np.arange(companies), sizes)[:companies]


def rules_of(category: Integers, shoppers: int, draws: np.random.Generator) -> np.ndarray:
    """Which rule keeps a shopper from a company, 0 where none does."""
    companies = len(category)
    found = np.zeros((companies, shoppers), dtype=np.int8)
    second = draws.random(companies) < 0.1
    silent = draws.random(shoppers) < 0.1
    found[second[:, None] & silent[None, :]] = 3
    insiders = np.flatnonzero(draws.random(shoppers) < 0.02)
    for shopper in insiders.tolist():
        found[category == draws.integers(0, category.max() + 1), shopper] = 2
    found[draws.random((companies, shoppers)) < 0.05] = 1
    return found


def absences(days: int, shoppers: int, draws: np.random.Generator) -> np.ndarray:
    """A fortnight for one shopper in eight."""
    away = np.zeros((days, shoppers), dtype=bool)
    for shopper in np.flatnonzero(draws.random(shoppers) < 0.125).tolist():
        first = int(draws.integers(0, days - 14))
        away[first : first + 14, shopper] = True
    return away


def problem_of(calls: int, shoppers: int, *, seed: int) -> Problem:
    """A synthetic award of about that many calls."""
    draws = np.random.Generator(np.random.PCG64(seed))
    companies = calls // CONTACTS
    category = categories_of(companies, draws)
    quotas = {"phone": 15, "email": 6, "chat": 4}
    wanted = [
        Wanted(at, int(category[at]), quotas, even_counts(["question", "extend", "buy"], CONTACTS))
        for at in range(companies)
    ]
    every = [FIRST + dt.timedelta(days=day) for day in range(7 * WEEKS)]
    planned = planned_calls(wanted, [d for d in every if d.weekday() < 5], bands=BANDS, seed=seed)
    company = np.array([call.company for call in planned])
    return Problem(
        calls=Calls(
            key=np.arange(len(planned)),
            company=company,
            kind=company,
            day=np.array([(call.day - FIRST).days for call in planned]),
            band=np.array([call.band for call in planned]),
            pay=np.ones(len(planned), dtype=np.int64),
            shopper=np.full(len(planned), NOBODY),
        ),
        shoppers=Shoppers(
            key=np.arange(shoppers),
            rule=rules_of(category, shoppers, draws),
            away=absences(len(every), shoppers, draws),
            capacity=np.tile(draws.integers(4, 8, size=shoppers), (WEEKS, 1)),
        ),
        category=category,
        week=np.arange(len(every)) // 7,
        rules=RULES,
    )


def bench(calls: int, shoppers: int, seconds: float, *, seed: int) -> dict[str, float]:
    """One size's figures."""
    problem = problem_of(calls, shoppers, seed=seed)
    began, worked = time.perf_counter(), time.process_time()
    plan = assigned(problem, seed=seed, seconds=seconds)
    spent, cpu = time.perf_counter() - began, time.process_time() - worked
    say(f"{len(problem.calls):,} calls: {cpu:.1f} s of CPU; {plan.flaws}")
    return {
        "calls": len(problem.calls),
        "shoppers": shoppers,
        "seconds": round(spent, 2),
        "unplaced": plan.flaws.unplaced,
        "cost": plan.cost,
        "bound": plan.bound,
    }


def say(text: str) -> None:
    """To whoever watches; the figures alone go to stdout."""
    print(text, file=sys.stderr)  # noqa: T201 - its output


def main(words: Sequence[str] | None = None) -> int:
    """Plan and print each size; 1 when one takes longer than it may."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--calls", type=int, nargs="*", choices=SIZES, default=list(SIZES))
    options.add_argument("--seed", type=int, default=1)
    asked = options.parse_args(words)
    late = False
    for calls in sorted(asked.calls):
        shoppers, goal, seconds = SIZES[calls]
        found = bench(calls, shoppers, seconds, seed=asked.seed)
        print(json.dumps(found), flush=True)  # noqa: T201 - its output
        late |= found["seconds"] > goal
    return int(late)


if __name__ == "__main__":
    sys.exit(main())
