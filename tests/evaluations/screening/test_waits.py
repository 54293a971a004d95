"""Last digits against published counts, and waits against the clock."""

import numpy as np
import pytest

from evaluations.screening.facts import Flag, Limits, Rule, WaitAnswer
from evaluations.screening.waits import heaped_waits, last_digits, other_bands
from tests.evaluations.screening.reports import report

BANDS = {"quick": (0, 60), "slow": (60, 300), "later": None, "never": (300, None)}


def _numbers(*observed: int) -> np.ndarray:
    digits = np.repeat(np.arange(10), observed)
    return digits + 10 * np.arange(len(digits))


def test_digits_of_pi() -> None:
    # chisq.test of R over the first 2,001 digits: 4.0825 with 9 degrees of freedom, p = .9059.
    statistic, p = last_digits(_numbers(182, 212, 207, 189, 195, 205, 200, 198, 202, 211))

    assert statistic == pytest.approx(4.0825, abs=5e-5)
    assert p == pytest.approx(0.9059, abs=5e-5)


def test_weights_that_students_told() -> None:
    # A textbook's 80 weights heap at 0 and 5: chi-square 23.5, beyond 23.589 at p = .005.
    statistic, p = last_digits(_numbers(15, 5, 3, 8, 5, 17, 7, 6, 9, 5))

    assert statistic == pytest.approx(23.5)
    assert 0.005 < p < 0.0055


def test_ten_numbers_are_enough() -> None:
    assert last_digits(np.arange(10)) == (0, 1)
    with pytest.raises(ValueError, match="too few"):
        last_digits(np.arange(9))
    with pytest.raises(ValueError, match="not negative"):
        last_digits(np.array([-1] * 10))


def test_each_shopper_with_enough_typed_waits() -> None:
    heaped = [report(at, shopper="b", typed_wait=10 * (at + 1) + 5 * (at % 2)) for at in range(20)]
    even = [report(at, shopper="a", typed_wait=10 + at) for at in range(20)]
    few = [report(at, shopper="c", typed_wait=10) for at in range(19)]
    # Neither the clock's waits count nor those that are too short to have a free last digit.
    few += [report(50, shopper="c", typed_wait=9), report(51, shopper="c")]

    found = heaped_waits([*heaped, *few, *even], Limits())

    statistic, p = last_digits(_numbers(10, 0, 0, 0, 0, 10, 0, 0, 0, 0))
    assert statistic == 80
    assert found == [
        Flag(Rule.HEAPED_WAITS, "a", 0.0, 1.0, ()),
        Flag(Rule.HEAPED_WAITS, "b", statistic, p, ("0", "5")),
    ]
    more = [report(40 + at, shopper="b", typed_wait=15) for at in range(4)]
    assert heaped_waits([*heaped, *more], Limits())[0].look_at == ("5", "0")
    assert [each.subject for each in heaped_waits(few, Limits(fewest_waits=19))] == ["c"]
    assert heaped_waits(few[:9], Limits(fewest_waits=1)) == []


@pytest.mark.parametrize(
    ("chosen", "seconds", "other"),
    [
        ("quick", 0, False),
        ("quick", 59, False),
        # A clock stops late: 65 - 5 is still slow, 64 - 5 is quick.
        ("quick", 64, False),
        ("quick", 65, True),
        ("slow", 55, False),
        ("slow", 54, True),
        ("slow", 304, False),
        ("slow", 305, True),
        ("never", 4000, False),
        # An option that is no number of seconds says nothing about the clock.
        ("later", 10, False),
        ("unknown", 10, False),
    ],
)
def test_a_band_beside_the_clocks(chosen: str, seconds: int, *, other: bool) -> None:
    wait = WaitAnswer("wait", chosen, BANDS, seconds)
    found = other_bands([report(1, wait=wait), report(2)], Limits())

    assert found == ([Flag(Rule.WAIT_BAND, "r001", seconds, None, ("wait",))] if other else [])
