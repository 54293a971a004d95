"""Who has which call at some moment of the planning, and what one more would cost.

The planner's only mutable thing. Matrices have shoppers as columns, so that a call's row is read in
one go.
"""

from dataclasses import dataclass

import numpy as np

from evaluations.planning.problem import NOBODY, Flags, Integers, Problem, fair_hours, fair_pay


class Standing:
    """The shopper of every call, and what each shopper has left."""

    def __init__(self, problem: Problem, shopper: Integers) -> None:
        calls = problem.calls
        self.problem = problem
        self.shopper = shopper.copy()
        self.week = problem.week[calls.day]
        self.fair_pay, self.fair_hours = fair_pay(problem), fair_hours(problem)
        self.left = problem.shoppers.capacity.copy()
        self.paid = np.zeros(len(problem.shoppers), dtype=np.int64)
        self.hours = np.zeros_like(self.fair_hours)
        self._count(np.flatnonzero(shopper != NOBODY), 1)

    def _count(self, calls: Integers, sign: int) -> None:
        who, facts = self.shopper[calls], self.problem.calls
        np.subtract.at(self.left, (self.week[calls], who), sign)
        np.add.at(self.paid, who, sign * facts.pay[calls])
        np.add.at(self.hours, (facts.band[calls], who), sign)


@dataclass(frozen=True, slots=True)
class Prices:
    """What it would cost to give calls (rows) to shoppers (columns), as things stand.

    `cost` is in the problem's weights; `thin` is lower the larger the block that the call joins,
    which lets blocks fill up where the cost alone does not tell; `barred` is where a rule forbids.
    """

    cost: Integers
    thin: Integers
    barred: Flags


class Block:
    """A category in the planning: who has met which of its companies, and when."""

    def __init__(self, standing: Standing, members: Integers) -> None:
        # `members` are in ascending order.
        calls = standing.problem.calls
        self.standing, self.members = standing, members
        companies, self._company = np.unique(calls.company[members], return_inverse=True)
        self.size = len(companies)
        movable = calls.shopper[members] == NOBODY
        self.companies = [members[movable & (self._company == at)] for at in range(self.size)]
        self._pairs: Flags | None = None
        shoppers = len(standing.problem.shoppers)
        self.met = np.zeros((self.size, shoppers), dtype=np.int64)
        self.locked = np.zeros((len(standing.problem.week), shoppers), dtype=np.int16)
        self._note(members[standing.shopper[members] != NOBODY], 1)

    def give(self, calls: Integers, shoppers: Integers) -> None:
        """Gives each of the calls to a shopper; NOBODY leaves it."""
        given = shoppers != NOBODY
        self.standing.shopper[calls[given]] = shoppers[given]
        self._change(calls[given], 1)

    def take(self, calls: Integers) -> None:
        """Takes the calls back from whoever has them."""
        taken = calls[self.standing.shopper[calls] != NOBODY]
        self._change(taken, -1)
        self.standing.shopper[taken] = NOBODY

    def prices(self, calls: Integers) -> Prices:
        """Of calls with one company that nobody has."""
        return Prices(self._costs(calls), self._thinness(), self.barred(calls))

    def barred(self, calls: Integers) -> Flags:
        """Where a rule keeps a shopper from a call, as things stand."""
        standing, facts = self.standing, self.standing.problem.calls
        barred = self._never(calls)
        barred |= (standing.left <= 0)[standing.week[calls]]
        barred |= self.met[self.rows(calls)] > 0
        if standing.problem.lockout:
            barred |= self.locked[facts.day[calls]] > 0
        return barred

    def forget(self) -> None:
        """Lets go of what is quickly found again: pairs that never can be take much room."""
        self._pairs = None

    def flawed(self) -> Flags:
        """Whose calls here could be cheaper with somebody else.

        Those above a share, or with holes in the category.
        """
        standing, met = self.standing, self.met_by()
        over = np.any(standing.hours > standing.fair_hours, axis=0)
        over |= standing.paid > standing.fair_pay
        flawed: Flags = (met > 0) & (over | (met < self.size))
        return flawed

    def rows(self, calls: Integers) -> Integers:
        """The row of `met` that each call belongs to."""
        rows: Integers = self._company[np.searchsorted(self.members, calls)]
        return rows

    def reach(self) -> Integers:
        """How many of the companies each shopper may meet, had she no other call."""
        standing = self.standing
        may = [~np.all(self._never(calls), axis=0) for calls in self.companies]
        room = np.maximum(standing.left, 0).sum(axis=0)
        reach: Integers = np.minimum(np.sum(may, axis=0, dtype=np.int64), room)
        return reach

    def met_by(self) -> Integers:
        """How many of the companies each shopper meets."""
        met: Integers = np.count_nonzero(self.met, axis=0)
        return met

    def _never(self, calls: Integers) -> Flags:
        """Where a rule forbids the pair, or she is away: whatever the plan."""
        if self._pairs is None:
            known, facts = self.standing.problem.shoppers, self.standing.problem.calls
            self._pairs = known.rule[facts.kind[self.members]] != 0
            self._pairs |= known.away[facts.day[self.members]]
        return self._pairs[np.searchsorted(self.members, calls)]

    def _costs(self, calls: Integers) -> Integers:
        standing, facts = self.standing, self.standing.problem.calls
        weights = standing.problem.weights
        hole = np.where(self.met_by() > 0, -weights.hole, (self.size - 1) * weights.hole)
        # Few calls pay differently: each row is made once.
        pay, of_pay = np.unique(facts.pay[calls], return_inverse=True)
        over = standing.paid - standing.fair_pay
        more = np.maximum(over + pay[:, None], 0) - np.maximum(over, 0)
        late = standing.hours >= standing.fair_hours
        costs: Integers = (hole + weights.pay * more)[of_pay]
        costs += (weights.hour * late)[facts.band[calls]]
        return costs

    def _thinness(self) -> Integers:
        thin: Integers = 2 * (self.size - self.met_by())
        return thin

    def _change(self, calls: Integers, sign: int) -> None:
        self.standing._count(calls, sign)  # noqa: SLF001 - both halves of one book
        self._note(calls, sign)

    def _note(self, calls: Integers, sign: int) -> None:
        who, day = self.standing.shopper[calls], self.standing.problem.calls.day[calls]
        np.add.at(self.met, (self.rows(calls), who), sign)
        lockout = self.standing.problem.lockout
        for at in range(1 - lockout, lockout) if lockout else ():
            inside = (day + at >= 0) & (day + at < len(self.locked))
            np.add.at(self.locked, ((day + at)[inside], who[inside]), sign)


def blocks_of(standing: Standing) -> list[Block]:
    """Every category, by its number."""
    problem = standing.problem
    category = problem.category[problem.calls.company]
    return [
        Block(standing, np.flatnonzero(category == number))
        for number in range(int(category.max(initial=-1)) + 1)
    ]
