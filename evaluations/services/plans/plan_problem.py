"""A programme's inputs as the planner's arrays, and what they hash to."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from evaluations.enums import AssigningRule
from evaluations.planning.problem import NOBODY, Calls, Integers, Problem, Shoppers, Weights
from evaluations.queries.calls.candidates import monday_of
from evaluations.queries.plans.plan_inputs import Inputs, calls_elsewhere
from evaluations.queries.plans.plan_pairs import FIXED_RULES, Kind, fixed_rules
from shoppers.queries.absences import absences_between

# A place that was hers before is for somebody else: she has called the company.
_RULES = (*(rule.value for rule in FIXED_RULES), AssigningRule.ALREADY_CALLED.value)


def problem_of(inputs: Inputs) -> Problem:
    """The slots first, in their order, then the kept calls with their shoppers.

    A fixed number of queries.
    """
    days = inputs.days
    kinds = _kinds(inputs)
    numbers = {kind: at for at, kind in enumerate(dict.fromkeys(kinds))}
    monday = np.array([monday_of(day).toordinal() for day in days])
    weeks, week = np.unique(monday, return_inverse=True)
    categories = sorted({each.category_id for each in inputs.participations})
    of_category = {category: at for at, category in enumerate(categories)}
    calls = _calls(inputs, days, np.array([numbers[kind] for kind in kinds], dtype=np.int64))
    companies = len(inputs.participations)
    worst = 10 * companies + int(calls.pay.max(initial=0)) + 1
    return Problem(
        calls=calls,
        shoppers=Shoppers(
            key=np.array([shopper.pk for shopper in inputs.shoppers], dtype=np.int64),
            rule=fixed_rules(
                inputs.programme, list(numbers), inputs.participations, inputs.shoppers
            ),
            away=_away(inputs, days),
            capacity=_capacity(inputs, weeks),
        ),
        category=np.array(
            [of_category[each.category_id] for each in inputs.participations], dtype=np.int64
        ),
        week=week.astype(np.int64),
        rules=_RULES,
        lockout=inputs.programme.fieldwork.lockout_days,
        weights=Weights(unplaced=max(Weights().unplaced, 2 * worst)),
    )


def inputs_hash(problem: Problem, seed: int) -> str:
    """sha256 of everything that decides the plan."""
    whole = hashlib.sha256(f"plan 1, seed {seed}".encode())
    calls, shoppers = problem.calls, problem.shoppers
    for part in (
        *(calls.key, calls.company, calls.kind, calls.day, calls.band, calls.pay, calls.shopper),
        *(shoppers.key, shoppers.rule, shoppers.away, shoppers.capacity),
        *(problem.category, problem.week),
    ):
        whole.update(f"{part.dtype}{part.shape}".encode())
        whole.update(np.ascontiguousarray(part).tobytes())
    if problem.lockout:
        whole.update(f"lockout {problem.lockout}".encode())
    return whole.hexdigest()


def _kinds(inputs: Inputs) -> list[Kind]:
    """Of every slot, and of every kept call: no rule is asked of those."""
    slots = [
        Kind(
            slot.participation.pk,
            slot.scenario.played_by,
            slot.replaces.shopper_id if slot.replaces is not None else None,
        )
        for slot in inputs.slots
    ]
    return slots + [Kind(call.participation_id, "") for call in inputs.kept]


def _calls(inputs: Inputs, days: Sequence[dt.date], kind: Integers) -> Calls:
    company = {each.pk: at for at, each in enumerate(inputs.participations)}
    shopper = {each.pk: at for at, each in enumerate(inputs.shoppers)}
    first, slots, kept = days[0], inputs.slots, inputs.kept
    bands = {band.start: at for at, band in enumerate(inputs.bands)}
    fee = inputs.programme.call_fee
    return Calls(
        key=np.arange(len(slots) + len(kept)),
        company=_whole(
            [company[slot.participation.pk] for slot in slots]
            + [company[call.participation_id] for call in kept]
        ),
        kind=kind,
        day=_whole(
            [(slot.day - first).days for slot in slots]
            + [((call.due_on or first) - first).days for call in kept]
        ),
        band=_whole(
            [slot.band for slot in slots]
            + [bands.get(call.call_from, 0) if call.call_from else 0 for call in kept]
        ),
        pay=_whole(
            [_units(slot.replaces.fee if slot.replaces else fee, fee) for slot in slots]
            + [_units(call.fee, fee) for call in kept]
        ),
        shopper=_whole(
            [NOBODY] * len(slots) + [shopper[call.shopper_id] for call in kept if call.shopper_id]
        ),
    )


def _units(fee: Decimal | None, usual: Decimal | None) -> int:
    """What a call pays in usual fees, rounded; one where either is not known."""
    return max(1, round(fee / usual)) if fee and usual else 1


def _away(inputs: Inputs, days: Sequence[dt.date]) -> NDArray[np.bool_]:
    away = np.zeros((len(days), len(inputs.shoppers)), dtype=bool)
    column = {each.pk: at for at, each in enumerate(inputs.shoppers)}
    for shopper, first, last in absences_between(days[0], days[-1]):
        if shopper in column:
            start = max(0, (first - days[0]).days)
            away[start : (last - days[0]).days + 1, column[shopper]] = True
    return away


def _capacity(inputs: Inputs, weeks: Integers) -> Integers:
    """What each shopper takes in each week, less what she has in other programmes."""
    takes = _whole([each.weekly_capacity for each in inputs.shoppers])
    capacity = np.tile(takes, (len(weeks), 1))
    row = {int(monday): at for at, monday in enumerate(weeks)}
    column = {each.pk: at for at, each in enumerate(inputs.shoppers)}
    for shopper, day in calls_elsewhere(inputs.programme):
        week = row.get(monday_of(day).toordinal())
        if week is not None and shopper in column:
            capacity[week, column[shopper]] -= 1
    return np.maximum(capacity, 0)


def _whole(numbers: Sequence[int]) -> Integers:
    return np.array(numbers, dtype=np.int64)
