"""Companies' means in one section with what their errors are made of.

A section's figure is made as the total is (`uncertain_totals`), as if it were the only section with
a weight, and over all channels together. Where the total is a mean of contacts or a ratio of sums,
contacts that nobody answered have no sections; where it is a mean of sections, they count 0 in
those that the method names.
"""

from dataclasses import replace
from fractions import Fraction

from scoring.formulas.category_figures import Contacts
from scoring.formulas.clustered_errors import ClusteredScores
from scoring.formulas.counting import Counting
from scoring.formulas.uncertain_totals import Integers, uncertain_totals


def uncertain_section(
    contacts: Contacts, shopper: Integers, counting: Counting, section: int
) -> ClusteredScores:
    """The mean of every company in the section with this number, with its error.

    One row a company number; `shopper` numbers from 0 who made each contact. Raises ValueError when
    a company has no contact that counts there.
    """
    every = range(len(counting.weights))
    silent = counting.company == "mean_of_sections" and counting.silent_in[section]
    alone = replace(
        counting,
        weights=tuple(Fraction(int(each == section)) for each in every),
        silent_in=tuple(each == section and silent for each in every),
        company="ratio_of_sums" if counting.company == "ratio_of_sums" else "mean_of_contacts",
        channel_weights=None,
    )
    return uncertain_totals(contacts, shopper, alone)
