"""Importance rated on a scale."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from scoring.formulas.preferences.importance_scale import Discrimination, discrimination, shares

THREE = np.array([[5, 4, 3], [5, 2, 2], [4, 4, 1]])


def test_shares_by_hand() -> None:
    # Own means 4, 3, 3; mean distances (1 + 2 + 1, 0 - 1 + 1, -1 - 1 - 2) / 3 = (4, 0, -4) / 3.
    np.testing.assert_allclose(shares(THREE), [2 / 3, 1 / 3, 0], rtol=1e-14)


def test_weighted_shares_by_hand() -> None:
    # Distances with weights 1, 2, 1: 1 + 4 + 1, 0 - 2 + 1, -1 - 2 - 2; above the least 11, 4, 0.
    np.testing.assert_allclose(
        shares(THREE, np.array([1.0, 2.0, 1.0])), [11 / 15, 4 / 15, 0], rtol=1e-14
    )


def test_a_matrix_of_weights_gives_one_row_of_shares_each() -> None:
    found = shares(THREE, np.array([[1.0, 1.0, 1.0], [1.0, 2.0, 1.0]]))

    np.testing.assert_allclose(found, [[2 / 3, 1 / 3, 0], [11 / 15, 4 / 15, 0]], rtol=1e-14)


def test_items_that_nothing_tells_apart_share_alike() -> None:
    np.testing.assert_array_equal(shares(np.array([[3, 3, 3, 3], [5, 5, 5, 5]])), [0.25] * 4)


def test_ranks_have_kendalls_concordance() -> None:
    # Kendall's W of three judges' ranks of six candidates, worked out by hand: the candidates'
    # totals are 8, 14, 11, 11, 11 and 8, around 10.5; S = 6.25 + 12.25 + 3 x 0.25 + 6.25 = 25.5,
    # and W = 12 S / (3^2 (6^3 - 6)) = 306 / 1890.
    ranks = np.array([[1, 6, 3, 2, 5, 4], [1, 5, 6, 4, 2, 3], [6, 3, 2, 5, 4, 1]])

    found = discrimination(ranks)

    assert found.agreement == pytest.approx(306 / 1890, rel=1e-12)
    assert found.straight == 0
    assert not found.weak


def test_discrimination_by_hand() -> None:
    # Between items 3 x ((4/3)^2 + 0 + (4/3)^2) = 32/3; within 2 + 6 + 6 = 14. One more who is
    # straight adds to neither, but the means are then over four: 4 x (1 + 0 + 1) = 8.
    ratings = np.vstack([THREE, [[2, 2, 2]]])

    assert discrimination(THREE).agreement == pytest.approx(32 / 3 / 14, rel=1e-14)
    assert discrimination(ratings).agreement == pytest.approx(8 / 14, rel=1e-14)
    assert discrimination(ratings).straight == 0.25


def test_weighted_discrimination_is_that_of_repeated_respondents() -> None:
    ratings = np.vstack([THREE, [[2, 2, 2]]])
    weight = np.array([1, 3, 1, 2])

    weighted = discrimination(ratings, weight.astype(float))
    repeated = discrimination(np.repeat(ratings, weight, axis=0))

    assert weighted.agreement == pytest.approx(repeated.agreement, rel=1e-13)
    assert weighted.straight == pytest.approx(2 / 7, rel=1e-13)


def test_ratings_without_any_difference_agree_on_nothing() -> None:
    assert discrimination(np.array([[3, 3], [4, 4]])) == Discrimination(0.0, 1.0)


@pytest.mark.parametrize(
    ("agreement", "straight", "weak"),
    [
        (0.1, 0.0, False),
        (0.0999, 0.0, True),
        (0.9, 1 / 3, False),
        (0.9, 0.334, True),
        (0.05, 0.5, True),
    ],
)
def test_weak_is_hardly_any_agreement_or_many_straight(
    agreement: float, straight: float, *, weak: bool
) -> None:
    assert Discrimination(agreement, straight).weak is weak


ratings_of_four = arrays(
    np.int64, st.tuples(st.integers(2, 8), st.just(4)), elements=st.integers(1, 5)
)


@settings(deadline=None, max_examples=30)
@given(ratings=ratings_of_four, data=st.data())
def test_a_respondents_level_and_the_order_are_nothing(
    ratings: np.ndarray, data: st.DataObject
) -> None:
    levels = np.array([data.draw(st.integers(-3, 3)) for _row in ratings])
    items = data.draw(st.permutations(range(4)))
    rows = data.draw(st.permutations(range(len(ratings))))

    found = shares((ratings + levels[:, None])[rows][:, items])

    np.testing.assert_allclose(found, shares(ratings)[items], atol=1e-12)
    assert found.sum() == pytest.approx(1, abs=1e-12)


@settings(deadline=None, max_examples=30)
@given(ratings=ratings_of_four)
def test_shares_and_agreement_are_those_of_the_definition(ratings: np.ndarray) -> None:
    centred = [[rating - sum(row) / 4 for rating in row] for row in ratings.tolist()]
    means = [sum(column) / len(centred) for column in zip(*centred, strict=True)]
    reach = max(means) - min(means)
    if reach > 1e-9:
        scaled = [(mean - min(means)) / reach for mean in means]
        expected = [value / sum(scaled) for value in scaled]
        between = len(centred) * sum(mean**2 for mean in means)
        all_of_it = sum(value**2 for row in centred for value in row)
        np.testing.assert_allclose(shares(ratings), expected, atol=1e-12)
        assert discrimination(ratings).agreement == pytest.approx(between / all_of_it, rel=1e-12)


def test_discrimination_takes_one_weighting() -> None:
    with pytest.raises(ValueError, match="one weighting"):
        discrimination(THREE, np.ones((2, 3)))


def test_no_item_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one item"):
        shares(np.zeros((2, 0), dtype=int))


def test_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one respondent"):
        shares(np.zeros((0, 2), dtype=int))
