"""The test calls of a period: quotas exact, spread over days, hours and shoppers."""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluations.planning.strata import Wanted, even_counts, laid_out, planned_calls

FIRST = dt.date(2026, 1, 12)  # a Monday
QUOTAS = {"phone": 15, "email": 6, "chat": 4}
SCENARIOS = {"question": 9, "extend": 8, "buy": 8}


def _days(weeks: int, *, without: tuple[int, ...] = ()) -> list[dt.date]:
    days = [FIRST + dt.timedelta(days=day) for day in range(7 * weeks)]
    return [day for day in days if day.weekday() < 5 and (day - FIRST).days not in without]


def _category(companies: int) -> list[Wanted]:
    return [Wanted(company, 0, QUOTAS, SCENARIOS) for company in range(companies)]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=1, max_size=5),
    st.integers(1, 4),
    st.integers(1, 6),
    st.integers(0, 99),
)
def test_every_company_gets_its_quotas_exactly(
    quotas: list[list[int]], bands: int, weeks: int, seed: int
) -> None:
    wanted = [
        Wanted(
            company,
            company % 2,
            dict(zip("abc", counts, strict=True)),
            even_counts("xyz", sum(counts)),
        )
        for company, counts in enumerate(quotas)
    ]
    days = _days(weeks, without=(2, 9, 10))

    calls = planned_calls(wanted, days, bands=bands, seed=seed)

    for each in wanted:
        own = [call for call in calls if call.company == each.company]
        assert Counter(call.channel for call in own) == Counter(each.channels)
        assert Counter(call.scenario for call in own) == Counter(each.scenarios)
        assert [call.position for call in own] == list(range(len(own)))
        assert all(call.day in days and 0 <= call.band < bands for call in own)


@settings(max_examples=10, deadline=None)
@given(st.permutations(range(6)))
def test_the_order_of_the_companies_changes_nothing(order: list[int]) -> None:
    wanted = [replace(each, category=each.company % 2) for each in _category(6)]
    days = _days(4)

    one = planned_calls(wanted, days, bands=3, seed=5)

    assert planned_calls([wanted[at] for at in order], days[::-1], bands=3, seed=5) == one
    assert planned_calls(wanted, days, bands=3, seed=6) != one


