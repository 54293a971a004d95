"""What the planner is asked, and what it refuses to be asked."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from evaluations.planning.obstacles import unplaced_by_rule
from evaluations.planning.problem import Problem, Weights, fair_hours, fair_pay
from tests.evaluations.planning.small_problems import problem


def test_shares_follow_what_each_takes_and_are_rounded_up() -> None:
    asked = problem(
        *range(5),
        shoppers=3,
        capacity=[[4, 2, 2], [2, 1, 9]],
        rule=[[0, 0, 1]] * 5,
        band=[0, 0, 0, 0, 1],
        pay=[3, 1, 1, 1, 1],
    )

    # Six and three of nine; the third may take nothing.
    assert fair_pay(asked).tolist() == [5, 3, 0]
    assert fair_hours(asked).tolist() == [[3, 2, 0], [1, 1, 0]]


def test_only_companies_with_calls_count_for_a_category() -> None:
    asked = problem(0, 2, 2, category=[1, 1, 1])

    assert asked.sizes().tolist() == [0, 2]


def test_rules_are_counted_by_what_they_stopped() -> None:
    stopped = [None, "capacity", "absent", "capacity", "language", None]

    assert list(unplaced_by_rule(stopped).items()) == [
        ("capacity", 2),
        ("absent", 1),
        ("language", 1),
    ]


def _calls(asked: Problem, **facts: Any) -> Problem:
    changed = {name: np.array(each) for name, each in facts.items()}
    return replace(asked, calls=replace(asked.calls, **changed))


def _shoppers(asked: Problem, **facts: Any) -> Problem:
    return replace(asked, shoppers=replace(asked.shoppers, **facts))


ASKED = problem(0, 1)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (lambda: _calls(ASKED, day=[0]), "every call needs each of its facts"),
        (lambda: _calls(ASKED, key=[4, 4]), "two calls have the same key"),
        (lambda: _calls(ASKED, company=[0, 2]), "a call has a company that there is not"),
        (lambda: _calls(ASKED, company=[-1, 0]), "a call has a company that there is not"),
        (lambda: _calls(ASKED, kind=[0, 2]), "a call has a kind that there is not"),
        (lambda: _calls(ASKED, day=[0, 14]), "a call has a day that there is not"),
        (lambda: _calls(ASKED, shopper=[-2, 0]), "a call has a shopper that there is not"),
        (lambda: _calls(ASKED, shopper=[-1, 2]), "a call has a shopper that there is not"),
        (lambda: _calls(ASKED, band=[0, -1]), "bands and pay are not negative"),
        (lambda: _calls(ASKED, pay=[0, -1]), "bands and pay are not negative"),
        (lambda: _shoppers(ASKED, key=np.array([3, 3])), "two shoppers have the same key"),
        (
            lambda: _shoppers(ASKED, rule=np.zeros((2, 3), dtype=np.int8)),
            "rules need a column for each shopper",
        ),
        (
            lambda: _shoppers(ASKED, rule=np.zeros(2, dtype=np.int8)),
            "rules need a column for each shopper",
        ),
        (
            lambda: _shoppers(ASKED, away=np.zeros((2, 14), dtype=bool)),
            "absence needs a row for each day and a column for each shopper",
        ),
        (
            lambda: _shoppers(ASKED, capacity=np.zeros((3, 2), dtype=np.int64)),
            "capacity needs a row for each week and a column for each shopper",
        ),
        (
            lambda: _shoppers(ASKED, rule=np.full((2, 2), 3, dtype=np.int8)),
            "a pair is forbidden by a rule that there is not",
        ),
        (
            lambda: _shoppers(ASKED, rule=np.full((2, 2), -1, dtype=np.int8)),
            "a pair is forbidden by a rule that there is not",
        ),
        (
            lambda: _shoppers(ASKED, capacity=np.full((2, 2), -1)),
            "a capacity is not negative",
        ),
        (lambda: replace(ASKED, category=np.array([0, -1])), "categories are numbered from 0"),
        (lambda: replace(ASKED, lockout=-1), "a lockout is a number of days from 0 on"),
        (lambda: replace(ASKED, weights=Weights(hour=-1)), "a weight is not negative"),
        (
            lambda: replace(ASKED, weights=Weights(unplaced=22, hole=10, hour=1, pay=1)),
            "an unplaced call must cost more than any place for it",
        ),
    ],
)
def test_problems_that_cannot_be_are_refused(wrong: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=f"^{sentence}$"):
        wrong()


def test_an_unplaced_call_may_cost_just_more_than_a_place() -> None:
    cheap = Weights(unplaced=23, hole=10, hour=1, pay=1)

    assert replace(ASKED, weights=cheap).weights == cheap
