"""Whether a claim from the board keeps a category's blocks."""

import numpy as np
import pytest

from evaluations.planning.claims import Claim, keeps_blocks

# Three companies with two calls each; shopper 7 meets all, the other block is open.
COMPANY = np.array([0, 0, 1, 1, 2, 2])
HALF = np.array([7, -1, 7, -1, 7, -1])
FULL = np.array([7, 8, 7, 8, 7, 8])


def test_an_open_block_goes_to_who_may_meet_all() -> None:
    assert keeps_blocks(COMPANY, HALF, Claim(call=1, shopper=9, may_meet=3))


def test_who_may_not_meet_all_breaks_an_open_block() -> None:
    assert not keeps_blocks(COMPANY, HALF, Claim(call=1, shopper=9, may_meet=2))


def test_a_block_too_many_breaks_the_others() -> None:
    # With calls of two shoppers at each company a third shopper only takes from their blocks.
    assert not keeps_blocks(COMPANY, FULL, Claim(call=3, shopper=9, may_meet=3))


def test_a_block_goes_on_with_its_shopper() -> None:
    begun = np.array([7, 9, 7, -1, 7, -1])

    # She has two of the three, whatever she may still meet.
    assert keeps_blocks(COMPANY, begun, Claim(call=3, shopper=9, may_meet=1))


def test_the_first_claim_of_all_opens_a_block() -> None:
    assert keeps_blocks(COMPANY, np.full(6, -1), Claim(call=0, shopper=0, may_meet=3))


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
        keeps_blocks(COMPANY, HALF, Claim(call=call, shopper=shopper, may_meet=3))
