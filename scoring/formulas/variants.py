"""A ranking under other rules for what is not there: three totals beside one another.

The published total treats an unanswered contact as the method says and leaves a section that did
not apply out of the contact. Answered-only leaves unanswered contacts out. Zero-for-missing counts
a section that was asked in the category and did not apply to an answered contact as one that earned
0 of the most points that it had in any; how many matters only where points are added up over
sections. Everything else is the method's: its weights, critical answers, channels, and whether a
total is a mean of contacts, a mean of sections or a ratio of sums. All are the exact totals rounded
to 12 decimals, and ranked as published figures are.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from scoring.formulas.category_figures import (
    Contacts,
    company_figures,
    company_totals,
    contact_cells,
)
from scoring.formulas.counting import Counting
from scoring.formulas.ranking import competition_ranks


class Places(NamedTuple):
    """A company's places under the three rules; None without an answered contact."""

    total: int
    answered_only: int | None
    zero_for_missing: int


@dataclass(frozen=True, slots=True)
class Variants:
    """The three totals in percent by company; a company that has no total is in none of them."""

    total: Mapping[int, Decimal]
    answered_only: Mapping[int, Decimal]
    zero_for_missing: Mapping[int, Decimal]

    def places(self) -> dict[int, Places]:
        """Each company's place under each rule, 1-2-2-4."""
        total, answered, zero = (
            competition_ranks(each)
            for each in (self.total, self.answered_only, self.zero_for_missing)
        )
        return {
            company: Places(place, answered.get(company), zero[company])
            for company, place in total.items()
        }


def variants(contacts: Contacts, counting: Counting) -> Variants:
    """The totals of a category's companies under the three rules, whatever the method."""
    figures = company_figures(contacts, counting, with_areas=False)
    zero = company_totals(contact_cells(with_zero_for_missing(contacts)), counting)
    total = {company: own.total for company, own in figures.items() if own.total is not None}
    return Variants(
        total=total,
        answered_only={
            company: own.answered_only
            for company, own in figures.items()
            if company in total and own.answered_only is not None
        },
        zero_for_missing={company: zero[company] for company in total},
    )


def with_zero_for_missing(contacts: Contacts) -> Contacts:
    """The contacts as if every section that was asked of anybody had applied to each answered one.

    A section that applied to no contact was not asked.
    """
    missing = contacts.answered[:, np.newaxis] & (contacts.possible == 0)
    most = contacts.possible.max(axis=0, initial=0)
    return replace(contacts, possible=np.where(missing, most, contacts.possible))
