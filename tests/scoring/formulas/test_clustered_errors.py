"""Clustered errors by hand, at their edges, and as they behave whatever the contacts."""

from fractions import Fraction
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.formulas.clustered_errors import (
    ClusteredScores,
    Floats,
    Integers,
    all_degrees_of_freedom,
    clustered_means,
    combined,
    degrees_of_freedom,
    intervals,
)


def _ints(*values: int) -> Integers:
    return np.array(values, dtype=np.int64)


def _floats(*values: float) -> Floats:
    return np.array(values, dtype=np.float64)


def _uneven(seed: int, companies: int = 3, shoppers: int = 6) -> tuple[Floats, Integers, Integers]:
    """Contacts of strict and lenient shoppers, who meet the companies unequally often."""
    random = np.random.default_rng(seed)
    company = np.repeat(np.arange(companies), [7 + 3 * row for row in range(companies)])
    shopper = random.integers(0, shoppers, len(company)) ** 2 // shoppers
    strict = random.normal(0, 4, shoppers)
    score = 80 + 3 * company + strict[shopper] + random.normal(0, 8, len(company))
    return score, company.astype(np.int64), shopper.astype(np.int64)


def test_by_hand() -> None:
    # Shopper 0 made two of company 0's three contacts, and one of company 1's two.
    found = clustered_means(_floats(90, 84, 60, 75, 55), _ints(0, 0, 0, 1, 1), _ints(0, 0, 2, 0, 2))

    assert found.score.tolist() == [78, 65]
    assert found.parts.contacts.tolist() == [[2, 0, 1], [1, 0, 1]]
    # Residuals: 18 of two thirds, -18 of one third; 10 and -10 of a half each.
    third, half = 1 / 3, 1 / 2
    adjusted = [
        [18 / third**0.5, 0, -18 / (2 * third) ** 0.5],
        [10 / half**0.5, 0, -10 / half**0.5],
    ]
    np.testing.assert_allclose(found.parts.residuals, adjusted, rtol=1e-14)
    np.testing.assert_allclose(found.influence, np.array(adjusted) / [[3], [2]], rtol=1e-14)
    variances = 18**2 * (3 + 1.5) / 9, 2 * 100 * 2 / 4
    np.testing.assert_allclose(found.error**2, variances, rtol=1e-14)
    assert found.coefficient.tolist() == [[1, 0], [0, 1]]


def test_an_error_is_not_known_where_one_shopper_made_all_contacts() -> None:
    found = clustered_means(
        _floats(90, 80, 70, 75, 50, 40), _ints(0, 0, 1, 1, 2, 2), _ints(0, 1, 1, 1, 0, 1)
    )

    assert found.parts.has_error.tolist() == [True, False, True]
    assert found.has_error.tolist() == [True, False, True]
    assert found.score.tolist() == [85, 72.5, 45]
    assert found.parts.residuals[1].tolist() == [0, 0]
    assert np.isnan(found.error).tolist() == [False, True, False]
    unknown = np.zeros((3, 3), dtype=bool)
    unknown[1, :] = unknown[:, 1] = True
    assert np.isnan(found.covariance).tolist() == unknown.tolist()
    assert found.covariance[0, 2] == pytest.approx(25)
    assert np.isnan(all_degrees_of_freedom(found)).tolist() == [False, True, False]
    lower, upper = intervals(found)
    assert np.isnan(lower).tolist() == np.isnan(upper).tolist() == [False, True, False]
    with pytest.raises(
        ValueError, match=r"^all contacts of a part are one shopper's: the error is"
    ):
        degrees_of_freedom(found, _floats(1, -1, 0))
    assert degrees_of_freedom(found, _floats(1, 0, -1)) == pytest.approx(1)


def test_combined_scores_need_the_errors_of_their_own_parts_only() -> None:
    parts = clustered_means(
        _floats(90, 80, 70, 75, 50, 40), _ints(0, 0, 1, 1, 2, 2), _ints(0, 1, 1, 1, 0, 1)
    )

    found = combined(parts, np.array([[0.5, 0, 0.5], [0, 0.5, 0.5]]))

    assert found.score.tolist() == [65, 58.75]
    assert found.has_error.tolist() == [True, False]
    assert found.error[0] == pytest.approx(5)
    again = combined(found, np.array([[2.0, 0], [1, 1]]))
    assert again.coefficient.tolist() == [[1, 0, 1], [0.5, 0.5, 1]]
    assert again.score.tolist() == [130, 123.75]
    assert again.has_error.tolist() == [True, False]
    assert again.error[0] == pytest.approx(10)


