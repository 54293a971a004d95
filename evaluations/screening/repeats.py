"""Reports of one shopper with the same answers.

Two reports are compared over the questions that either has: the share in which both have the same
option, 1 for the same answers to the same questions. Most reports on good companies are alike, so
a report as like an earlier one of hers is raised only when other shoppers' reports hardly ever
are: with a share s of other shoppers' reports that like it, the k earlier ones of her own would
hold one by chance with probability 1 - (1 - s)^k.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from evaluations.screening.facts import Flag, Floats, Integers, Limits, Rule
from evaluations.screening.likeness import members_of
from evaluations.screening.runs import UNASKED

# Reports that are compared with all others at once.
_BLOCK = 512


def same_answers(
    keys: Sequence[str], shopper: Integers, places: Integers, group: Integers, limits: Limits
) -> list[Flag]:
    """The reports that hold the answers of an earlier one of the same shopper, against all odds.

    Reports stand in the order of time; `places` has one row a report, UNASKED where there is no
    answer. Reports of different groups are never compared.
    """
    return [
        Flag(Rule.SAME_ANSWERS, keys[report], share, look_at=(keys[earlier],))
        for members in members_of(group)
        for report, earlier, share in _within(shopper, places, members, limits)
    ]


def shares_alike(rows: Integers, others: Integers) -> Floats:
    """The share of equal answers of each of the rows with each of the others; 0 without any."""
    one, other = _indicators(rows, others)
    asked, were = (places != UNASKED for places in (rows, others))
    same = one @ other.T
    both = asked.astype(np.float32) @ were.astype(np.float32).T
    either = asked.sum(axis=1)[:, np.newaxis] + were.sum(axis=1) - both
    return np.asarray(same / np.maximum(either, 1), dtype=np.float64)


def _indicators(rows: Integers, others: Integers) -> tuple[Floats, Floats]:
    """A column for each option of each question; counts this small are exact in 32 bits."""
    options = np.arange(1 + max(rows.max(initial=0), others.max(initial=0)))
    one, other = (
        (places[:, :, np.newaxis] == options).reshape(len(places), -1).astype(np.float32)
        for places in (rows, others)
    )
    return one, other


def _within(
    shopper: Integers, places: Integers, members: Integers, limits: Limits
) -> Iterator[tuple[int, int, float]]:
    """Of one group: the report, the earlier one most like it, and the share of equal answers."""
    asked = (places[members] != UNASKED).sum(axis=1)
    kept = members[asked >= limits.fewest_answers]
    repeated = [
        each
        for own in members_of(shopper[kept])
        for each in _repeated(places, kept[own], limits.same_answers)
    ]
    for start in range(0, len(repeated), _BLOCK):
        block = repeated[start : start + _BLOCK]
        alike = shares_alike(places[[each.report for each in block]], places[kept])
        for each, like in zip(block, alike, strict=True):
            others = like[shopper[kept] != shopper[each.report]]
            usual = float((others >= each.share).mean()) if len(others) else 0.0
            if 1 - (1 - usual) ** each.choices <= limits.by_chance:
                yield each.report, each.earlier, each.share


class _Repeated(NamedTuple):
    """A report as like an earlier one of hers, the most alike of so many."""

    report: int
    earlier: int
    share: float
    choices: int


def _repeated(places: Integers, own: Integers, limit: float) -> Iterator[_Repeated]:
    """The reports of one shopper, in the order of time, that are like an earlier one."""
    alike = shares_alike(places[own], places[own])
    for at in range(1, len(own)):
        nearest = int(alike[at, :at].argmax())
        if alike[at, nearest] >= limit:
            yield _Repeated(int(own[at]), int(own[nearest]), float(alike[at, nearest]), at)
