"""Whether a call that a shopper claims from the board keeps the category's blocks.

A claim keeps them when she meets the category already, or when it takes more blocks than are opened
and she may meet all of its companies. What it costs otherwise is told as the variance of the raw
differences within the category, relative to complete blocks (`quality`): as planned, and with the
call hers.
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


@dataclass(frozen=True, slots=True)
class ClaimEffect:
    """What a claim does to a category.

    `keeps_blocks` as the module says; `missed` is how many companies of the category she will not
    have met in the end; `before` and `after` are relative variances, None where a company has no
    contact.
    """

    keeps_blocks: bool
    missed: int
    before: float | None
    after: float | None

    @property
    def cost(self) -> float | None:
        """By how much the claim raises the relative variance; below 0 it lowers it."""
        if self.before is None or self.after is None:
            return None
        return self.after - self.before


def claim_effect(
    company: Integers, shopper: Integers, claim: Claim, *, ratio: float = 0.25
) -> ClaimEffect:
    """The effect of a claim on one category's calls; one element of each array a call.

    `company` is numbered from 0 without a gap; `shopper` is below 0 where nobody has the call yet.
    Raises ValueError for a call that there is not, and where she has a call with the company
    already.
    """
    claimed, met = _with(company, shopper, claim)
    size = int(company.max()) + 1
    return ClaimEffect(
        keeps_blocks=_keeps(company, shopper, claim, met),
        missed=_missed(claim, met, size),
        before=_variance(company, shopper, ratio),
        after=_variance(company, claimed, ratio),
    )


def keeps_blocks(company: Integers, shopper: Integers, claim: Claim) -> bool:
    """The same without what it costs: quick, for a list of claims. Raises ValueError alike."""
    _, met = _with(company, shopper, claim)
    return _keeps(company, shopper, claim, met)


def _with(company: Integers, shopper: Integers, claim: Claim) -> tuple[Integers, int]:
    """Everybody's calls with the claim, and how many companies she meets then."""
    call = claim.call
    if not 0 <= call < len(company):
        raise ValueError("a claimed call is one of the category's")
    others = np.arange(len(company)) != call
    if (shopper[others & (company == company[call])] == claim.shopper).any():
        raise ValueError("she has a call with the company already")
    claimed = shopper.copy()
    claimed[call] = claim.shopper
    return claimed, len(np.unique(company[claimed == claim.shopper]))


def _keeps(company: Integers, shopper: Integers, claim: Claim, met: int) -> bool:
    others = np.arange(len(company)) != claim.call
    fills = _missed(claim, met, int(company.max()) + 1) == 0
    return met > 1 or (fills and _takes_more(company, shopper, others))


def _missed(claim: Claim, met: int, size: int) -> int:
    """How many of the category's companies she will not have met in the end."""
    return size - max(met, min(claim.may_meet, size))


def _takes_more(company: Integers, shopper: Integers, others: Flags) -> bool:
    """Whether the other calls' shoppers are fewer than the blocks that the category needs."""
    opened = len(np.unique(shopper[others & (shopper >= 0)]))
    return opened < int(np.bincount(company).max())


def _variance(company: Integers, shopper: Integers, ratio: float) -> float | None:
    """The relative variance of what is placed; None where a company has no contact."""
    from evaluations.planning.quality import quality  # noqa: PLC0415 - heavy: not for pages

    placed = shopper >= 0
    size = int(company.max()) + 1
    if len(np.unique(company[placed])) < size:
        return None
    return quality(
        company[placed], shopper[placed], np.zeros(size, dtype=np.int64), ratio=ratio
    ).raw
