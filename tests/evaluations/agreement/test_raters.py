"""One rater against the master and the others, by hand, by Newcombe's figures, by statsmodels."""

from fractions import Fraction

import numpy as np
import pytest

from evaluations.agreement.raters import (
    Share,
    Standing,
    mean_of_units,
    peers_agreeing,
    share_of,
    shares_with_master,
    standing_of,
)
from evaluations.agreement.ratings import MISSING, Coefficient, Ratings, Untold

N = np.nan


@pytest.mark.parametrize(
    ("agreed", "compared", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_of_newcombe(agreed: int, compared: int, low: float, high: float) -> None:
    # Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3.
    found = share_of(agreed, compared)

    assert found.low is not None
    assert found.high is not None
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)
    assert found.value == Fraction(agreed, compared)


@pytest.mark.parametrize(("agreed", "level"), [(0, 0.95), (3, 0.9), (9, 0.5), (12, 0.99)])
def test_wilson_of_statsmodels(agreed: int, level: float) -> None:
    from statsmodels.stats.proportion import proportion_confint

    found = share_of(agreed, 12, level=level)

    expected = proportion_confint(agreed, 12, alpha=1 - level, method="wilson")
    assert (found.low, found.high) == pytest.approx(expected, abs=1e-12)


def test_all_or_none_end_exactly() -> None:
    assert share_of(0, 7).low == 0
    assert share_of(7, 7).high == 1
    assert share_of(0, 0) == Share(0, 0, None, None)
    assert share_of(0, 0).value is None


@pytest.mark.parametrize(
    ("agreed", "compared", "level", "said"),
    [
        (2, 1, 0.95, "no more answers agree"),
        (-1, 1, 0.95, "no more answers agree"),
        (0, 1, 0.0, "between 0 and 1"),
        (0, 0, 1.0, "between 0 and 1"),
    ],
)
def test_shares_that_cannot_be_are_refused(
    agreed: int, compared: int, level: float, said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        share_of(agreed, compared, level=level)


def test_answers_that_both_gave_are_compared_with_the_masters() -> None:
    rows = [[0, 0, MISSING], [1, 0, MISSING], [1, 1, MISSING], [MISSING, 2, MISSING]]
    ratings = Ratings(np.array(rows), np.arange(3.0))
    master = np.array([0, 1, MISSING, 2])

    found = shares_with_master(ratings, master, level=0.9)

    assert found == (share_of(2, 2, level=0.9), share_of(2, 3, level=0.9), share_of(0, 0))


@pytest.mark.parametrize(
    ("master", "said"),
    [([0], "one thing of each unit"), ([[0], [0]], "one thing"), ([0, 3], "one of the categories")],
)
def test_a_master_of_something_else_is_refused(master: list[int], said: str) -> None:
    ratings = Ratings(np.array([[0], [1]]), np.arange(3.0))

    with pytest.raises(ValueError, match=said):
        shares_with_master(ratings, np.array(master))


def test_the_share_of_the_others_who_said_the_same() -> None:
    rows = [[0, 0, 1, 0], [0, 1, MISSING, MISSING], [2, MISSING, MISSING, MISSING]]
    found = peers_agreeing(Ratings(np.array(rows), np.arange(3.0)))

    expected = [[2 / 3, 2 / 3, 0, 2 / 3], [0, 0, N, N], [N, N, N, N]]
    assert found == pytest.approx(np.array(expected), nan_ok=True)


def test_the_mean_of_units_by_students_t() -> None:
    # Mean .5, sd sqrt(.07), error .1323; t(3) at 95 % is 3.182446.
    found = mean_of_units(np.array([0.8, N, 0.2, 0.6, 0.4]))

    assert found.value == pytest.approx(0.5)
    reach = 3.182446305 * (0.2 / 3 / 4) ** 0.5
    assert (found.low, found.high) == pytest.approx((0.5 - reach, 0.5 + reach), abs=1e-9)
    assert (found.units, found.ratings) == (4, 4)
    assert mean_of_units(np.array([0.4, 0.6, N, 0.2, 0.8])) == found


def test_the_mean_of_units_stays_a_share() -> None:
    found = mean_of_units(np.array([0.0, 1.0]))

    assert (found.value, found.low, found.high) == (0.5, 0.0, 1.0)


def test_a_mean_without_spread_has_no_interval() -> None:
    assert mean_of_units(np.array([N])) == Coefficient(
        None, None, None, 0, 0, Untold.NO_PAIRS, Untold.NO_PAIRS
    )
    one = Coefficient(0.5, None, None, 1, 1, None, Untold.ONE_UNIT)
    assert mean_of_units(np.array([0.5])) == one
    same = Coefficient(1.0, None, None, 2, 2, None, Untold.NO_SPREAD)
    assert mean_of_units(np.array([1.0, 1.0])) == same
    for level in (0.0, 1.0):
        with pytest.raises(ValueError, match="between 0 and 1"):
            mean_of_units(np.array([0.5]), level=level)


@pytest.mark.parametrize(
    ("value", "standing"),
    [
        (None, None),
        (1.0, Standing.CERTIFY),
        (0.8 - 1e-10, Standing.CERTIFY),
        (0.799, Standing.RETRAIN),
        (0.667 - 1e-10, Standing.RETRAIN),
        (0.666, Standing.BLOCK),
        (-1.0, Standing.BLOCK),
    ],
)
def test_what_follows_from_an_alpha(value: float | None, standing: Standing | None) -> None:
    assert standing_of(Coefficient(value, None, None, 9, 18)) == standing
