"""The forecast: exact small cases, the law it rests on, and what it refuses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.forecast import Finish, chance_in_time, dispersion, finish

DAYS = st.lists(st.integers(0, 12), min_size=1, max_size=20)


def test_the_expected_day_is_what_remains_over_the_pace() -> None:
    found = finish([2, 3, 2, 3], 25)

    assert (found.pace, found.expected) == (2.5, 10.0)
    assert found.earliest is not None
    assert found.latest is not None
    assert found.earliest < 10 < found.latest


def test_nothing_left_is_finished_now_and_without_a_pace_nobody_knows() -> None:
    assert finish([1, 3], 0) == Finish(2.0, 0.0, 0.0, 0.0)
    assert finish([0, 0, 0], 4) == Finish(0.0, None, None, None)


def test_the_range_is_the_one_that_the_beta_prime_law_gives() -> None:
    from scipy import stats

    """T/W is a ratio of gamma variables: r of them over n + 1/2, by another route than F."""
    found = finish([4, 4, 4, 4, 4], 30, level=0.9)
    law = stats.betaprime(30, 20.5)

    assert found.earliest == pytest.approx(5 * law.ppf(0.05), rel=1e-9)
    assert found.latest == pytest.approx(5 * law.ppf(0.95), rel=1e-9)
    assert chance_in_time([4] * 5, 30, 9) == pytest.approx(law.cdf(9 / 5), rel=1e-9)


def test_days_that_differ_much_count_for_fewer() -> None:
    from scipy import stats

    assert dispersion([0, 8, 0, 8]) == pytest.approx(64 / 3 / 4)
    assert dispersion([4, 4, 4, 4]) == dispersion([5]) == dispersion([0, 0]) == 1.0
    lumps, even = finish([0, 8, 0, 8], 16), finish([4, 4, 4, 4], 16)
    law = stats.betaprime(16 / (16 / 3), 16 / (16 / 3) + 0.5)

    assert lumps.expected == even.expected == 4.0
    assert lumps.latest == pytest.approx(4 * law.ppf(0.9), rel=1e-9)
    assert law.ppf(0.9) * 4 > (even.latest or 0) > 0


def test_the_chance_of_one_more_after_one_is_closed() -> None:
    """With n = 1/2 events' worth of law, P(T <= t) = 1 - (1 + t/W)^-(n + 1/2) for r = 1."""
    assert chance_in_time([1, 0], 1, 2) == pytest.approx(1 - (1 + 1) ** -1.5)
    assert chance_in_time([0], 1, 3) == pytest.approx(1 - (1 + 3) ** -0.5)
    assert chance_in_time([1], 0, 0) == 1.0
    assert chance_in_time([9], 1, 0) == 0.0


@given(DAYS, st.integers(1, 40), st.integers(0, 40))
def test_more_days_help_and_more_work_does_not(done: list[int], remaining: int, days: int) -> None:
    chance = chance_in_time(done, remaining, days)

    assert 0 <= chance <= 1
    assert chance_in_time(done, remaining, days + 1) >= chance
    if dispersion(done) == 1:
        assert chance_in_time(done, remaining + 1, days) <= chance
    assert finish(done, remaining) == finish(done[::-1], remaining)


@pytest.mark.parametrize(
    ("done", "remaining", "level"), [([], 1, 0.8), ([-1], 1, 0.8), ([1], -1, 0.8), ([1], 1, 1.0)]
)
def test_what_cannot_be_is_refused(done: list[int], remaining: int, level: float) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        finish(done, remaining, level=level)


def test_days_left_cannot_be_negative() -> None:
    with pytest.raises(ValueError, match="fewer than none"):
        chance_in_time([1], 1, -1)
