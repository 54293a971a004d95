"""Which shopper makes which call."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluations.planning.assignment import Assignment, assigned
from evaluations.planning.costs import flaws, least_by_category, least_excess
from evaluations.planning.problem import NOBODY, Calls, Problem, Shoppers, Weights
from tests.evaluations.planning.small_problems import breaks, cheapest, cost, problem


def _greedy(asked: Problem) -> Assignment:
    return assigned(asked, seed=1)


def _solved(asked: Problem) -> Assignment:
    return assigned(asked, seed=1, seconds=20)


@st.composite
def problems(draw: st.DrawFn, *, calls: int = 9, shoppers: int = 4) -> Problem:
    """Problems of every kind, with fixed calls that may break rules themselves."""
    count = draw(st.integers(1, calls))
    who = draw(st.integers(1, shoppers))
    companies = draw(st.integers(1, 4))

    def several(values: st.SearchStrategy[int], number: int) -> list[int]:
        return draw(st.lists(values, min_size=number, max_size=number))

    rule = [several(st.sampled_from([0, 0, 0, 1, 2]), who) for _ in range(companies)]
    away = draw(st.lists(st.tuples(st.integers(0, 13), st.integers(0, who - 1)), max_size=6))
    named = several(st.integers(0, companies - 1), count)
    named[0] = companies - 1  # the last company has a call, so that each has its row of rules
    return problem(
        *named,
        shoppers=who,
        category=several(st.integers(0, 1), companies),
        day=several(st.integers(0, 13), count),
        band=several(st.integers(0, 1), count),
        pay=several(st.integers(1, 3), count),
        fixed=several(st.sampled_from([NOBODY, NOBODY, NOBODY, *range(who)]), count),
        rule=rule,
        away=away,
        capacity=[several(st.integers(0, 3), who) for _ in range(2)],
        lockout=draw(st.integers(0, 3)),
    )


@settings(max_examples=40, deadline=None)
@given(problems(), st.integers(0, 5))
def test_no_rule_is_broken_and_no_fixed_call_moved(asked: Problem, seed: int) -> None:
    plan = assigned(asked, seed=seed)

    assert breaks(asked, plan.shopper) == []
    assert plan.cost == cost(asked, plan.shopper) == plan.flaws.cost(asked.weights)
    assert plan.bound <= plan.cost
    unplaced = plan.shopper == NOBODY
    assert [rule is not None for rule in plan.stopped_by] == unplaced.tolist()


@settings(max_examples=15, deadline=None)
@given(problems(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_nothing(asked: Problem, luck: Any) -> None:
    calls, shoppers = list(range(len(asked.calls))), list(range(len(asked.shoppers)))
    companies, categories = list(range(len(asked.category))), [0, 1]
    for each in (calls, shoppers, companies, categories):
        luck.shuffle(each)
    number = np.append(np.argsort(shoppers), NOBODY)
    listed = asked.calls
    shuffled = replace(
        asked,
        calls=Calls(
            key=listed.key[calls],
            company=np.array(companies)[listed.company[calls]],
            kind=listed.kind[calls],
            day=listed.day[calls],
            band=listed.band[calls],
            pay=listed.pay[calls],
            shopper=number[listed.shopper[calls]],
        ),
        shoppers=Shoppers(
            key=asked.shoppers.key[shoppers],
            rule=asked.shoppers.rule[:, shoppers],
            away=asked.shoppers.away[:, shoppers],
            capacity=asked.shoppers.capacity[:, shoppers],
        ),
        category=np.array(categories)[asked.category[np.argsort(companies)]],
    )

    plan, again = _greedy(asked), _greedy(shuffled)

    assert again.shopper.tolist() == number[plan.shopper[calls]].tolist()
    assert list(again.stopped_by) == [plan.stopped_by[at] for at in calls]
    assert (again.cost, again.bound) == (plan.cost, plan.bound)


@settings(max_examples=20, deadline=None)
@given(problems(calls=6, shoppers=3))
def test_the_solver_finds_what_trying_everything_finds(asked: Problem) -> None:
    """In one category the solver has the whole problem before it, and proves its answer."""
    asked = replace(asked, category=np.zeros_like(asked.category))
    least = cheapest(asked)

    plan = _solved(asked)

    assert breaks(asked, plan.shopper) == []
    assert plan.cost == cost(asked, plan.shopper) == least
    assert plan.bound <= least
    assert plan.in_time


@settings(max_examples=20, deadline=None)
@given(problems(calls=5, shoppers=3))
def test_no_plan_undercuts_the_bound(asked: Problem) -> None:
    bound = least_excess(asked) + int(least_by_category(asked).sum())

    assert bound <= cheapest(asked)


def _award(*, seed: int, customers: float) -> Problem:
    """Two categories of six companies with eight contacts each, twelve shoppers, four weeks."""
    draws = np.random.Generator(np.random.PCG64(seed))
    companies = np.repeat(np.arange(12), 8)
    return problem(
        *companies.tolist(),
        shoppers=12,
        category=[0] * 6 + [1] * 6,
        day=draws.integers(0, 28, size=len(companies)).tolist(),
        band=draws.integers(0, 2, size=len(companies)).tolist(),
        rule=(draws.random((12, 12)) < customers).astype(int).tolist(),
        capacity=4,
        days=28,
    )


def test_who_has_room_for_it_meets_whole_categories() -> None:
    asked = _award(seed=3, customers=0)
    plan = _greedy(asked)

    pairs = {
        (int(who), int(asked.category[company])): 0
        for who, company in zip(plan.shopper, asked.calls.company, strict=True)
    }
    assert plan.flaws.unplaced == plan.flaws.holes == 0
    assert len(pairs) == 16
    assert sorted(np.bincount(plan.shopper).tolist()) == [6] * 8 + [12] * 4


def test_the_solver_comes_between_the_greedy_plan_and_the_bound() -> None:
    asked = replace(_award(seed=4, customers=0.2), category=np.zeros(12, dtype=np.int64))
    greedy, best = _greedy(asked), assigned(asked, seed=1, seconds=1)

    assert breaks(asked, best.shopper) == breaks(asked, greedy.shopper) == []
    assert greedy.bound <= best.bound <= best.cost <= greedy.cost


def test_a_seed_draws_the_shoppers() -> None:
    asked = _award(seed=3, customers=0)

    one, same, other = (assigned(asked, seed=seed) for seed in (1, 1, 2))

    assert one.shopper.tolist() == same.shopper.tolist() != other.shopper.tolist()


@pytest.mark.parametrize(
    ("asked", "rule"),
    [
        (problem(0, rule=[[1, 2]]), "language"),
        (problem(0, rule=[[1, 1]]), "customer"),
        (problem(0, rule=[[1, 0]], away=[(0, 1)]), "absent"),
        (problem(0, 0, 0, shoppers=2, fixed=[0, 1, -1]), "already_called"),
        (problem(0, 1, shoppers=1, fixed=[0, -1], lockout=2), "lockout"),
        (problem(0, shoppers=2, capacity=0), "capacity"),
        (problem(0, shoppers=0), "no_shopper"),
    ],
)
def test_an_unplaced_call_names_the_rule_that_stopped_it(asked: Problem, rule: str) -> None:
    plan = _greedy(asked)

    assert plan.stopped_by[-1] == rule
    assert plan.flaws.unplaced == 1


def test_a_lockout_counts_days_from_contact_to_contact() -> None:
    near, far = (
        problem(0, 1, shoppers=1, day=[3, day], lockout=3, fixed=[0, -1]) for day in (5, 6)
    )

    assert _greedy(near).shopper.tolist() == [0, -1]
    assert _greedy(far).shopper.tolist() == [0, 0]


def test_a_full_shopper_hands_on_what_another_can_take() -> None:
    # Only shopper 0 may call company 1, and her one call that week would go to company 0.
    asked = problem(0, 1, rule=[[0, 0], [0, 1]], category=[0, 1], capacity=1, day=[0, 1])

    assert _greedy(asked).shopper.tolist() == [1, 0]


def test_pay_is_shared_by_what_shoppers_take() -> None:
    # Six calls with six companies of their own: twice the capacity, twice the pay.
    asked = problem(*range(6), category=list(range(6)), capacity=[[4, 2], [4, 2]])

    assert np.bincount(_greedy(asked).shopper).tolist() == [4, 2]


def test_hours_are_shared_between_shoppers() -> None:
    asked = problem(*range(4), category=[0, 1, 2, 3], band=[0, 0, 1, 1])
    plan = _greedy(asked)

    assert plan.cost == 0
    assert sorted(plan.shopper[:2]) == sorted(plan.shopper[2:]) == [0, 1]


def test_flaws_are_counted_one_by_one() -> None:
    asked = problem(0, 0, 1, 2, 2, shoppers=3, category=[0, 0, 1], band=[0, 0, 0, 1, 1])

    found = flaws(asked, np.array([0, 1, 0, 0, NOBODY]))

    assert (found.unplaced, found.holes, found.hours, found.pay) == (1, 1, 1, 1)
    assert found.cost(Weights()) == 10_012


def test_progress_is_told_to_the_end() -> None:
    told: list[tuple[int, int]] = []
    asked = problem(0, 1, 2, category=[0, 1, 2], capacity=1)

    assigned(asked, seed=1, seconds=5, progress=lambda *step: told.append(step))

    assert told[:3] == [(1, 6), (2, 6), (3, 6)]
    assert told[-1] == (6, 6)
    assert told == sorted(told)


def test_nothing_to_plan_is_planned_at_once() -> None:
    plan = _solved(problem(shoppers=3))

    assert (plan.shopper.tolist(), plan.stopped_by, plan.cost, plan.bound) == ([], (), 0, 0)
    assert plan.in_time
