"""How contacts are spread over the channels that a company offers."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.enums import Channel
from evaluations.quotas import channel_quotas

PHONE, EMAIL, CHAT, MESSENGER = Channel.PHONE, Channel.EMAIL, Channel.CHAT, Channel.MESSENGER
KEY = {PHONE: 10, EMAIL: 6, CHAT: 6, MESSENGER: 3}


@pytest.mark.parametrize(
    ("offered", "quotas"),
    [
        ({PHONE, EMAIL, CHAT, MESSENGER}, {PHONE: 10, EMAIL: 6, CHAT: 6, MESSENGER: 3}),
        # 25 x 10/22 = 11.36, twice 25 x 6/22 = 6.82: both remainders of .82 get one more.
        ({PHONE, EMAIL, CHAT}, {PHONE: 11, EMAIL: 7, CHAT: 7}),
        # 25 x 6/15 = 10, 10 and 5: nothing is left over.
        ({EMAIL, CHAT, MESSENGER}, {EMAIL: 10, CHAT: 10, MESSENGER: 5}),
        # 25 x 10/16 = 15.63 and 9.38.
        ({PHONE, EMAIL}, {PHONE: 16, EMAIL: 9}),
        # 25 x 10/13 = 19.23 and 5.77.
        ({PHONE, MESSENGER}, {PHONE: 19, MESSENGER: 6}),
        # 12.5 each: the tie goes to the channel that stands first.
        ({EMAIL, CHAT}, {EMAIL: 13, CHAT: 12}),
        ({CHAT}, {CHAT: 25}),
    ],
)
def test_a_missing_channel_is_spread_over_the_others(
    offered: set[Channel], quotas: dict[Channel, int]
) -> None:
    assert channel_quotas(KEY, offered, 25) == quotas


def test_the_order_in_which_channels_are_named_changes_nothing() -> None:
    assert channel_quotas(dict(reversed(KEY.items())), [CHAT, EMAIL], 25) == {EMAIL: 13, CHAT: 12}


def test_a_channel_outside_the_key_gets_no_place() -> None:
    assert channel_quotas({PHONE: 2, EMAIL: 1}, {PHONE, CHAT}, 3) == {PHONE: 3}


@pytest.mark.parametrize("offered", [set(), {CHAT}])
def test_a_company_without_a_channel_of_the_key_is_refused(offered: set[Channel]) -> None:
    with pytest.raises(ValueError, match="offers no channel"):
        channel_quotas({PHONE: 2}, offered, 3)


@given(
    key=st.dictionaries(st.sampled_from(Channel), st.integers(1, 60), min_size=1),
    contacts=st.integers(1, 300),
)
def test_every_contact_has_a_place_and_none_is_off_by_one(
    key: dict[Channel, int], contacts: int
) -> None:
    quotas = channel_quotas(key, set(key), contacts)

    assert sum(quotas.values()) == contacts
    for channel, quota in quotas.items():
        assert abs(quota - Fraction(contacts * key[channel], sum(key.values()))) < 1
