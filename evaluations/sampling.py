"""Which reports are looked at by a second, blind reviewer beside the first.

Every report that says nobody answered is one, since it makes the contact 0 (queries.second_look
tells who has looked already). Of the others a share is drawn, each by itself: with HMAC-SHA256
keyed by the programme's secret seed, a report is drawn when

    HMAC(seed, key) < share x 2^256

So the draw is the same whenever it is made, by whom, and in whatever order; a report that comes
later changes nothing for the others; a larger share keeps every report of a smaller one; and
nobody who does not have the seed can tell from the page whether hers is drawn.
"""

import hmac
import re
import secrets
from fractions import Fraction

_SEED = re.compile(r"[0-9a-f]{64}")
_ALL = 2**256


def new_seed() -> str:
    """A seed to store with the programme: 256 bits as 64 hexadecimal digits, never to be shown."""
    return secrets.token_hex(32)


def wants_blind_review(key: str, *, answered: bool, seed: str, share: Fraction) -> bool:
    """Whether a report gets a second review.

    `key` is what the draw is made by: the test call's, which the shopper cannot choose anew.
    `share` is from 0 for none of those answered to 1 for all. Raises ValueError for another share,
    for an empty key, and for what `new_seed` did not make.
    """
    if not 0 <= share <= 1:
        raise ValueError("the share of reports that are reviewed twice lies from 0 to 1")
    if not key:
        raise ValueError("a report without a key cannot be drawn")
    if not _SEED.fullmatch(seed):
        raise ValueError("a seed has 64 hexadecimal digits")
    if not answered:
        return True
    drawn = int.from_bytes(hmac.digest(bytes.fromhex(seed), key.encode(), "sha256"), "big")
    return drawn * share.denominator < share.numerator * _ALL
