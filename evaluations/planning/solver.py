"""A category's calls given out at once by mixed-integer programming (HiGHS, Huangfu & Hall 2018).

    min   unplaced sum u_i + hole (V sum y_s - sum x_is) + hour sum h_sb + pay sum p_s
    over  sum_s x_is + u_i = 1                       each call has one shopper or none
          sum_{i of company} x_is <= y_s             one call each, and only in an opened block
          sum_{i in week} x_is <= capacity left
          sum_{i in any L days running} x_is <= 1    the lockout of L days
          sum_{i in band} x_is - h_sb <= share left,  sum_i pay_i x_is - p_s <= share left

x is over the pairs that no rule forbids; y_s is 1 already for who has met the category. The same
without whole numbers is the relaxation, whose value no plan undercuts.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csr_array, vstack

from evaluations.planning.problem import NOBODY, Integers
from evaluations.planning.standing import Block

Floats = NDArray[np.float64]
# Below this an answer of the solver counts as whole.
_TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Solved:
    """Shoppers of a block's calls, None when time ran out; and the least that any answer costs.

    `least` holds for the candidates that were offered, over what the plan costs without these
    calls; None when the solver found none.
    """

    shoppers: Integers | None
    least: int | None


class _Model:
    """The columns: pairs, opened blocks, unplaced calls, then what exceeds a share."""

    def __init__(self, block: Block, calls: Integers, shoppers: Integers) -> None:
        self.block, self.calls, self.shoppers = block, calls, shoppers
        self.facts = block.standing.problem.calls
        barred = block.barred(calls)[:, shoppers]
        self.call, self.who = np.nonzero(~barred)
        self.rows: list[csr_array] = []
        self.limits: list[Floats] = []
        self.cost = self._costs()

    def _costs(self) -> list[Floats]:
        weights = self.block.standing.problem.weights
        self.opened = self.block.met_by()[self.shoppers] > 0
        y = np.where(self.opened, 0, self.block.size * weights.hole)
        u = np.full(len(self.calls), weights.unplaced)
        return [np.full(len(self.call), -weights.hole), y, u]

    @property
    def width(self) -> int:
        """How many columns there are so far."""
        return sum(len(part) for part in self.cost)

    def at_most(self, group: Integers, limit: Integers, entry: Integers | int = 1) -> None:
        """The pairs of each group come to its limit together; -1 is no group.

        Groups that cannot reach their limit need no row.
        """
        inside = np.flatnonzero(group >= 0)
        entries = np.broadcast_to(entry, group.shape)[inside]
        whole = np.bincount(group[inside], weights=entries, minlength=len(limit))
        row = np.cumsum(whole > limit) - 1
        inside = inside[(whole > limit)[group[inside]]]
        entries = np.broadcast_to(entry, group.shape)[inside]
        self._rows(entries, row[group[inside]], inside, limit[whole > limit])

    def at_most_or_pay(
        self, group: Integers, limit: Integers, price: int, entry: Integers | int = 1
    ) -> None:
        """The same, but what exceeds a limit has a price."""
        entries = np.broadcast_to(entry, group.shape)
        whole = np.bincount(group, weights=entries, minlength=len(limit))
        tight = whole > limit
        if not tight.any() or not price:
            return
        row = np.cumsum(tight) - 1
        inside = np.flatnonzero(tight[group])
        more = self.width + np.arange(int(tight.sum()))
        self.cost.append(np.full(len(more), float(price)))
        self._rows(
            np.append(entries[inside], -np.ones(len(more))),
            np.append(row[group[inside]], np.arange(len(more))),
            np.append(inside, more),
            limit[tight],
        )

    def open_blocks(self) -> None:
        """A pair needs its block, and a block has one call with each company."""
        company = self.block.rows(self.calls)[self.call]
        _, row = np.unique(company * len(self.shoppers) + self.who, return_inverse=True)
        count = int(row.max(initial=-1)) + 1
        of_row = np.zeros(count, dtype=np.int64)
        of_row[row] = self.who
        is_new = ~self.opened[of_row]
        column = len(self.call) + of_row[is_new]
        self._rows(
            np.append(np.ones(len(row)), -np.ones(len(column))),
            np.append(row, np.flatnonzero(is_new)),
            np.append(np.arange(len(row)), column),
            np.where(is_new, 0, 1),
        )

    def _rows(self, entries: Floats, row: Integers, column: Integers, limit: Integers) -> None:
        shape = len(limit), int(column.max(initial=0)) + 1
        self.rows.append(coo_array((entries.astype(np.float64), (row, column)), shape=shape))
        self.limits.append(limit.astype(np.float64))

    def constraints(self) -> list[LinearConstraint]:
        """All rows, and that each call has one shopper or none."""
        width = self.width
        parts = [coo_array((p.data, p.coords), shape=(p.shape[0], width)) for p in self.rows]
        count = len(self.calls)
        once = np.ones(len(self.call) + count)
        row = np.append(self.call, np.arange(count))
        first = len(self.call) + len(self.shoppers)
        column = np.append(np.arange(len(self.call)), first + np.arange(count))
        each = coo_array((once, (row, column)), shape=(count, width))
        return [
            LinearConstraint(each.tocsr(), 1, 1),
            LinearConstraint(vstack(parts, format="csr"), -np.inf, np.concatenate(self.limits)),
        ]


def solved(block: Block, shoppers: Integers, *, seconds: float, whole: bool = True) -> Solved:
    """The best answer for a category's free calls among these shoppers, as things stand.

    Nobody has the calls yet. With `whole` False only the relaxation is solved: its value, and no
    shoppers.
    """
    calls = np.concatenate(block.companies)
    model = _modelled(block, calls, shoppers)
    cost = np.concatenate(model.cost)
    integral = np.zeros(len(cost))
    if whole:
        integral[: len(model.call) + len(shoppers)] = 1
    upper = np.full(len(cost), np.inf)
    upper[: len(cost) - sum(len(part) for part in model.cost[3:])] = 1
    found = milp(
        cost,
        integrality=integral,
        bounds=Bounds(0, upper),
        constraints=model.constraints(),
        options={"time_limit": max(seconds, 0.1), "mip_rel_gap": 0.0},
    )
    bound = found.mip_dual_bound if whole else (found.fun if found.status == 0 else None)
    least = None if bound is None or not np.isfinite(bound) else int(np.ceil(bound - _TOLERANCE))
    if not whole or found.x is None:
        return Solved(None, least)
    chosen = np.flatnonzero(found.x[: len(model.call)] > 0.5)  # noqa: PLR2004 - rounded
    answer = np.full(len(calls), NOBODY)
    answer[model.call[chosen]] = shoppers[model.who[chosen]]
    return Solved(answer, least)


def _modelled(block: Block, calls: Integers, shoppers: Integers) -> _Model:
    standing = block.standing
    model = _Model(block, calls, shoppers)
    model.open_blocks()
    count, who = len(shoppers), model.who
    # One number for each week or band of a shopper, as the flat matrices have them.
    week = standing.week[calls][model.call] * count + who
    model.at_most(week, np.maximum(standing.left[:, shoppers], 0).ravel())
    _lockouts(model)
    weights = standing.problem.weights
    band = model.facts.band[calls][model.call] * count + who
    hours = np.maximum(standing.fair_hours - standing.hours, 0)[:, shoppers]
    model.at_most_or_pay(band, hours.ravel(), weights.hour)
    room = np.maximum(standing.fair_pay - standing.paid, 0)[shoppers]
    model.at_most_or_pay(who, room, weights.pay, model.facts.pay[calls][model.call])
    return model


def _lockouts(model: _Model) -> None:
    """In each run of days as long as the lockout a shopper has one call at most."""
    lockout = model.block.standing.problem.lockout
    day = model.facts.day[model.calls]
    ones = np.ones(len(model.shoppers), dtype=np.int64)
    for first in np.unique(day).tolist() if lockout else ():
        inside = (first <= day) & (day < first + lockout)
        model.at_most(np.where(inside[model.call], model.who, -1), ones)
