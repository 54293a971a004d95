"""Why a call has no shopper: the rule that stopped whoever came closest to taking it."""

from collections import Counter
from collections.abc import Iterable

import numpy as np

from evaluations.planning.problem import NOBODY, Integers
from evaluations.planning.standing import Block

# The rules that follow from the plan itself, in the order they are looked at, after those that
# forbid a pair whatever the plan.
ABSENT = "absent"
ALREADY_CALLED = "already_called"
LOCKOUT = "lockout"
CAPACITY = "capacity"
# There is no shopper at all to be stopped.
NO_SHOPPER = "no_shopper"


def obstacles(block: Block) -> dict[int, str]:
    """For each unplaced call of a category the rule that stopped it.

    The rules are looked at in their order for each shopper, and the call is stopped by the one
    that somebody got to last: where one shopper is admitted, speaks the language and is full that
    week, it is capacity, whatever keeps the others.
    """
    standing = block.standing
    calls = np.concatenate([*block.companies, np.empty(0, dtype=np.int64)])
    unplaced = calls[standing.shopper[calls] == NOBODY]
    names = (*standing.problem.rules, ABSENT, ALREADY_CALLED, LOCKOUT, CAPACITY)
    return {call: _stopped(block, call, names) for call in unplaced.tolist()}


def unplaced_by_rule(stopped_by: Iterable[str | None]) -> dict[str, int]:
    """How many calls each rule stopped, most first, then by name."""
    counts = Counter(rule for rule in stopped_by if rule is not None)
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _stopped(block: Block, call: int, names: tuple[str, ...]) -> str:
    standing, facts = block.standing, block.standing.problem.calls
    known = standing.problem.shoppers
    if not len(known):
        return NO_SHOPPER
    of_plan = [
        known.away[facts.day[call]],
        block.met[block.rows(np.array([call]))[0]] > 0,
        block.locked[facts.day[call]] > 0,
        np.ones(len(known), dtype=bool),  # what is left is the week
    ]
    first: Integers = known.rule[facts.kind[call]].astype(np.int64)
    for number, barred in enumerate(of_plan, start=len(standing.problem.rules) + 1):
        first[(first == 0) & barred] = number
    return names[int(first.max()) - 1]