def test_scores_without_spread_have_no_error_at_all() -> None:
    found = clustered_means(_floats(*[86.7] * 7), _ints(0, 0, 0, 1, 1, 1, 1), _ints(*range(7)))

    assert found.parts.residuals.tolist() == [[0] * 7] * 2
    assert found.error.tolist() == [0, 0]
    assert found.has_error.all()


def test_small_spread_is_not_taken_for_rounding() -> None:
    found = clustered_means(_floats(100, 100 + 1e-9), _ints(0, 0), _ints(0, 1))

    assert found.error[0] == pytest.approx(5e-10, rel=1e-4)


def test_degrees_of_freedom_where_a_shopper_made_nearly_all_contacts() -> None:
    contacts = [10**6, 1, 2, 1]
    part = [Fraction(count, sum(contacts)) for count in contacts]
    squares = sum(f**2 for f in part) + sum(
        2 * f**2 / (1 - f) * g**2 / (1 - g) for k, f in enumerate(part) for g in part[:k]
    )
    cells = np.zeros((1, 4))
    parts = clustered_means(cells[0], _ints(0, 0, 0, 0), _ints(0, 1, 2, 3))
    nearly = ClusteredScores(
        parts.score,
        parts.influence,
        parts.coefficient,
        type(parts.parts)(np.array([contacts], dtype=np.int64), cells),
    )

    assert all_degrees_of_freedom(nearly)[0] == pytest.approx(float(1 / squares), rel=1e-12)


def test_an_interval_is_students() -> None:
    found = clustered_means(_floats(70, 80, 90, 100), _ints(0, 0, 0, 0), _ints(0, 1, 2, 3))

    lower, upper = intervals(found, level=0.9)

    # Table of Student's t, 3 degrees of freedom, 5 % on each side: 2.353.
    half = 2.3533634 * (500 / 3 / 4) ** 0.5
    assert [*lower, *upper] == pytest.approx([85 - half, 85 + half], rel=1e-7)
    assert intervals(found)[0][0] == pytest.approx(85 - 3.1824463 * (500 / 12) ** 0.5, rel=1e-7)


ENTRIES = st.lists(
    st.tuples(
        st.floats(-1e6, 1e6),
        st.integers(0, 2),
        st.integers(0, 4),
    ),
    min_size=1,
    max_size=30,
)


def _arrays(entries: list[tuple[float, int, int]]) -> tuple[Floats, Integers, Integers]:
    # Three more contacts, so that every company has one.
    score, company, shopper = zip(*entries, (1.0, 0, 0), (2.0, 1, 0), (3.0, 2, 0), strict=True)
    return _floats(*score), _ints(*company), _ints(*shopper)


