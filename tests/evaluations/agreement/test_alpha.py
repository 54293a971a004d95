"""Krippendorff's alpha against his own figures, pairs counted one by one, and statsmodels."""

import itertools
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.agreement.alpha import Scale, krippendorff
from evaluations.agreement.ratings import (
    Coefficient,
    Floats,
    Integers,
    Ratings,
    Untold,
    of_numbers,
)
from tests.evaluations.agreement.published import (
    as_floats,
    five_observers,
    four_observers,
    four_raters_of_people,
    two_abstractors,
)

N = np.nan
SCALES: tuple[Scale, ...] = ("nominal", "ordinal", "interval")


def _alpha(ratings: Ratings, scale: Scale) -> float:
    value = krippendorff(ratings, scale, seed=1, draws=1).value
    assert value is not None
    return value


def _by_pairs(rows: Floats, scale: Scale) -> float:
    """Alpha from every pair of ratings, as its definition says it."""
    units = [list(row[~np.isnan(row)]) for row in rows]
    units = [unit for unit in units if len(unit) > 1]
    every = [value for unit in units for value in unit]
    times = Counter(every)

    def delta(one: float, other: float) -> float:
        if scale == "nominal":
            return float(one != other)
        if scale == "interval":
            return (one - other) ** 2
        low, high = min(one, other), max(one, other)
        between = sum(count for value, count in times.items() if low <= value <= high)
        return (between - (times[low] + times[high]) / 2) ** 2

    observed = sum(
        delta(one, other) / (len(unit) - 1)
        for unit in units
        for one, other in itertools.permutations(unit, 2)
    ) / len(every)
    expected = sum(delta(one, other) for one, other in itertools.permutations(every, 2)) / (
        len(every) * (len(every) - 1)
    )
    return 1 - observed / expected


@pytest.mark.parametrize(
    ("scale", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)]
)
def test_four_observers_of_krippendorff(scale: Scale, published: float) -> None:
    found = krippendorff(four_observers(), scale, seed=1)

    assert found.value is not None
    assert round(found.value, 3) == published
    # One of the twelve units was rated once.
    assert (found.units, found.ratings) == (11, 40)
    assert (found.untold, found.no_interval) == (None, None)


def test_three_coders_of_wikipedia() -> None:
    # The computational example of the article "Krippendorff's alpha": nominal .691, interval .811.
    rows = [
        [N, N, N, N, N, 3, 4, 1, 2, 1, 1, 3, 3, N, 3],
        [1, N, 2, 1, 3, 3, 4, 3, N, N, N, N, N, N, N],
        [N, N, 2, 1, 3, 4, 4, N, 2, 1, 1, 3, 3, N, 4],
    ]
    ratings = of_numbers(np.array(rows).T)

    assert round(_alpha(ratings, "nominal"), 3) == 0.691
    assert round(_alpha(ratings, "interval"), 3) == 0.811


def test_datasets_of_irrcac() -> None:
    # krippen.alpha.raw: 5 observers .481, gender .143; krippen2.table: abstractors .79726.
    assert round(_alpha(five_observers(), "nominal"), 3) == 0.481
    assert round(_alpha(four_raters_of_people(), "nominal"), 3) == 0.143
    assert round(_alpha(two_abstractors(), "nominal"), 5) == 0.79726


def test_complete_ratings_against_fleiss_of_statsmodels() -> None:
    from statsmodels.stats.inter_rater import fleiss_kappa

    # With n ratings in all, chance without replacement is n / (n - 1) of Fleiss's.
    ratings = four_raters_of_people()
    fleiss = fleiss_kappa(ratings.counts)

    expected = 1 - (1 - fleiss) * (60 - 1) / 60
    assert _alpha(ratings, "nominal") == pytest.approx(expected, abs=1e-12)


matrices = st.integers(2, 4).flatmap(
    lambda raters: st.lists(
        st.lists(st.sampled_from([N, 1.0, 2.0, 4.0]), min_size=raters, max_size=raters),
        min_size=2,
        max_size=6,
    )
)


