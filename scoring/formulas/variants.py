"""A ranking under other rules for what is not there: three totals beside one another.

The published total counts an unanswered contact 0 and leaves a section that did not apply out of
the contact. Answered-only leaves unanswered contacts out too. Zero-for-missing counts a section
that was asked and did not apply as one that earned 0. All are exact, and ranked as published
figures are: after rounding to 12 decimals.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scoring.formulas.company_means import Cells
from scoring.formulas.ranking import competition_ranks
from scoring.formulas.rounding import rounded
from scoring.formulas.sensitivity import Standing


class Places(NamedTuple):
    """A company's places under the three rules; None without an answered contact."""

    total: int
    answered_only: int | None
    zero_for_missing: int


@dataclass(frozen=True, slots=True)
class Variants:
    """The three totals in percent by company."""

    total: Mapping[int, Fraction]
    answered_only: Mapping[int, Fraction]
    zero_for_missing: Mapping[int, Fraction]

    def places(self) -> dict[int, Places]:
        """Each company's place under each rule, 1-2-2-4."""
        total, answered, zero = (
            competition_ranks({company: rounded(value) for company, value in each.items()})
            for each in (self.total, self.answered_only, self.zero_for_missing)
        )
        return {
            company: Places(place, answered.get(company), zero[company])
            for company, place in total.items()
        }


def variants(standing: Standing, weights: Sequence[Fraction], asked: NDArray[np.bool_]) -> Variants:
    """The totals under the three rules.

    `asked` flags what the questionnaire asked: one flag a section, or one row of them a cell when
    channels have different questions. Only where it did can a section be missing.
    """
    return Variants(
        total=standing.totals(weights),
        answered_only=Standing(standing.cells, {}).totals(weights),
        zero_for_missing=replace(
            standing, cells=with_zero_for_missing(standing.cells, asked)
        ).totals(weights),
    )


def with_zero_for_missing(cells: Cells, asked: NDArray[np.bool_]) -> Cells:
    """The cells as if each section asked that did not apply had earned 0 of 1 point."""
    return replace(cells, possible=np.where((cells.possible == 0) & asked, 1, cells.possible))
