"""The test calls of a period: company × channel × scenario × weekday and hour band.

Within a category the calls stand in a cyclic Latin arrangement (Cochran & Cox 1957, Experimental
Designs, section 4.3). Of n contacts, company c has at position s

    channel slot (s + c) mod n         of its quotas, laid out evenly
    day rank     (s + c) mod n         of n equal parts of the period
    scenario slot (g s + 2c) mod n     of its scenarios, laid out evenly
    time slot    (7s + c) mod T        of weekdays × hour bands

so that each company gets every quota exactly, companies of a category that have the same quotas are
called on the same channel at about the same time, and whoever takes position s with all of them
meets each on another day, channel and hour. g is the first stride from 3 on that has no divisor in
common with n, and 7 gives way to the next number that has none with T: else slots would be left
out. With more companies than contacts several share a day rank, and its part of the period is
divided among them: so places that came free here and there are spread like a whole year. The seed
draws the companies' order within their category, where each round begins, and how far into its part
of the period a category is called.
"""

import datetime as dt
import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import count

import numpy as np

_TIME_STRIDE = 7
_SCENARIO_STRIDE = 3
_SHIFTS = 1_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a company is to be called with: contacts by channel, and by scenario, of equal sums.

    `company` is a number that stays with it; channels and scenarios come in the method's order.
    """

    company: int
    category: int
    channels: Mapping[str, int]
    scenarios: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PlannedCall:
    """One contact to be made; `band` is the number of the hour band, from 0."""

    company: int
    position: int
    channel: str
    scenario: str
    day: dt.date
    band: int


@dataclass(frozen=True, slots=True)
class _Round:
    """Where a category begins each round, and the company's place among so many in it.

    `shift` is how far into its part of the period each contact lies, from 0 to 1.
    """

    place: int
    companies: int
    turns: tuple[int, int, int]
    shift: Fraction


class _Calendar:
    """The period's working days, and the slots of a week."""

    def __init__(self, days: Sequence[dt.date], bands: int) -> None:
        self.days = sorted(set(days))
        self.by_weekday: dict[int, list[int]] = defaultdict(list)
        for at, day in enumerate(self.days):
            self.by_weekday[day.weekday()].append(at)
        self.slots = _slots(sorted(self.by_weekday), bands)
        self.stride = _stride(_TIME_STRIDE, len(self.slots))

    def on(self, moment: Fraction, slot: int) -> tuple[dt.date, int]:
        """The slot's weekday nearest to that moment of the period, from 0 to 1, and its band.

        The earlier of two that are as near.
        """
        weekday, band = self.slots[slot % len(self.slots)]
        there = moment * len(self.days) - Fraction(1, 2)
        days = self.by_weekday[weekday]
        after = bisect_left(days, there)
        near = min(days[max(0, after - 1) : after + 1], key=lambda at: abs(at - there))
        return self.days[near], band


def planned_calls(
    wanted: Sequence[Wanted], days: Sequence[dt.date], *, bands: int, seed: int
) -> list[PlannedCall]:
    """The calls of every company, by company and position.

    `days` are the period's working days, `bands` is into how many parts the contact hours are cut.
    The answer depends on the seed and the companies' numbers, not on the order in which they come.
    Raises ValueError for a company that comes twice, quotas below 0, sums that differ, and calls
    without days or bands to put them in.
    """
    _check(wanted, days, bands)
    calendar = _Calendar(days, bands)
    categories: dict[int, list[Wanted]] = defaultdict(list)
    for each in sorted(wanted, key=lambda each: each.company):
        if any(each.channels.values()):
            categories[each.category].append(each)
    found: list[PlannedCall] = []
    for number, companies in categories.items():
        draws = np.random.Generator(np.random.PCG64([seed, number]))
        places = draws.permutation(len(companies)).tolist()
        first, second, third = draws.integers(0, 1_000_000, size=3).tolist()
        shift = Fraction(2 * int(draws.integers(0, _SHIFTS)) + 1, 2 * _SHIFTS)
        for each, place in zip(companies, places, strict=True):
            turn = _Round(place, len(companies), (first, second, third), shift)
            found += _calls(each, turn, calendar)
    return sorted(found, key=lambda call: (call.company, call.position))


def even_counts(names: Sequence[str], contacts: int) -> dict[str, int]:
    """Contacts spread over names as evenly as they go, the first ones getting what is over.

    Raises ValueError without a name for contacts.
    """
    if contacts and not names:
        raise ValueError("contacts need something to be spread over")
    each, over = divmod(contacts, max(1, len(names)))
    return {name: each + (at < over) for at, name in enumerate(names)}


def laid_out(counts: Mapping[str, int]) -> list[str]:
    """Every name as often as it counts, each spread evenly over the whole list."""
    spots = [
        (Fraction(2 * at + 1, 2 * number), order, name)
        for order, (name, number) in enumerate(counts.items())
        for at in range(number)
    ]
    return [name for _, _, name in sorted(spots)]


def _calls(each: Wanted, turn: _Round, calendar: _Calendar) -> list[PlannedCall]:
    channels, scenarios = laid_out(each.channels), laid_out(each.scenarios)
    contacts, place = len(channels), turn.place
    stride = _stride(_SCENARIO_STRIDE, contacts)
    channel_turn, scenario_turn, time_turn = turn.turns
    sharing = math.ceil(Fraction(turn.companies, contacts))
    part = (place // contacts + turn.shift) / sharing
    calls = []
    for position in range(contacts):
        rank = (position + place) % contacts
        slot = calendar.stride * position + place + time_turn
        day, band = calendar.on((rank + part) / contacts, slot)
        scenario = (stride * position + 2 * place + scenario_turn) % contacts
        calls.append(
            PlannedCall(
                company=each.company,
                position=position,
                channel=channels[(rank + channel_turn) % contacts],
                scenario=scenarios[scenario],
                day=day,
                band=band,
            )
        )
    return calls


def _slots(weekdays: Sequence[int], bands: int) -> list[tuple[int, int]]:
    """Every weekday with every band, both changing from one slot to the next."""
    width = len(weekdays)
    together = math.lcm(width, bands)
    return [
        (weekdays[slot % width], (slot + slot // together) % bands) for slot in range(width * bands)
    ]


def _stride(least: int, slots: int) -> int:
    """The first number from this one on that has no divisor in common with the slots."""
    return next(number for number in count(least) if math.gcd(number, max(1, slots)) == 1)


def _check(wanted: Sequence[Wanted], days: Sequence[dt.date], bands: int) -> None:
    if len({each.company for each in wanted}) != len(wanted):
        raise ValueError("a company is planned once")
    for each in wanted:
        if min([*each.channels.values(), *each.scenarios.values()], default=0) < 0:
            raise ValueError("a quota is not negative")
        if sum(each.channels.values()) != sum(each.scenarios.values()):
            raise ValueError("channels and scenarios must come to the same number of contacts")
        if any(each.channels.values()) and (not days or bands < 1):
            raise ValueError("contacts need days and hour bands")
