"""What a claim from the board does to a category's blocks."""

import numpy as np
import pytest

from evaluations.planning.claims import Claim, ClaimEffect, claim_effect
from evaluations.planning.quality import quality

# Three companies with two calls each; shopper 7 meets all, the other block is open.
COMPANY = np.array([0, 0, 1, 1, 2, 2])
HALF = np.array([7, -1, 7, -1, 7, -1])
FULL = np.array([7, 8, 7, 8, 7, 8])
CATEGORY = np.zeros(3, dtype=np.int64)


def _variance(shopper: list[int]) -> float:
    who = np.array(shopper)
    return quality(COMPANY[who >= 0], who[who >= 0], CATEGORY).raw


def test_an_open_block_goes_to_who_may_meet_all() -> None:
    found = claim_effect(COMPANY, HALF, Claim(call=1, shopper=9, may_meet=3))

    after = _variance([7, 9, 7, -1, 7, -1])
    assert found == ClaimEffect(keeps_blocks=True, missed=0, before=1.0, after=after)
    assert found.cost == pytest.approx(after - 1)
    assert after > 1


def test_who_may_not_meet_all_breaks_an_open_block() -> None:
    found = claim_effect(COMPANY, HALF, Claim(call=1, shopper=9, may_meet=2))

    assert (found.keeps_blocks, found.missed) == (False, 1)


def test_a_block_too_many_breaks_the_others() -> None:
    # With calls of two shoppers at each company a third shopper only takes from their blocks.
    found = claim_effect(COMPANY, FULL, Claim(call=3, shopper=9, may_meet=3))

    assert not found.keeps_blocks
    assert found.before == pytest.approx(1)
    assert found.after == pytest.approx(_variance([7, 8, 7, 9, 7, 8]))
    assert found.cost is not None
    assert found.cost > 0.05


def test_a_block_goes_on_with_its_shopper() -> None:
    begun = np.array([7, 9, 7, -1, 7, -1])

    found = claim_effect(COMPANY, begun, Claim(call=3, shopper=9, may_meet=1))

    # She has two of the three, whatever she may still meet.
    assert (found.keeps_blocks, found.missed) == (True, 1)
    assert found.before == _variance([7, 9, 7, -1, 7, -1])


def test_a_company_without_a_contact_leaves_the_cost_open() -> None:
    few = np.array([7, -1, 7, -1, -1, -1])

    found = claim_effect(COMPANY, few, Claim(call=4, shopper=7, may_meet=5))

    assert (found.keeps_blocks, found.missed, found.before, found.cost) == (True, 0, None, None)
    assert found.after == pytest.approx(1)


def test_the_first_claim_of_all_opens_a_block() -> None:
    found = claim_effect(COMPANY, np.full(6, -1), Claim(call=0, shopper=0, may_meet=3))

    assert found == ClaimEffect(keeps_blocks=True, missed=0, before=None, after=None)


@pytest.mark.parametrize(
    ("call", "shopper", "sentence"),
    [
        (6, 9, "a claimed call is one of the category's"),
        (-1, 9, "a claimed call is one of the category's"),
        (1, 7, "she has a call with the company already"),
    ],
)
def test_claims_that_cannot_be_are_refused(call: int, shopper: int, sentence: str) -> None:
    with pytest.raises(ValueError, match=f"^{sentence}$"):
        claim_effect(COMPANY, HALF, Claim(call=call, shopper=shopper, may_meet=3))
