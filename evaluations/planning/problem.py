"""Who may make which test call: what the planner is asked, in arrays.

Calls, shoppers, companies and categories are numbered from 0 by their position; their keys keep the
answer apart from the order in which they are listed. A shopper may take a call when no rule forbids
the pair, she is not away that day, has no other call with the company, has capacity left in that
week, and none of her calls in the category lies within the lockout. What is to be kept low beyond
that is `Weights`.
"""

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]
# The shopper of a call that has none.
NOBODY = -1


@dataclass(frozen=True, slots=True)
class Calls:
    """The calls of a plan, one element of each array a call.

    `key` is a number of its own that stays with the call; `company` its company; `kind` the row of
    `Shoppers.rule` that says who may take it; `day` counts days of the calendar from the period's
    first; `band` is the hour band; `pay` is what it pays, in whole units of about one call;
    `shopper` is who has it already, and keeps it, or NOBODY.
    """

    key: Integers
    company: Integers
    kind: Integers
    day: Integers
    band: Integers
    pay: Integers
    shopper: Integers

    def __len__(self) -> int:
        return len(self.key)


@dataclass(frozen=True, slots=True)
class Shoppers:
    """Who could make calls, one column of each matrix and one element of `key` a shopper.

    `rule` (kinds of call × shoppers) is 0 where she may, else the number, from 1, of the rule in
    `Problem.rules` that forbids it; `away` (days × shoppers) is when she is absent; `capacity`
    (weeks × shoppers) is how many calls of this plan she takes, those she has already included.
    """

    key: Integers
    rule: NDArray[np.int8]
    away: Flags
    capacity: Integers

    def __len__(self) -> int:
        return len(self.key)


@dataclass(frozen=True, slots=True)
class Weights:
    """What each flaw of a plan costs.

    `unplaced`: a call without a shopper. `hole`: a company of a category that a shopper does not
    meet, though she meets others of it. `hour`: a call of a shopper beyond her share of an hour
    band. `pay`: a unit of pay beyond her share of all pay.
    """

    unplaced: int = 10_000
    hole: int = 10
    hour: int = 1
    pay: int = 1


@dataclass(frozen=True, slots=True)
class Problem:
    """What is to be planned.

    `category` is each company's; `week` each day's, by the number of the row of `capacity`;
    `rules` names the rules that forbid pairs, in the order in which they are looked at; `lockout`
    is how many days must lie from one contact of a shopper in a category to her next, 0 for none.
    Raises ValueError for arrays that do not fit each other, keys that come twice, and weights
    under which a call would rather stay unplaced.
    """

    calls: Calls
    shoppers: Shoppers
    category: Integers
    week: Integers
    rules: tuple[str, ...]
    lockout: int = 0
    weights: Weights = field(default_factory=Weights)

    def __post_init__(self) -> None:
        _check_calls(self)
        _check_shoppers(self)
        if self.lockout < 0:
            raise ValueError("a lockout is a number of days from 0 on")
        weights = self.weights
        if min(weights.unplaced, weights.hole, weights.hour, weights.pay) < 0:
            raise ValueError("a weight is not negative")
        placed = self.sizes().max(initial=0) * weights.hole + weights.hour
        if len(self.calls) and weights.unplaced <= placed + int(self.calls.pay.max()) * weights.pay:
            raise ValueError("an unplaced call must cost more than any place for it")

    def sizes(self) -> Integers:
        """How many companies with calls each category has."""
        called = np.unique(self.calls.company)
        return np.bincount(self.category[called], minlength=int(self.category.max(initial=-1)) + 1)