def test_a_company_is_called_evenly_over_weekdays_hours_and_the_period() -> None:
    calls = planned_calls(_category(12), _days(12), bands=3, seed=1)

    for company in range(12):
        own = [call for call in calls if call.company == company]
        assert set(Counter(call.day.weekday() for call in own).values()) == {5}
        assert sorted(Counter(call.band for call in own).values()) == [8, 8, 9]
        fortnights = Counter((call.day - FIRST).days // 14 for call in own)
        assert min(fortnights[at] for at in range(6)) >= 2
        assert max(fortnights.values()) <= 6
        assert len({(call.day, call.band) for call in own}) == 25


def test_companies_of_a_category_hear_the_same_channel_at_about_the_same_time() -> None:
    calls = planned_calls(_category(6), _days(12), bands=3, seed=1)

    in_order = defaultdict(list)
    for call in sorted(calls, key=lambda call: call.day):
        in_order[call.company].append(call)
    by_rank = zip(*in_order.values(), strict=True)
    # A company's neighbouring calls may change places, as each keeps to its weekday.
    apart = [max(call.day for call in rank) - min(call.day for call in rank) for rank in by_rank]
    assert max(apart) <= dt.timedelta(days=7)
    for own in in_order.values():
        for channel, fewest in (("phone", 4), ("email", 1), ("chat", 1)):
            months = Counter(
                (each.day - FIRST).days // 28 for each in own if each.channel == channel
            )
            assert min(months[month] for month in range(3)) >= fewest


def test_one_position_meets_a_category_on_other_days_channels_and_hours() -> None:
    calls = planned_calls(_category(12), _days(12), bands=3, seed=1)

    for position in range(25):
        own = [call for call in calls if call.position == position]
        assert len({call.day for call in own}) >= 11
        assert sorted(Counter(call.band for call in own).values()) == [4, 4, 4]
        assert set(Counter(call.channel for call in own)) == set(QUOTAS)
        assert len({call.scenario for call in own}) == 3


def test_the_arrangement_by_hand() -> None:
    """Two companies, two contacts, one week, one band: ranks 0 and 1, and strides 7 and 3."""
    wanted = [Wanted(at, 0, {"phone": 1, "chat": 1}, {"buy": 2}) for at in (4, 9)]

    calls = planned_calls(wanted, _days(1), bands=1, seed=0)

    assert [(call.company, call.position) for call in calls] == [(4, 0), (4, 1), (9, 0), (9, 1)]
    one, two = calls[:2], calls[2:]
    assert [call.channel for call in one] == [call.channel for call in two][::-1]
    assert {call.scenario for call in calls} == {"buy"}
    # Position s of company c is in slot 7 s + c: two weekdays on from one position to the next.
    weekdays = [call.day.weekday() for call in calls]
    assert (weekdays[1] - weekdays[0]) % 5 == (weekdays[3] - weekdays[2]) % 5 == 2
    assert (weekdays[2] - weekdays[0]) % 5 in {1, 4}


def test_a_place_here_and_there_is_spread_over_the_period_too() -> None:
    """Places that came free, one with each company: not all in the middle of what is left."""
    one = {"phone": 1}
    wanted = [
        Wanted(company, company // 6, one if company % 6 else {}, {"buy": 1} if company % 6 else {})
        for company in range(12 * 6)
    ]

    calls = planned_calls(wanted, _days(10), bands=3, seed=1)

    assert len(calls) == 12 * 5
    fortnights = Counter((call.day - FIRST).days // 14 for call in calls)
    assert sorted(fortnights) == [0, 1, 2, 3, 4]
    assert max(fortnights.values()) <= 18
    for category in range(12):
        days = sorted(call.day for call in calls if call.company // 6 == category)
        assert days[-1] - days[0] >= dt.timedelta(days=42)


def test_every_band_of_every_weekday_is_used_when_seven_divides_them() -> None:
    wanted = [Wanted(0, 0, {"phone": 35}, {"buy": 35})]

    calls = planned_calls(wanted, _days(10), bands=7, seed=1)

    assert len({(call.day.weekday(), call.band) for call in calls}) == 35


def test_a_period_of_two_weekdays_uses_both() -> None:
    wanted = [Wanted(0, 0, {"phone": 8}, {"buy": 8})]
    days = [day for day in _days(4) if day.weekday() in {1, 3}]

    calls = planned_calls(wanted, days, bands=2, seed=1)

    assert {call.day for call in calls} <= set(days)
    assert max(Counter(call.day for call in calls).values()) == 2
    assert set(Counter((call.day.weekday(), call.band) for call in calls).values()) == {2}


def test_a_list_is_laid_out_evenly() -> None:
    assert laid_out({"a": 4, "b": 2, "c": 0}) == ["a", "b", "a", "a", "b", "a"]
    assert laid_out({"b": 1, "a": 1}) == ["b", "a"]


def test_contacts_are_spread_evenly_over_names() -> None:
    assert even_counts(["a", "b", "c"], 8) == {"a": 3, "b": 3, "c": 2}
    assert even_counts([], 0) == {}
    with pytest.raises(ValueError, match=r"^contacts need something to be spread over$"):
        even_counts([], 1)


@pytest.mark.parametrize(
    ("wanted", "days", "bands", "sentence"),
    [
        (_category(1) * 2, 1, 1, "a company is planned once"),
        ([Wanted(0, 0, {"a": 2, "b": -1}, {"x": 1})], 1, 1, "a quota is not negative"),
        ([Wanted(0, 0, {"a": 1}, {"x": 2, "y": -1})], 1, 1, "a quota is not negative"),
        (
            [Wanted(0, 0, {"a": 1}, {"x": 2})],
            1,
            1,
            "channels and scenarios must come to the same number of contacts",
        ),
        (_category(1), 0, 1, "contacts need days and hour bands"),
        (_category(1), 1, 0, "contacts need days and hour bands"),
    ],
)
def test_what_cannot_be_planned_is_refused(
    wanted: list[Wanted], days: int, bands: int, sentence: str
) -> None:
    with pytest.raises(ValueError, match=f"^{sentence}$"):
        planned_calls(wanted, _days(days), bands=bands, seed=1)


def test_no_contacts_need_no_days() -> None:
    assert planned_calls([Wanted(0, 0, {"a": 0}, {})], [], bands=0, seed=1) == []
