"""Contacts of one category added up by company, channel, answered or not, and pattern.

These sums know no weight and no choice of a method, and yet every exact figure follows from them:
given the pattern, a contact's score is linear in the points got (methods.md 1.2). There are as many
of them as companies times patterns, however many contacts stand behind them. Their columns may as
well be questions: weights of questions make sections of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from scoring.formulas.company_means import EXACT, Cells, Integers, whole_numbers
from scoring.formulas.counting import Critical, zeroed_under

Booleans = NDArray[np.bool_]
_LARGEST = 2**62


@dataclass(frozen=True, slots=True)
class ContactCells:
    """One row a cell: the contacts that share all but the points got, which are added up.

    `possible` is what each of a cell's contacts could earn, by section; `zeroed` are the sections
    that a critical answer made 0, whatever the method makes of that.
    """

    company: Integers  # numbered from 0
    channel: Integers  # numbered from 0
    answered: Booleans
    contacts: Integers
    got: Integers
    possible: Integers
    zeroed: Booleans

    def cells(self, critical: Critical, *, answered: bool) -> tuple[Cells, int]:
        """Those answered, or not, with place `company x width + channel` for group; and the width.

        Their zeroed sections are the method's.
        """
        width = int(self.channel.max(initial=0)) + 1
        chosen = self.answered == answered
        everything = Cells(
            group=self.company * width + self.channel,
            contacts=self.contacts,
            got=self.got,
            possible=self.possible,
            zeroed=zeroed_under(self.zeroed, critical),
        )
        return everything.chosen(chosen), width


def reweighed(
    questions: ContactCells, weights: Sequence[Fraction], section: Sequence[int]
) -> ContactCells:
    """Cells by question as cells by section, each question's points times its weight.

    `section` is each question's section, numbered from 0; `zeroed` has a column a section already.
    Points are in whole units of the weights' common denominator: sections are shares of points, so
    the unit cancels. A section whose questions all weigh 0 applies nowhere. Raises ValueError for
    a weight below 0, or unless each question has a weight and a section; OverflowError for sums
    too large for 64 bits.
    """
    columns, sections = questions.got.shape[1], questions.zeroed.shape[1]
    if not len(weights) == len(section) == columns:
        raise ValueError("every question needs a weight and a section")
    if any(weight < 0 for weight in weights):
        raise ValueError("a question weighs 0 or more")
    if any(not 0 <= each < sections for each in section):
        raise ValueError("a question belongs to one of the sections")
    whole = whole_numbers(weights)
    largest = max(int(each.max(initial=0)) for each in (questions.got, questions.possible))
    if sum(whole) * largest > _LARGEST:
        raise OverflowError("weights too fine for whole numbers of 64 bits")
    # Doubles add whole numbers up as exactly as integers do, as far as they go, and much faster.
    into = np.zeros((columns, sections), np.float64 if sum(whole) * largest < EXACT else np.int64)
    into[np.arange(columns), list(section)] = whole
    return ContactCells(
        company=questions.company,
        channel=questions.channel,
        answered=questions.answered,
        contacts=questions.contacts,
        got=(questions.got @ into).astype(np.int64),
        possible=(questions.possible @ into).astype(np.int64),
        zeroed=questions.zeroed,
    )
