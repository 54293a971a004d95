"""What counts as ratings, and what is refused."""

import numpy as np
import pytest

from evaluations.agreement.ratings import MISSING, Ratings, of_numbers, of_options

N = np.nan


def test_options_are_numbered_in_their_order() -> None:
    found = of_options([["no", None], ["yes", "partly"]], ["yes", "partly", "no"])

    assert found.category.tolist() == [[2, MISSING], [0, 1]]
    assert found.values.tolist() == [0, 1, 2]
    assert found.counts.tolist() == [[0, 0, 1], [1, 1, 0]]
    assert found.of([1]).category.tolist() == [[MISSING], [1]]
    assert found.of([1]).values.tolist() == [0, 1, 2]


def test_options_have_the_values_given() -> None:
    assert of_options([["b"]], ["a", "b"], [0.5, 3]).values.tolist() == [0.5, 3]


def test_nothing_was_rated() -> None:
    assert of_options([], ["a"]).category.shape == (0, 0)
    assert of_numbers(np.full((2, 3), N)).category.tolist() == [[MISSING] * 3] * 2


def test_numbers_that_occur_are_the_categories() -> None:
    found = of_numbers(np.array([[0.5, N], [0.0, 1.0]]))

    assert found.category.tolist() == [[1, MISSING], [0, 2]]
    assert found.values.tolist() == [0, 0.5, 1]


@pytest.mark.parametrize(
    ("rows", "options", "values", "said"),
    [
        ([["a"]], ["a", "a"], None, "every option stands once"),
        ([["a"], ["a", "a"]], ["a"], None, "one place for each rater"),
        ([["c", "b", "a"]], ["a"], None, "not among the options: b, c"),
        ([["a"]], ["a", "b"], [1.0], "every option needs a value"),
        ([["a"]], ["a", "b"], [1.0, 1.0], "finite and ascend"),
        ([["a"]], ["a", "b"], [1.0, N], "finite and ascend"),
    ],
)
def test_options_that_cannot_be_are_refused(
    rows: list[list[str | None]], options: list[str], values: list[float] | None, said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        of_options(rows, options, values)


@pytest.mark.parametrize(
    ("category", "said"),
    [([0], "one row a unit"), ([[-2]], "one of the categories"), ([[2]], "one of the categories")],
)
def test_ratings_that_cannot_be_are_refused(category: list[int], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Ratings(np.array(category), np.array([0.0, 1.0]))


def test_an_infinite_number_is_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        of_numbers(np.array([[1.0, np.inf]]))
