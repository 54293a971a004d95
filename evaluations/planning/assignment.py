"""Which shopper makes which call.

Category by category, hardest first: a greedy start (`matching`), improved company by company and by
swaps (`swaps`); then, where that still costs more than it must, the solver (`solver`) on the
category's likeliest shoppers for as long as there is time. The answer never breaks a rule and never
moves a fixed call. It depends on the problem and the seed alone, whatever the order of the input;
the solver's part also depends on how far it gets, so only a plan without one (no seconds) or one
that ends in time is the same on every machine.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from evaluations.planning.costs import Flaws, flaws, least_by_category, least_excess
from evaluations.planning.exchanges import exchange
from evaluations.planning.matching import improve, start
from evaluations.planning.obstacles import obstacles
from evaluations.planning.problem import NOBODY, Integers, Problem, canonical
from evaluations.planning.solver import solved
from evaluations.planning.standing import Block, Standing, blocks_of
from evaluations.planning.swaps import place_by_swaps

# Pairs of call and shopper that the solver is given for a category; more take minutes.
MOST_PAIRS = 12_000
# Rounds over all categories; each takes as long as the start.
_ROUNDS = 2

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Assignment:
    """The plan, by the position of each call.

    `shopper` is the position of the call's shopper, or NOBODY; `stopped_by` is the rule that left
    a call without one, else None. No plan costs less than `bound`: with `cost` equal to it, this
    one is as good as any. `in_time` says that the solver had all the time it wanted.
    """

    shopper: Integers
    stopped_by: tuple[str | None, ...]
    flaws: Flaws
    cost: int
    bound: int
    in_time: bool


def assigned(
    problem: Problem, *, seed: int, seconds: float = 0, progress: Progress | None = None
) -> Assignment:
    """A shopper for every call that can have one.

    `seconds` is how long the solver may take in all, after the greedy plan; 0 is without it.
    `progress` is told from time to time how many of how many steps are done.
    """
    listed, by_call, by_shopper = canonical(problem)
    planner = _Planner(listed, seed, progress or _silent)
    planner.plan_greedily()
    in_time = planner.solve(time.monotonic() + seconds) if seconds > 0 else planner.is_best()
    return _as_listed(planner, (by_call, by_shopper), in_time=in_time)


def _silent(_done: int, _of: int) -> None:
    """Progress that nobody watches."""


class _Planner:
    """The steps of a plan, in the order of the keys."""

    def __init__(self, problem: Problem, seed: int, progress: Progress) -> None:
        self.problem = problem
        self.standing = Standing(problem, problem.calls.shopper)
        self.blocks = blocks_of(self.standing)
        draws = np.random.Generator(np.random.PCG64(seed))
        self.rank = draws.permutation(len(problem.shoppers))
        self.least = least_by_category(problem)
        self.bound = int(self.least.sum()) + least_excess(problem)
        self._progress, self._done = progress, 0

    def plan_greedily(self) -> None:
        for block in self._hardest_first():
            start(block, self.rank)
            self._improve(block)
            self._step()
        self._polish()

    def is_best(self) -> bool:
        return self.cost() == self.bound

    def cost(self) -> int:
        """The cost of the plan as it stands."""
        return flaws(self.problem, self.standing.shopper).cost(self.problem.weights)

    def solve(self, deadline: float) -> bool:
        """Gives the solver the categories that cost more than they must; whether time sufficed."""
        in_time = True
        flawed = [number for number in self._by_gap() if self._is_flawed(self.blocks[number])]
        for at, number in enumerate(flawed):
            left = deadline - time.monotonic()
            if left <= 0 or self.is_best():
                in_time &= left > 0 or self.is_best()
                break
            in_time &= self._solve_block(self.blocks[number], left / min(4, len(flawed) - at))
            self._step()
        self._polish()
        self._progress(2 * len(self.blocks), 2 * len(self.blocks))
        return in_time

    def _solve_block(self, block: Block, seconds: float) -> bool:
        """Replaces a category's calls if the solver finds better; whether it was done in time."""
        calls = np.concatenate(block.companies)
        before, had = self.cost(), self.standing.shopper[calls]
        block.take(calls)
        without = self.cost() - len(calls) * self.problem.weights.unplaced
        found = _best(block, self._candidates(block, had), before - without, seconds)
        if found.least is not None and self._is_whole(found.candidates):
            self.bound = max(self.bound, without + found.least)
        block.give(calls, had if found.shoppers is None else found.shoppers)
        if self.cost() > before:
            block.take(calls)
            block.give(calls, had)
        return found.in_time

    def _is_whole(self, candidates: int) -> bool:
        """Whether the solver had the whole problem before it."""
        return len(self.blocks) == 1 and candidates == len(self.rank)

    def _candidates(self, block: Block, had: Integers) -> Integers:
        """The likeliest shoppers for a category nobody has: who had it, then who meets most."""
        calls = len(had)
        most = max(MOST_PAIRS // max(1, calls), len(np.unique(had[had != NOBODY])))
        had_any = np.isin(np.arange(len(self.rank)), had)
        room = self.standing.paid / (self.standing.fair_pay + 1)
        order = np.lexsort((self.rank, room, -block.reach(), ~had_any))
        return np.sort(order[:most])

    def _polish(self) -> None:
        """Improves all categories in turn until none gets better, at most so many times."""
        for _ in range(_ROUNDS):
            better = [self._improve(block) for block in self.blocks if self._is_flawed(block)]
            if not place_by_swaps(self.blocks, self.rank) and not any(better):
                break

    def _improve(self, block: Block) -> bool:
        """By company and by block; whether the category got better."""
        better = improve(block, self.rank)
        better |= exchange(block, self.rank)
        block.forget()
        return better

    def _hardest_first(self) -> list[Block]:
        """Categories by how few shoppers may meet their companies, for each block they need."""
        ease = [
            block.reach().sum() / max(1, sum(len(calls) for calls in block.companies))
            for block in self.blocks
        ]
        return [self.blocks[at] for at in np.argsort(ease, kind="stable").tolist()]

    def _by_gap(self) -> list[int]:
        gaps = np.array([self._gap(number) for number in range(len(self.blocks))])
        order: list[int] = np.argsort(-gaps, kind="stable").tolist()
        return order

    def _gap(self, number: int) -> int:
        """What a category's unplaced calls and holes cost beyond what they must."""
        block, weights = self.blocks[number], self.problem.weights
        met = block.met_by()
        holes = int((block.size - met[met > 0]).sum())
        unplaced = int((self.standing.shopper[block.members] == NOBODY).sum())
        return unplaced * weights.unplaced + holes * weights.hole - int(self.least[number])

    def _is_flawed(self, block: Block) -> bool:
        """Whether anything about a category could get cheaper."""
        standing = self.standing
        over = (standing.paid > standing.fair_pay) | (standing.hours > standing.fair_hours).any(0)
        number = int(self.problem.category[self.problem.calls.company[block.members[0]]])
        return bool(over[block.met_by() > 0].any()) or self._gap(number) > 0

    def _step(self) -> None:
        self._done += 1
        self._progress(self._done, 2 * len(self.blocks))


@dataclass(frozen=True, slots=True)
class _Found:
    """What the solver made of a category."""

    shoppers: Integers | None
    least: int | None
    candidates: int
    in_time: bool


def _best(block: Block, candidates: Integers, had: int, seconds: float) -> _Found:
    """Better shoppers than those that cost `had`, if the relaxation does not rule them out."""
    began = time.monotonic()
    relaxed = solved(block, candidates, seconds=seconds, whole=False)
    left = seconds - (time.monotonic() - began)
    if relaxed.least is None or relaxed.least >= had or left <= 0:
        in_time = relaxed.least is not None and relaxed.least >= had
        return _Found(None, relaxed.least, len(candidates), in_time)
    found = solved(block, candidates, seconds=left)
    in_time = time.monotonic() - began < seconds
    least = relaxed.least if found.least is None else max(found.least, relaxed.least)
    return _Found(found.shoppers, least, len(candidates), in_time)


def _as_listed(
    planner: _Planner, listed: tuple[Integers, Integers], *, in_time: bool
) -> Assignment:
    """The planner's answer in the caller's own order of calls and shoppers."""
    by_call, by_shopper = listed
    shopper = np.full(len(by_call), NOBODY)
    shopper[by_call] = np.append(by_shopper, NOBODY)[planner.standing.shopper]
    stopped: list[str | None] = [None] * len(by_call)
    for block in planner.blocks:
        for call, rule in obstacles(block).items():
            stopped[by_call[call]] = rule
    found = flaws(planner.problem, planner.standing.shopper)
    return Assignment(
        shopper=shopper,
        stopped_by=tuple(stopped),
        flaws=found,
        cost=found.cost(planner.problem.weights),
        bound=planner.bound,
        in_time=in_time,
    )
