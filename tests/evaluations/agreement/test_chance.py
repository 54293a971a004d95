"""AC1, AC2 and percent agreement against irrCAC's figures and loops from Gwet's definition."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.agreement.chance import Weights, gwet, percent, weights_of
from evaluations.agreement.ratings import Coefficient, Floats, Ratings, Untold, of_numbers
from tests.evaluations.agreement import published

N = np.nan
WEIGHTS: tuple[Weights, ...] = ("identity", "ordinal", "quadratic")


def _rounded(found: Coefficient, digits: int = 3) -> list[float]:
    assert found.value is not None
    assert found.low is not None
    assert found.high is not None
    return [round(value, digits) for value in (found.value, found.low, found.high)]


def _four_raters() -> Ratings:
    """cac.raw4raters of irrCAC (Gwet 2014, p. 120): Krippendorff's, the last unit by rater 3."""
    rows = published.as_floats(published.four_observers())
    rows[11] = [N, N, 3, N]
    return of_numbers(rows)


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ("identity", [0.77544, 0.46081, 1]),
        ("ordinal", [0.89894, 0.66365, 1]),
        ("quadratic", [0.914, 0.68518, 1]),
    ],
)
def test_four_raters_of_gwet(weights: Weights, expected: list[float]) -> None:
    # gwet.ac1.raw of irrCAC; ordinal there with three digits: .899, .664.
    assert _rounded(gwet(_four_raters(), weights), 5) == expected


@pytest.mark.parametrize(
    ("ratings", "expected"),
    [
        (published.five_observers(), [0.497, 0.235, 0.758]),
        (published.four_raters_by_letter(), [0.685, 0.396, 0.973]),
        (published.four_raters_of_people(), [0.208, 0.014, 0.403]),
        (published.two_raters_by_letter(), [0.661, 0.257, 1]),
    ],
)
def test_ac1_of_the_datasets_of_irrcac(ratings: Ratings, expected: list[float]) -> None:
    assert _rounded(gwet(ratings)) == expected


def _of_table(found: Coefficient, digits: int = 3) -> list[float]:
    """Value and ends as irrCAC has them for tables, whose variances are over n, not n - 1."""
    assert found.value is not None
    assert found.low is not None
    reach = (found.value - found.low) * (1 - 1 / found.units) ** 0.5
    return [round(end, digits) for end in (found.value, found.value - reach, found.value + reach)]


def test_the_tables_of_irrcac() -> None:
    diagnoses, abstractors = published.two_diagnoses(), published.two_abstractors()

    assert _of_table(gwet(diagnoses)) == [0.456, 0.371, 0.542]
    assert _of_table(gwet(diagnoses, "ordinal")) == [0.324, 0.189, 0.459]
    assert _of_table(gwet(diagnoses, "quadratic")) == [0.299, 0.15, 0.447]
    assert _of_table(percent(diagnoses)) == [0.587, 0.522, 0.652]
    assert _of_table(percent(diagnoses, "ordinal")) == [0.773, 0.726, 0.82]
    assert _of_table(percent(diagnoses, "quadratic")) == [0.788, 0.741, 0.834]
    assert _of_table(gwet(abstractors), 5) == [0.84933, 0.76358, 0.93508]
    assert _of_table(gwet(abstractors, "ordinal")) == [0.925, 0.881, 0.969]
    assert _of_table(gwet(abstractors, "quadratic")) == [0.94, 0.905, 0.976]
    assert _of_table(percent(abstractors), 5) == [0.89, 0.82792, 0.95208]


def test_percent_against_fleiss_of_statsmodels() -> None:
    from statsmodels.stats.inter_rater import fleiss_kappa

    ratings = published.four_raters_of_people()
    shares = ratings.counts.sum(axis=0) / 60
    by_chance = float((shares**2).sum())

    expected = by_chance + fleiss_kappa(ratings.counts) * (1 - by_chance)
    assert percent(ratings).value == pytest.approx(expected, abs=1e-12)


def test_weights_of_irrcac() -> None:
    values = np.array([1.0, 2.0, 3.0])

    assert weights_of(values, "identity").tolist() == np.eye(3).tolist()
    ordinal = [[1, 2 / 3, 0], [2 / 3, 1, 2 / 3], [0, 2 / 3, 1]]
    assert weights_of(values, "ordinal") == pytest.approx(np.array(ordinal))
    quadratic = [[1, 0.75, 0], [0.75, 1, 0.75], [0, 0.75, 1]]
    assert weights_of(values, "quadratic") == pytest.approx(np.array(quadratic))
    # What counts for quadratic weights is the value, for ordinal ones the place alone.
    uneven = np.array([1.0, 2.0, 5.0])
    assert weights_of(uneven, "quadratic")[0].tolist() == [1, 1 - 1 / 16, 0]
    assert weights_of(uneven, "ordinal")[0].tolist() == pytest.approx([1, 2 / 3, 0])
    assert weights_of(np.array([1.0]), "ordinal").tolist() == [[1]]


