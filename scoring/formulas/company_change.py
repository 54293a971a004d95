"""Why a company's total changed from one year to the next, exactly.

    after - before = service + weights + mix + questionnaire

The first three are the factors' effects (`change_factors`) on the total over what both years asked
(`year_scores`). The fourth is what the rest of the questionnaire did: how much further the full
total lies from the common one than it did the year before. For every section it is also said how
much it gained or lost the total by service, by its weight, and by the mix.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial

import numpy as np

from scoring.formulas.change_factors import Effects, centred, factor_effects
from scoring.formulas.company_means import Cells
from scoring.formulas.counting import Counting
from scoring.formulas.year_scores import (
    PlaceSums,
    Year,
    YearTable,
    place_sums,
    totals,
    year_table,
)

ZERO = Fraction(0)
_BEFORE, _AFTER = (0, 0, 0), (1, 1, 1)


@dataclass(frozen=True, slots=True)
class Change:
    """A company's totals in percent and what the difference consists of, in percentage points."""

    before: Fraction
    after: Fraction
    effects: Effects
    questionnaire: Fraction


def company_changes(before: Year, after: Year) -> dict[int, Change]:
    """The change of every company with a total in both years, also over what both asked.

    Raises ValueError when a company has contacts on a channel of which none has a score under the
    other year's weights.
    """
    table = year_table(before.common, after.common, (before.counting, after.counting))
    first = totals(before.contacts, before.counting)
    second = totals(after.contacts, after.counting)
    changes = {}
    for company in table.companies():
        effects = factor_effects(table.of(company), _BEFORE, _AFTER)
        change = second[company] - first[company]
        changes[company] = Change(
            before=first[company],
            after=second[company],
            effects=effects,
            questionnaire=change - effects.change,
        )
    return changes


def section_changes(before: Year, after: Year) -> dict[int, list[Effects]]:
    """Each company's effects by section, over what both years asked; their sum is the company's.

    A section's part of the total is what it adds to the contacts' scores. Its weight effect is
    centred on the mean score of the answered contacts of both years: weight that moves to a section
    in which the company does better than that helps. Raises ValueError when the weights change what
    share of the contacts has a score (a section without weight was all that applied to some), for
    then weight is not merely moved.
    """
    sums = place_sums(before.common, after.common)
    countings = before.counting, after.counting
    tables = [_section_tables(sums, countings, k) for k in range(len(before.counting.weights))]
    changes = {}
    for company in YearTable(sums, countings).companies():
        parts, percents = (
            [factor_effects(each[which].of(company), _BEFORE, _AFTER) for each in tables]
            for which in (0, 1)
        )
        shares = [percent / 100 for percent in percents]
        changes[company] = centred(parts, shares, _level(tables, company))
    return changes


def _section_tables(
    sums: tuple[PlaceSums, PlaceSums], countings: tuple[Counting, Counting], section: int
) -> tuple[YearTable, YearTable]:
    """What a section adds to the totals, and what it would at full marks: its share of weight."""
    part, share = (
        tuple(replace(year, view=partial(view, section=section)) for year in sums)
        for view in (_only, _full)
    )
    return YearTable((part[0], part[1]), countings), YearTable((share[0], share[1]), countings)


def _level(tables: Sequence[tuple[YearTable, YearTable]], company: int) -> Fraction:
    """The mean score of the answered contacts of both years, in percent; 0 without any."""
    parts, shares = (
        sum((each[which].of(company)(*year) for each in tables for year in (_BEFORE, _AFTER)), ZERO)
        for which in (0, 1)
    )
    return 100 * parts / shares if shares else ZERO


def _only(cells: Cells, section: int) -> Cells:
    """The cells with nothing got outside the section; a zeroed section keeps its weight."""
    others = np.arange(cells.got.shape[1]) != section
    return replace(cells, zeroed=cells.zeroed | others)


def _full(cells: Cells, section: int) -> Cells:
    """The cells with everything got in the section and nothing outside it."""
    others = np.arange(cells.got.shape[1]) != section
    return replace(
        cells,
        got=cells.possible * cells.contacts[:, None],
        zeroed=np.broadcast_to(others, cells.zeroed.shape),
    )
