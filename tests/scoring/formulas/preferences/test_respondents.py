"""How much each respondent counts."""

import numpy as np
import pytest

from scoring.formulas.preferences.respondents import as_asked, weightings


def test_without_weights_all_count_alike() -> None:
    np.testing.assert_array_equal(weightings(None, 3), [[1.0, 1.0, 1.0]])


def test_a_vector_is_scaled_to_a_mean_of_1() -> None:
    np.testing.assert_array_equal(weightings(np.array([1, 2, 5]), 3), [[0.375, 0.75, 1.875]])


def test_each_row_of_a_matrix_is_scaled_by_itself() -> None:
    np.testing.assert_array_equal(
        weightings(np.array([[1.0, 3.0], [8.0, 0.0]]), 2), [[0.5, 1.5], [2.0, 0.0]]
    )


def test_nobody_has_no_shares() -> None:
    with pytest.raises(ValueError, match="at least one respondent"):
        weightings(None, 0)


def test_weights_are_one_a_respondent() -> None:
    with pytest.raises(ValueError, match="3 weights for 2 respondents"):
        weightings(np.ones(3), 2)


@pytest.mark.parametrize(
    "weight", [[1.0, -0.1], [1.0, np.nan], [1.0, np.inf], [0.0, 0.0], [[1.0, 1.0], [0.0, 0.0]]]
)
def test_impossible_weights_are_refused(weight: list[float]) -> None:
    with pytest.raises(ValueError, match="finite, none below 0 and not all 0"):
        weightings(np.array(weight), 2)


def test_one_weighting_gives_a_vector_and_many_a_matrix() -> None:
    rows = np.array([[1.0, 2.0]])

    np.testing.assert_array_equal(as_asked(rows, None), [1.0, 2.0])
    np.testing.assert_array_equal(as_asked(rows, np.ones(4)), [1.0, 2.0])
    np.testing.assert_array_equal(as_asked(rows, np.ones((1, 4))), [[1.0, 2.0]])
