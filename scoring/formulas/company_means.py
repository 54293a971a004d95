"""Exact means over many contacts, fast.

Given the pattern p of a contact (which sections could earn how much, which were zeroed) its score
is linear in the points got: y = sum over k of omega_pk got_k, with a constant omega_pk
(methods.md 1.2). So the points are first added up as integers for each group and pattern, which
numpy does for a million contacts in a blink, and only those sums are weighted, in rational
arithmetic. Nothing is rounded on the way, and the order of the contacts cannot matter.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
# Sums of integers stay exact in the doubles that numpy.bincount adds in, up to here.
EXACT = 2**53
_LARGEST = int(np.iinfo(np.int64).max)


@dataclass(frozen=True, slots=True)
class ContactPoints:
    """Contacts as arrays: one row a contact, one column a section.

    Columns are read as a whole, so matrices in column order (order="F") are several times faster.
    """

    group: Integers  # whose contact it is: numbers from 0
    got: Integers
    possible: Integers
    zeroed: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Cells:
    """Points added up for each group and pattern that occurs; one row a cell."""

    group: Integers
    contacts: Integers
    got: Integers
    possible: Integers
    zeroed: NDArray[np.bool_]

    @property
    def counted(self) -> Integers:
        """The points got that count: none in a section that a critical answer zeroed."""
        return np.where(self.zeroed, 0, self.got)

    def chosen(self, rows: NDArray[np.bool_]) -> "Cells":
        """These cells alone."""
        return Cells(
            self.group[rows],
            self.contacts[rows],
            self.got[rows],
            self.possible[rows],
            self.zeroed[rows],
        )


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean kept as its exact sum in percent, and the contacts it is over."""

    total: Fraction
    contacts: int

    @property
    def value(self) -> Fraction:
        """The mean in percent."""
        return self.total / self.contacts

    def with_unanswered(self, unanswered: int) -> "Mean":
        """The mean with so many more contacts that scored 0."""
        return Mean(self.total, self.contacts + unanswered)


NOTHING = Mean(Fraction(0), 0)


def summed(points: ContactPoints) -> Cells:
    """The contacts added up by group and pattern."""
    code, size = codes([points.group, *_columns(points)])
    contacts = np.bincount(code, minlength=size)
    present = np.flatnonzero(contacts)
    example = np.zeros(size, dtype=np.int64)
    example[code] = np.arange(len(code))
    some = example[present]
    return Cells(
        group=points.group[some],
        contacts=contacts[present].astype(np.int64),
        got=np.column_stack([_sums(code, column, size)[present] for column in points.got.T]),
        possible=points.possible[some],
        zeroed=points.zeroed[some],
    )


def means(
    cells: Cells,
    weights: Sequence[Fraction],
    *,
    group: Integers | None = None,
    by_points: bool = False,
) -> dict[int, Mean]:
    """Each group's mean contact score under the weights, in percent.

    A contact scores the weighted mean of its sections; or, `by_points`, its weighted points got of
    those possible, whatever their section. A contact in which no section with a weight applied is
    left out; a group of such contacts only is missing. `group` regroups the cells, for instance a
    company's channels into the company.
    """
    if not len(cells.contacts):
        return {}
    values = _valued(cells, weights, by_points=by_points)
    return _means_of(values, cells.contacts, cells.group if group is None else group)


def ratios(
    cells: Cells, weights: Sequence[Fraction], *, group: Integers | None = None
) -> dict[int, Mean]:
    """Each group's weighted points got of those possible over all its contacts, in percent.

    Every point counts the same, whichever contact it comes from, so a contact in which more could
    be earned counts more (methods.md 1.3). Groups without a possible point are missing.
    """
    weight = np.array(whole_numbers(weights), dtype=object)
    sums: dict[int, tuple[int, int, int]] = {}
    rows = zip(
        (cells.group if group is None else group).tolist(),
        cells.contacts.tolist(),
        (cells.counted.astype(object) * weight).sum(axis=1),
        # A cell's contacts share their pattern, and so what each of them could earn.
        (cells.possible.astype(object) * weight).sum(axis=1) * cells.contacts.astype(object),
        strict=True,
    )
    for member, *found in rows:
        if found[-1]:
            before = sums.get(member, (0, 0, 0))
            contacts, got, possible = (
                one + other for one, other in zip(before, found, strict=True)
            )
            sums[member] = contacts, got, possible
    return {
        member: Mean(Fraction(100 * got * contacts, possible), contacts)
        for member, (contacts, got, possible) in sums.items()
    }


def section_means(
    cells: Cells, section: int, *, group: Integers | None = None
) -> Mapping[int, Mean]:
    """Each group's mean percentage in one section, over the contacts in which it applied."""
    weights = [Fraction(int(column == section)) for column in range(cells.got.shape[1])]
    return means(cells, weights, group=group)