@given(ENTRIES, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_the_contacts_does_not_change_a_bit(
    entries: list[tuple[float, int, int]], random: Random
) -> None:
    shuffled = list(entries)
    random.shuffle(shuffled)

    first, second = clustered_means(*_arrays(entries)), clustered_means(*_arrays(shuffled))

    assert first.score.tobytes() == second.score.tobytes()
    assert first.influence.tobytes() == second.influence.tobytes()


@given(st.lists(st.floats(-1e300, 1e300), min_size=1, max_size=40))
@settings(max_examples=60, deadline=None)
def test_sums_lose_less_than_one_contact_rounds(scores: list[float]) -> None:
    company = np.zeros(len(scores), dtype=np.int64)

    found = clustered_means(_floats(*scores), company, company)

    exact = sum(map(Fraction, scores), Fraction(0)) / len(scores)
    # As good as the last bits of the largest score: cut once, summed, and divided.
    most = max(abs(Fraction(score)) for score in scores)
    assert abs(Fraction(float(found.score[0])) - exact) <= most * Fraction(1, 2**51)


@given(st.integers(0, 10**6), st.floats(-50, 50), st.sampled_from([0.5, 2.0, -4.0]))
@settings(max_examples=25, deadline=None)
def test_another_unit_moves_scores_and_stretches_errors(
    seed: int, shift: float, stretch: float
) -> None:
    score, company, shopper = _uneven(seed)

    plain = clustered_means(score, company, shopper)
    other = clustered_means(shift + stretch * score, company, shopper)

    np.testing.assert_allclose(other.score, shift + stretch * plain.score, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(other.error, abs(stretch) * plain.error, rtol=1e-9, atol=1e-9)
    np.testing.assert_array_equal(all_degrees_of_freedom(other), all_degrees_of_freedom(plain))


@given(st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_names_of_companies_and_shoppers_do_not_matter(seed: int) -> None:
    score, company, shopper = _uneven(seed)
    plain = clustered_means(score, company, shopper)

    other = clustered_means(score, _ints(2, 0, 1)[company], 9 - shopper)

    np.testing.assert_allclose(other.score[[2, 0, 1]], plain.score, rtol=1e-14)
    np.testing.assert_allclose(other.error[[2, 0, 1]], plain.error, rtol=1e-9)
    np.testing.assert_allclose(
        all_degrees_of_freedom(other)[[2, 0, 1]], all_degrees_of_freedom(plain), rtol=1e-9
    )


@pytest.mark.parametrize(
    ("score", "company", "shopper", "sentence"),
    [
        ([1.0], [0, 0], [0, 0], "every contact needs a score, a company and a shopper"),
        ([1.0, 2.0], [0, 0], [0], "every contact needs a score, a company and a shopper"),
        ([], [], [], "without contacts there is no mean"),
        ([1.0, 2.0], [0, -1], [0, 1], "companies and shoppers are numbered from 0"),
        ([1.0, 2.0], [0, 0], [-1, 1], "companies and shoppers are numbered from 0"),
        ([1.0, float("nan")], [0, 0], [0, 1], "a score is a finite number"),
        ([1.0, float("inf")], [0, 0], [0, 1], "a score is a finite number"),
        (
            [1.0, 2.0],
            [0, 2],
            [0, 1],
            "companies are numbered without gaps: each number needs a contact",
        ),
    ],
)
def test_impossible_contacts_are_refused(
    score: list[float], company: list[int], shopper: list[int], sentence: str
) -> None:
    with pytest.raises(ValueError, match=f"^{sentence}$"):
        clustered_means(_floats(*score), _ints(*company), _ints(*shopper))


@pytest.mark.parametrize("shape", [(2,), (1, 3), (3, 1)])
def test_coefficients_need_a_column_for_each_score(shape: tuple[int, ...]) -> None:
    found = clustered_means(_floats(1, 2, 3, 4), _ints(0, 0, 1, 1), _ints(0, 1, 0, 1))
    coefficient = np.ones(shape)

    with pytest.raises(ValueError, match=r"^coefficients need a row for each new score and a col"):
        combined(found, coefficient)


def test_a_comparison_with_itself_is_refused() -> None:
    found = clustered_means(_floats(1, 2, 3, 4), _ints(0, 0, 1, 1), _ints(0, 1, 0, 1))

    with pytest.raises(
        ValueError, match=r"^a comparison in which everything cancels has no error$"
    ):
        degrees_of_freedom(found, _floats(0, 0))


@pytest.mark.parametrize("level", [0, 1, -0.5, 95])
def test_a_level_of_confidence_is_a_probability(level: float) -> None:
    found = clustered_means(_floats(1, 2), _ints(0, 0), _ints(0, 1))

    with pytest.raises(ValueError, match=r"^a level of confidence lies between 0 and 1$"):
        intervals(found, level=level)


def test_degrees_of_freedom_of_all_are_those_of_each() -> None:
    random = np.random.default_rng(4)
    means = clustered_means(
        random.normal(70, 9, 300), random.integers(0, 5, 300), random.integers(0, 9, 300)
    )
    mixed = combined(
        means, np.array([[0, -2.0, 0, 0, 0], [0.5, 0, 0.25, 0.25, 0], [0, 0, 0, 0, 1.0]])
    )

    for scores in (means, mixed):
        each = np.eye(len(scores.score))
        expected = [degrees_of_freedom(scores, row) for row in each]
        np.testing.assert_allclose(all_degrees_of_freedom(scores), expected, rtol=1e-13)