def _by_loops(rows: Floats, values: list[float], weights: Weights) -> tuple[float, float]:
    """AC and its variance, as the definition says it: unit by unit, category by category."""
    size = len(values)
    matrix = weights_of(np.array(values), weights)
    units = [[float(value) for value in row if not np.isnan(value)] for row in rows]
    units = [unit for unit in units if unit]
    shares = [[unit.count(value) / len(unit) for value in values] for unit in units]
    common = [sum(share[k] for share in shares) / len(units) for k in range(size)]
    factor = matrix.sum() / size / (size - 1)
    by_chance = factor * sum(share * (1 - share) for share in common)
    agreed: list[float | None] = []
    for unit in units:
        pairs = [
            matrix[values.index(one), values.index(other)]
            for at, one in enumerate(unit)
            for place, other in enumerate(unit)
            if at != place
        ]
        agreed.append(sum(pairs) / len(pairs) if pairs else None)
    told = [value for value in agreed if value is not None]
    value = (sum(told) / len(told) - by_chance) / (1 - by_chance)
    squares = 0.0
    for share, own in zip(shares, agreed, strict=True):
        beyond = 0.0 if own is None else (own - by_chance) / (1 - by_chance)
        chance = factor * sum(s * (1 - c) for s, c in zip(share, common, strict=True))
        part = len(units) / len(told) * beyond
        part -= 2 * (1 - value) * (chance - by_chance) / (1 - by_chance)
        squares += (part - value) ** 2
    return value, squares / len(units) / max(len(units) - 1, 1)


matrices = st.integers(2, 4).flatmap(
    lambda raters: st.lists(
        st.lists(st.sampled_from([N, 1.0, 2.0, 4.0]), min_size=raters, max_size=raters),
        min_size=1,
        max_size=6,
    )
)


@given(matrices, st.sampled_from(WEIGHTS))
def test_any_ratings_by_loops(rows: list[list[float]], weights: Weights) -> None:
    values = [1.0, 2.0, 4.0]
    category = np.array([[-1 if np.isnan(v) else values.index(v) for v in row] for row in rows])
    ratings = Ratings(category, np.array(values))
    # Half the width of this interval is the upper quartile of Student's t times the error.
    found = gwet(ratings, weights, level=0.5)

    assert gwet(Ratings(category[::-1, ::-1], ratings.values), weights, level=0.5) == found
    if found.value is None:
        assert found.untold is Untold.NO_PAIRS
        return
    value, variance = _by_loops(np.array(rows), values, weights)
    assert found.value == pytest.approx(value, abs=1e-9)
    if found.low is not None and found.low > -1:
        units = sum(not np.isnan(row).all() for row in rows)
        assert (value - found.low) / _quartile(units - 1) == pytest.approx(variance**0.5, abs=1e-9)


def _quartile(freedom: int) -> float:
    # Upper quartiles of Student's t, from any table.
    table = [1.0, 0.8164965809, 0.7648923284, 0.7406970841, 0.7266868438]
    return table[freedom - 1]


def test_skewed_answers_where_alpha_collapses() -> None:
    # 18 of 20 units both yes, one each way: 90 % agree. pi = 38/40, p_e = 2 pi (1 - pi) = .095.
    rows = [[1, 1]] * 18 + [[1, 0], [0, 1]]
    found = gwet(of_numbers(np.array(rows, dtype=float)))

    assert found.value == pytest.approx((0.9 - 0.095) / (1 - 0.095), abs=1e-12)


def test_options_nobody_chose_count_for_chance() -> None:
    rows = np.array([[0, 0], [0, 1], [1, 1]])
    two, three = (gwet(Ratings(rows, np.arange(float(count)))) for count in (2, 3))

    # p_e is 1/2 of two options and 1/4 of three.
    assert two.value == pytest.approx((2 / 3 - 1 / 2) / (1 / 2))
    assert three.value == pytest.approx((2 / 3 - 1 / 4) / (3 / 4))


def test_all_the_same_agree_beyond_chance_without_an_interval() -> None:
    ratings = Ratings(np.zeros((5, 3), dtype=np.int64), np.array([0.0, 1.0]))
    told = Coefficient(1.0, None, None, 5, 15, None, Untold.NO_SPREAD)

    assert gwet(ratings) == told
    assert percent(ratings) == told


def test_one_unit_has_no_interval() -> None:
    ratings = of_numbers(np.array([[1.0, 2.0, 2.0]]))

    # pi = 1/3, 2/3 and p_e = 2 x 2/9; a third of the pairs agree.
    assert gwet(ratings).value == pytest.approx((1 / 3 - 4 / 9) / (5 / 9))
    assert gwet(ratings).no_interval is Untold.ONE_UNIT
    assert percent(ratings).value == pytest.approx(1 / 3)
    assert (percent(ratings).low, percent(ratings).high) == (None, None)


def test_where_nothing_can_be_told() -> None:
    alone = of_numbers(np.array([[1.0, N], [N, 2.0]]))
    nothing = Coefficient(None, None, None, 0, 0, Untold.NO_PAIRS, Untold.NO_PAIRS)
    assert gwet(alone) == percent(alone) == nothing

    # Where one answer alone could be given, chance agrees always.
    forced = Ratings(np.zeros((4, 2), dtype=np.int64), np.array([0.0]))
    assert gwet(forced) == Coefficient(None, None, None, 4, 8, Untold.ONE_VALUE, Untold.ONE_VALUE)
    assert percent(forced).value == 1


def test_a_share_ends_at_nothing() -> None:
    found = percent(of_numbers(np.array([[1.0, 2.0], [1.0, 1.0]])))

    assert (found.value, found.low, found.high) == (0.5, 0.0, 1.0)


@pytest.mark.parametrize("level", [0.0, 1.0])
def test_what_is_no_level_is_refused(level: float) -> None:
    for ratings in (_four_raters(), of_numbers(np.array([[1.0, N]]))):
        for coefficient in (gwet, percent):
            with pytest.raises(ValueError, match="between 0 and 1"):
                coefficient(ratings, level=level)