@given(matrices, st.sampled_from(SCALES))
def test_any_ratings_by_pairs(rows: list[list[float]], scale: Scale) -> None:
    ratings = of_numbers(np.array(rows))
    found = krippendorff(ratings, scale, seed=3, draws=20)
    backwards = Ratings(ratings.category[::-1, ::-1], ratings.values)

    assert krippendorff(backwards, scale, seed=3, draws=20) == found
    if found.value is None:
        assert found.untold is not None
    else:
        assert found.value == pytest.approx(_by_pairs(np.array(rows), scale), abs=1e-9)
        assert found.value <= 1


@pytest.mark.parametrize("scale", SCALES)
def test_the_interval_draws_whole_units(scale: Scale) -> None:
    ratings = four_observers()
    rows = as_floats(ratings)
    # The order in which units are drawn is that of their counts, read from the last category on.
    counts = ratings.counts
    paired = counts.sum(axis=1) > 1
    order = np.lexsort(counts[paired].T)
    rows = rows[paired][order]
    random = np.random.Generator(np.random.PCG64(7))
    draws: Integers = random.multinomial(11, [1 / 11] * 11, size=60)
    alphas = [_by_pairs(np.repeat(rows, times, axis=0), scale) for times in draws]

    found = krippendorff(ratings, scale, seed=7, draws=60, level=0.9)

    expected = np.quantile(alphas, [0.05, 0.95])
    assert (found.low, found.high) == pytest.approx(tuple(expected), abs=1e-9)


def test_the_seed_alone_decides() -> None:
    one = krippendorff(five_observers(), "ordinal", seed=1)

    assert krippendorff(five_observers(), "ordinal", seed=1) == one
    assert krippendorff(five_observers(), "ordinal", seed=2) != one
    assert one.low is not None
    assert one.value is not None
    assert one.high is not None
    assert one.low < one.value < one.high


def test_many_draws_are_worked_on_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = krippendorff(five_observers(), "ordinal", seed=1, draws=101)
    monkeypatch.setattr("evaluations.agreement.alpha._BLOCK", 160)

    blocks = krippendorff(five_observers(), "ordinal", seed=1, draws=101)
    assert (blocks.low, blocks.high) == pytest.approx((whole.low, whole.high), abs=1e-12)


def _untold(rows: list[list[float]]) -> Coefficient:
    return krippendorff(of_numbers(np.array(rows)), "nominal", seed=1, draws=100)


@pytest.mark.parametrize(
    ("rows", "units", "ratings", "reason"),
    [
        ([[1, N], [N, 2]], 0, 0, Untold.NO_PAIRS),
        ([[N, N]], 0, 0, Untold.NO_PAIRS),
        ([[1, 1], [1, 1]], 2, 4, Untold.ONE_VALUE),
        # A value that only a unit rated once has is no variation.
        ([[1, 1], [1, 1], [2, N]], 2, 4, Untold.ONE_VALUE),
        ([[1, 2, 2]], 1, 3, Untold.ONE_UNIT),
    ],
)
def test_where_alpha_has_no_value(
    rows: list[list[float]], units: int, ratings: int, reason: Untold
) -> None:
    nothing = Coefficient(None, None, None, units, ratings, reason, reason)

    assert _untold(rows) == nothing


def test_perfect_agreement_has_no_interval() -> None:
    rows = [[1.0, 1.0], [2.0, 2.0]] * 6

    assert _untold(rows) == Coefficient(1.0, None, None, 12, 24, None, Untold.NO_SPREAD)


def test_a_rare_value_leaves_too_many_draws_without_variation() -> None:
    # Without the last unit, as in a third of all draws, nothing varies.
    rows = [[1.0, 1.0]] * 8
    found = _untold([*rows, [1.0, 2.0]])

    assert found.value == pytest.approx(0.0, abs=1e-12)
    assert (found.low, found.high) == (None, None)
    assert (found.untold, found.no_interval) == (None, Untold.RARE_VALUES)


def test_what_is_no_interval_is_refused() -> None:
    with pytest.raises(ValueError, match="an interval needs draws"):
        krippendorff(four_observers(), "nominal", seed=1, draws=0)
    for level in (0.0, 1.0):
        with pytest.raises(ValueError, match="between 0 and 1"):
            krippendorff(four_observers(), "nominal", seed=1, level=level)
