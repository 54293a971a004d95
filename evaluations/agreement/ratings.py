"""What raters said of units, and what may be said of their agreement."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

MISSING = -1


class Untold(StrEnum):
    """Why a coefficient, or its interval, cannot be told."""

    NO_PAIRS = "no_pairs"  # no unit was rated twice: nobody can agree with anybody
    ONE_UNIT = "one_unit"  # chance cannot be told from the one unit it is seen in
    ONE_VALUE = "one_value"  # every rating is the same: agreement by chance is not below 1
    NO_SPREAD = "no_spread"  # every unit says the same: an interval would have no width
    RARE_VALUES = "rare_values"  # too many resamples lose all variation


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A coefficient with the ends of its interval, 1 for perfect agreement.

    `value` is None for the reason in `untold`; `low` and `high` are None for the reason in
    `no_interval`, which is the same when there is no value. `units` are those rated at least
    twice, `ratings` the ratings they hold.
    """

    value: float | None
    low: float | None
    high: float | None
    units: int
    ratings: int
    untold: Untold | None = None
    no_interval: Untold | None = None


@dataclass(frozen=True, slots=True)
class Ratings:
    """One row a unit, one column a rater; categories by their number, MISSING without a rating.

    `values` has the value of each category that could be chosen, ascending, whether it was or not:
    chance depends on what was on offer. Nominal categories have any values, such as 0, 1, 2.

    Raises ValueError for a matrix of another shape, a category without a value, and values that
    do not ascend.
    """

    category: Integers
    values: Floats

    def __post_init__(self) -> None:
        if self.category.ndim != 2:  # noqa: PLR2004 - units by raters
            raise ValueError("ratings are a matrix: one row a unit, one column a rater")
        if not np.isfinite(self.values).all() or not (np.diff(self.values) > 0).all():
            raise ValueError("the values of the categories are finite and ascend")
        if ((self.category < MISSING) | (self.category >= len(self.values))).any():
            raise ValueError("every rating is one of the categories, or missing")

    @property
    def counts(self) -> Floats:
        """How many raters put each unit into each category: one row a unit."""
        chosen = self.category[:, :, np.newaxis] == np.arange(len(self.values))
        return np.asarray(chosen.sum(axis=1), dtype=np.float64)

    def of(self, raters: Sequence[int] | Integers) -> "Ratings":
        """These raters' columns alone."""
        return Ratings(self.category[:, np.asarray(raters, dtype=np.int64)], self.values)


def of_options(
    rows: Sequence[Sequence[str | None]],
    options: Sequence[str],
    values: Sequence[float] | None = None,
) -> Ratings:
    """Ratings from the options that raters chose; one row a unit, None without a rating.

    `options` are all that could be chosen; in the order of their `values` where these count, which
    are 0, 1, 2 and so on unless given. Raises ValueError for an option that is not among them or
    stands there twice, rows of different length, and values that do not ascend.
    """
    if len(set(options)) != len(options):
        raise ValueError("every option stands once among those that could be chosen")
    width = {len(row) for row in rows}
    if len(width) > 1:
        raise ValueError("every unit has one place for each rater")
    number: dict[str | None, int] = {option: at for at, option in enumerate(options)}
    number[None] = MISSING
    unknown = sorted({str(said) for row in rows for said in row if said not in number})
    if unknown:
        raise ValueError(f"not among the options: {', '.join(unknown)}")
    coded = [[number[said] for said in row] for row in rows]
    worth = range(len(options)) if values is None else values
    if len(worth) != len(options):
        raise ValueError("every option needs a value")
    shape = (len(rows), max(width, default=0))
    return Ratings(
        np.array(coded, dtype=np.int64).reshape(shape), np.array([*worth], dtype=np.float64)
    )


def of_numbers(rows: Floats) -> Ratings:
    """Ratings that are numbers, such as the share of points a question got; NaN without a rating.

    The categories are the numbers that occur. Raises ValueError for one that is infinite.
    """
    found = ~np.isnan(rows)
    values = np.unique(rows[found])
    category = np.full(rows.shape, MISSING, dtype=np.int64)
    category[found] = np.searchsorted(values, rows[found])
    return Ratings(category, values)
