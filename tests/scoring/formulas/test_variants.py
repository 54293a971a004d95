"""The three totals beside one another, and the places they give."""

from fractions import Fraction

import numpy as np

from scoring.formulas.company_means import Cells
from scoring.formulas.sensitivity import Standing
from scoring.formulas.variants import Places, Variants, variants, with_zero_for_missing

HALVES = [Fraction(1, 2)] * 2


def _cells() -> Cells:
    """One contact a company: 80 and 60; 90 and nothing; 100 and 20."""
    return Cells(
        group=np.array([0, 1, 2]),
        contacts=np.array([1, 1, 1]),
        got=np.array([[8, 6], [9, 0], [5, 1]]),
        possible=np.array([[10, 10], [10, 0], [5, 5]]),
        zeroed=np.zeros((3, 2), dtype=np.bool_),
    )


def test_totals_and_places_under_three_rules() -> None:
    standing = Standing(_cells(), {1: 0, 2: 1, 3: 2})

    found = variants(standing, HALVES, np.array([True, True]))

    assert found == Variants(
        total={0: Fraction(70), 1: Fraction(90), 2: Fraction(30), 3: Fraction(0)},
        answered_only={0: Fraction(70), 1: Fraction(90), 2: Fraction(60)},
        zero_for_missing={0: Fraction(70), 1: Fraction(45), 2: Fraction(30), 3: Fraction(0)},
    )
    assert found.places() == {
        0: Places(2, 2, 1),
        1: Places(1, 1, 2),
        2: Places(3, 3, 3),
        3: Places(4, None, 4),
    }


def test_a_section_that_was_not_asked_is_not_missing() -> None:
    by_section = with_zero_for_missing(_cells(), np.array([True, False]))
    by_cell = with_zero_for_missing(
        _cells(), np.array([[True, True], [False, True], [True, False]])
    )

    assert by_section.possible.tolist() == [[10, 10], [10, 0], [5, 5]]
    assert by_cell.possible.tolist() == [[10, 10], [10, 1], [5, 5]]
    assert by_cell.got.tolist() == _cells().got.tolist()


def test_places_are_shared_by_figures_that_round_to_the_same() -> None:
    close = Fraction(1, 10**13)
    found = Variants(
        total={0: Fraction(50) + close, 1: Fraction(50), 2: Fraction(49)},
        answered_only={0: Fraction(50), 1: Fraction(60)},
        zero_for_missing={0: Fraction(1), 1: Fraction(2), 2: Fraction(3)},
    )

    assert found.places() == {0: Places(1, 2, 3), 1: Places(1, 1, 2), 2: Places(3, None, 1)}
