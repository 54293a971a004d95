"""Whether a call that a shopper claims from the board keeps the category's blocks.

A claim keeps them when she meets the category already, or when it takes more blocks than are opened
and she may meet all of its companies.
"""

from dataclasses import dataclass

import numpy as np

from evaluations.planning.problem import Flags, Integers


@dataclass(frozen=True, slots=True)
class Claim:
    """A shopper who wants a call.

    `call` is its position among the category's; `may_meet` how many of the category's companies no
    rule keeps her from, those included that she meets.
    """

    call: int
    shopper: int
    may_meet: int


def keeps_blocks(company: Integers, shopper: Integers, claim: Claim) -> bool:
    """Whether a claim keeps the blocks of one category; one element of each array a call.

    `company` is numbered from 0 without a gap; `shopper` is below 0 where nobody has the call yet.
    Raises ValueError for a call that there is not, and where she has a call with the company
    already.
    """
    met = _met(company, shopper, claim)
    others = np.arange(len(company)) != claim.call
    companies = int(company.max()) + 1
    meets_all = max(met, claim.may_meet) >= companies
    return met > 1 or (meets_all and _takes_more(company, shopper, others))


def _met(company: Integers, shopper: Integers, claim: Claim) -> int:
    """How many companies she meets with the claim."""
    call = claim.call
    if not 0 <= call < len(company):
        raise ValueError("a claimed call is one of the category's")
    others = np.arange(len(company)) != call
    hers = others & (shopper == claim.shopper)
    if (hers & (company == company[call])).any():
        raise ValueError("she has a call with the company already")
    return len(np.unique(company[hers])) + 1


def _takes_more(company: Integers, shopper: Integers, others: Flags) -> bool:
    """Whether the other calls' shoppers are fewer than the blocks that the category needs."""
    opened = len(np.unique(shopper[others & (shopper >= 0)]))
    return opened < int(np.bincount(company).max())