def _columns(points: ContactPoints) -> list[Integers]:
    """The columns that tell patterns apart; most sections are never zeroed."""
    zeroed = [column.astype(np.int64) for column in points.zeroed.T if column.any()]
    return [*points.possible.T, *zeroed]


def codes(columns: Sequence[Integers]) -> tuple[Integers, int]:
    """One number a row, equal exactly for rows with equal columns, and how many numbers there are.

    Each column is renumbered by the few values it takes; the product of their counts is squeezed
    to the combinations that occur whenever it outgrows the rows.
    """
    code, size = np.zeros(len(columns[0]), dtype=np.int64), 1
    for column in columns:
        values, count = renumbered(column)
        if count > 1:
            code, size = code * count + values, size * count
        if size > max(len(code), 1024):
            code, size = renumbered(code)
    return code, size


def renumbered(column: Integers) -> tuple[Integers, int]:
    """The column with its distinct values numbered from 0."""
    width = int(column.max(initial=0)) + 1
    if width > max(8 * len(column), 1024):
        values, inverse = np.unique(column, return_inverse=True)
        return inverse.astype(np.int64), max(len(values), 1)
    present = np.bincount(column, minlength=width) > 0
    number = np.cumsum(present) - 1
    return number[column], max(int(present.sum()), 1)


def _sums(code: Integers, column: Integers, size: int) -> Integers:
    if int(column.max(initial=0)) * max(len(column), 1) >= EXACT:
        raise OverflowError("points too large to be added up exactly")
    return np.bincount(code, weights=column, minlength=size).astype(np.int64)


@dataclass(frozen=True, slots=True)
class _Values:
    """What cells scored: each its numerator, over `common` times its pattern's denominator."""

    numerators: NDArray[Any]
    pattern: Integers
    denominators: NDArray[Any]  # by pattern
    common: int


def _valued(cells: Cells, weights: Sequence[Fraction], *, by_points: bool) -> _Values:
    """The sum of each cell's contact scores. Patterns are few: each is worked out once."""
    whole, common = whole_numbers(weights), 1
    if not by_points:
        common = math.lcm(*(value for value in _distinct(cells.possible) if value))
    kind = _integers_for(cells, common * max(whole))
    pattern, patterns = renumbered(codes([*cells.possible.T])[0])
    some = np.zeros(patterns, dtype=np.int64)
    some[pattern] = np.arange(len(pattern))
    weight, possible = np.array(whole, dtype=kind), cells.possible[some].astype(kind)
    if by_points:
        worth = np.broadcast_to(weight, possible.shape)
        denominators = (possible * weight).sum(axis=1)
    else:
        worth = common // np.where(possible > 0, possible, 1) * weight
        denominators = ((possible > 0).astype(kind) * weight).sum(axis=1)
    numerators = (cells.counted.astype(kind) * worth[pattern]).sum(axis=1)
    return _Values(numerators, pattern, denominators, common)


def _means_of(values: _Values, contacts: Integers, group: Integers) -> dict[int, Mean]:
    """The groups' means; cells of one group and denominator are added up before division."""
    denominators, number = np.unique(values.denominators, return_inverse=True)
    kept = np.flatnonzero(denominators[number[values.pattern]])
    member, number = group[kept], number[values.pattern[kept]]
    code, size = codes([member, number])
    sums = np.zeros(size, dtype=values.numerators.dtype)
    np.add.at(sums, code, values.numerators[kept])
    counts = np.bincount(code, weights=contacts[kept], minlength=size).astype(np.int64)
    present = np.flatnonzero(counts)
    first = np.zeros(size, dtype=np.int64)
    first[code] = np.arange(len(code))
    found: dict[int, Mean] = {}
    rows = zip(
        member[first[present]].tolist(),
        sums[present].tolist(),
        denominators[number[first[present]]].tolist(),
        counts[present].tolist(),
        strict=True,
    )
    for key, numerator, denominator, count in rows:
        before = found.get(key, NOTHING)
        total = before.total + Fraction(100 * numerator, denominator * values.common)
        found[key] = Mean(total, before.contacts + count)
    return found


def _integers_for(cells: Cells, factor: int) -> type[np.int64] | type[object]:
    """What all cells, times the factor, add up in: 64 bits where they suffice.

    Python's integers neither overflow nor round, and take ten times as long.
    """
    possible = int(cells.possible.sum(axis=1).max(initial=0))
    largest = max(int(cells.counted.sum()), possible, cells.got.shape[1])
    return np.int64 if largest * factor <= _LARGEST else object


def _distinct(values: Integers) -> list[int]:
    """The values that occur; points are small, and counting beats sorting."""
    every = values.ravel()
    if int(every.max(initial=0)) > len(every):
        return [int(value) for value in np.unique(every)]
    return [int(value) for value in np.flatnonzero(np.bincount(every))]


def whole_numbers(weights: Sequence[Fraction]) -> list[int]:
    """Integers in the same proportions as the weights."""
    common = math.lcm(*(weight.denominator for weight in weights))
    return [int(weight * common) for weight in weights]
