"""How a company's contacts are spread over its channels: pure, free of the framework."""

from collections.abc import Collection, Mapping
from fractions import Fraction

from evaluations.enums import Channel


def channel_quotas(
    key: Mapping[Channel, int], offered: Collection[str], contacts: int
) -> dict[Channel, int]:
    """Contacts per channel for a company that offers these channels.

    The places of a channel that the company lacks go to the others in proportion to their own:
    largest remainder, ties in channel order. Raises ValueError when it offers none of the key's.
    """
    kept = [channel for channel in Channel if channel in key and channel in offered]
    if not kept:
        raise ValueError("The company offers no channel of the method's key.")
    together = sum(key[channel] for channel in kept)
    shares = {channel: Fraction(contacts * key[channel], together) for channel in kept}
    quotas = {channel: int(share) for channel, share in shares.items()}
    left = contacts - sum(quotas.values())
    # sorted() is stable: equal remainders stay in channel order.
    by_remainder = sorted(kept, key=lambda channel: quotas[channel] - shares[channel])
    for channel in by_remainder[:left]:
        quotas[channel] += 1
    return quotas
