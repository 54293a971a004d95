"""The draw of reports for a second, blind review."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.sampling import new_seed, wants_blind_review

SEED = "0b" * 20 + "00" * 12
KEYS = [f"call-{number}" for number in range(2000)]


def _drawn(share: Fraction, seed: str = SEED) -> set[str]:
    return {key for key in KEYS if wants_blind_review(key, answered=True, seed=seed, share=share)}


def test_the_hash_is_that_of_rfc_4231() -> None:
    # Test case 1: the key is 20 bytes 0b, which HMAC itself fills up with zeros; "Hi There" gives
    # b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7.
    digest = 0xB0344C61D8DB38535CA8AFCEAF0BF12B881DC200C9833DA726E9376C2E32CFF7

    for more, drawn in ((0, False), (1, True)):
        share = Fraction(digest + more, 2**256)
        assert wants_blind_review("Hi There", answered=True, seed=SEED, share=share) is drawn


def test_not_answered_is_always_reviewed_twice() -> None:
    for key in KEYS[:20]:
        assert wants_blind_review(key, answered=False, seed=SEED, share=Fraction(0))


def test_the_share_is_kept() -> None:
    assert _drawn(Fraction(0)) == set()
    assert _drawn(Fraction(1)) == set(KEYS)
    # 200 of 2,000, with a standard deviation of 13.4.
    assert abs(len(_drawn(Fraction(1, 10))) - 200) < 54


@given(st.fractions(0, 1), st.fractions(0, 1))
def test_a_larger_share_keeps_the_smaller(one: Fraction, other: Fraction) -> None:
    for key in KEYS[:10]:
        smaller, larger = (
            wants_blind_review(key, answered=True, seed=SEED, share=share)
            for share in sorted([one, other])
        )
        assert larger or not smaller


def test_another_seed_is_another_draw() -> None:
    one, other = new_seed(), new_seed()

    assert one != other
    assert len(one) == 64
    # Of 200 each some 20 are in both.
    assert len(_drawn(Fraction(1, 10), one) & _drawn(Fraction(1, 10), other)) < 60


@pytest.mark.parametrize(
    ("key", "seed", "share", "said"),
    [
        ("a", SEED, Fraction(-1, 10), "from 0 to 1"),
        ("a", SEED, Fraction(11, 10), "from 0 to 1"),
        ("", SEED, Fraction(1, 2), "without a key"),
        ("a", SEED[1:], Fraction(1, 2), "64 hexadecimal"),
        ("a", SEED[1:] + "x", Fraction(1, 2), "64 hexadecimal"),
    ],
)
def test_a_draw_that_cannot_be_is_refused(key: str, seed: str, share: Fraction, said: str) -> None:
    for answered in (True, False):
        with pytest.raises(ValueError, match=said):
            wants_blind_review(key, answered=answered, seed=seed, share=share)