def canonical(problem: Problem) -> tuple[Problem, Integers, Integers]:
    """The same problem in the order of the keys, and the old positions of calls and shoppers.

    Companies and categories are numbered by their first call; those without a call go. Nothing is
    left of the order in which anything was listed.
    """
    calls, shoppers = problem.calls, problem.shoppers
    by_call, by_shopper = np.argsort(calls.key), np.argsort(shoppers.key)
    company, companies = _renumbered(calls.company[by_call])
    category, _ = _renumbered(problem.category[companies])
    number = np.append(np.argsort(by_shopper), NOBODY)  # NOBODY, the last, stays itself
    listed = Calls(
        key=calls.key[by_call],
        company=company,
        kind=calls.kind[by_call],
        day=calls.day[by_call],
        band=calls.band[by_call],
        pay=calls.pay[by_call],
        shopper=number[calls.shopper[by_call]],
    )
    known = Shoppers(
        key=shoppers.key[by_shopper],
        rule=shoppers.rule[:, by_shopper],
        away=shoppers.away[:, by_shopper],
        capacity=shoppers.capacity[:, by_shopper],
    )
    return replace(problem, calls=listed, shoppers=known, category=category), by_call, by_shopper


def fair_pay(problem: Problem) -> Integers:
    """Each shopper's share of all pay, by what she takes in the whole period, rounded up.

    Who may take no call at all has none.
    """
    return _shares(problem, int(problem.calls.pay.sum()))


def fair_hours(problem: Problem) -> Integers:
    """Each shopper's share of the calls in each hour band (bands × shoppers), rounded up."""
    calls = np.bincount(problem.calls.band)
    return np.array([_shares(problem, int(count)) for count in calls]).reshape(
        len(calls), len(problem.shoppers)
    )


def _shares(problem: Problem, whole: int) -> Integers:
    able = (problem.shoppers.rule == 0).any(axis=0)
    takes = np.where(able, problem.shoppers.capacity.sum(axis=0), 0)
    return -(-whole * takes // max(1, int(takes.sum())))


def _renumbered(numbers: Integers) -> tuple[Integers, Integers]:
    """The numbers from 0 on in the order in which they first come, and what each was."""
    found, first, inverse = np.unique(numbers, return_index=True, return_inverse=True)
    order = np.argsort(first)
    return np.argsort(order)[inverse], found[order]


def _check_calls(problem: Problem) -> None:
    calls, shoppers = problem.calls, problem.shoppers
    parts = (calls.company, calls.kind, calls.day, calls.band, calls.pay, calls.shopper)
    if any(len(part) != len(calls) for part in parts):
        raise ValueError("every call needs each of its facts")
    if len(np.unique(calls.key)) != len(calls):
        raise ValueError("two calls have the same key")
    bounds = [
        (calls.company, 0, len(problem.category), "company"),
        (calls.kind, 0, len(shoppers.rule), "kind"),
        (calls.day, 0, len(problem.week), "day"),
        (calls.shopper, NOBODY, len(shoppers), "shopper"),
    ]
    for numbers, least, end, what in bounds:
        if len(numbers) and not (least <= numbers.min() and numbers.max() < end):
            raise ValueError(f"a call has a {what} that there is not")
    if len(calls) and min(calls.band.min(), calls.pay.min()) < 0:
        raise ValueError("bands and pay are not negative")


def _check_shoppers(problem: Problem) -> None:
    shoppers, days = problem.shoppers, len(problem.week)
    weeks = int(problem.week.max(initial=-1)) + 1
    if len(np.unique(shoppers.key)) != len(shoppers):
        raise ValueError("two shoppers have the same key")
    known = len(shoppers)
    if shoppers.rule.ndim != 2 or shoppers.rule.shape[1] != known:  # noqa: PLR2004 - a matrix
        raise ValueError("rules need a column for each shopper")
    if shoppers.away.shape != (days, known):
        raise ValueError("absence needs a row for each day and a column for each shopper")
    if shoppers.capacity.shape != (weeks, known):
        raise ValueError("capacity needs a row for each week and a column for each shopper")
    if shoppers.rule.size and not 0 <= shoppers.rule.min() <= shoppers.rule.max() <= len(
        problem.rules
    ):
        raise ValueError("a pair is forbidden by a rule that there is not")
    if shoppers.capacity.size and shoppers.capacity.min() < 0:
        raise ValueError("a capacity is not negative")
    if len(problem.category) and problem.category.min() < 0:
        raise ValueError("categories are numbered from 0")
