"""Cells give the figures their contacts give, and questions' weights make sections of them."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.formulas.category_figures import (
    Contacts,
    company_figures,
    company_totals,
    contact_cells,
    figures_of_cells,
)
from scoring.formulas.contact_cells import ContactCells, reweighed
from scoring.formulas.contact_scores import Points, contact_score
from scoring.formulas.counting import Counting, zeroed_under
from scoring.formulas.rounding import rounded

ONE = Fraction(1)
SECTION = (0, 0, 1)
COUNTING = Counting((Fraction(2, 5), Fraction(3, 5)), (False, True), (True, True))


def _contacts(rows: list[tuple[int, int, bool, list[int], list[int], list[bool]]]) -> Contacts:
    company, channel, answered, got, possible, zeroed = zip(*rows, strict=True)
    return Contacts(
        np.array(company), np.array(channel), np.array(answered), np.array(got), np.array(possible),
        np.array(zeroed),
    )  # fmt: skip


def _cells(got: list[list[int]], possible: list[list[int]]) -> ContactCells:
    """A company a row, one contact each, of three questions in two sections."""
    rows = len(got)
    return ContactCells(
        company=np.arange(rows),
        channel=np.zeros(rows, np.int64),
        answered=np.ones(rows, np.bool_),
        contacts=np.ones(rows, np.int64),
        got=np.array(got),
        possible=np.array(possible),
        zeroed=np.zeros((rows, 2), np.bool_),
    )


def test_contacts_alike_are_one_cell_whatever_they_got() -> None:
    cells = contact_cells(
        _contacts(
            [
                (1, 2, True, [1, 2], [4, 4], [False, False]),
                (1, 2, True, [3, 1], [4, 4], [False, False]),
                (1, 2, True, [3, 1], [4, 4], [True, False]),
                (1, 0, True, [2, 2], [4, 4], [False, False]),
                (1, 2, False, [0, 0], [0, 0], [False, False]),
                (0, 2, False, [0, 0], [0, 0], [False, False]),
            ]
        )
    )

    facts = zip(
        cells.company.tolist(),
        cells.channel.tolist(),
        cells.answered.tolist(),
        cells.contacts.tolist(),
        cells.got.tolist(),
        cells.possible.tolist(),
        cells.zeroed.tolist(),
        strict=True,
    )
    assert sorted(facts) == [
        (0, 2, False, 1, [0, 0], [0, 0], [False, False]),
        (1, 0, True, 1, [2, 2], [4, 4], [False, False]),
        (1, 2, False, 1, [0, 0], [0, 0], [False, False]),
        (1, 2, True, 1, [3, 1], [4, 4], [True, False]),
        (1, 2, True, 2, [4, 3], [4, 4], [False, False]),
    ]


def test_cells_are_placed_by_company_and_channel() -> None:
    cells = contact_cells(
        _contacts(
            [
                (2, 1, True, [1], [4], [True]),
                (2, 0, False, [0], [0], [False]),
                (2, 2, False, [0], [0], [False]),
            ]
        )
    )

    answered, width = cells.cells("flag_only", answered=True)
    silent, _ = cells.cells("flag_only", answered=False)

    assert width == 3
    assert (answered.group.tolist(), answered.zeroed.tolist()) == ([7], [[False]])
    assert sorted(silent.group.tolist()) == [6, 8]


def test_totals_alone_are_the_figures_totals() -> None:
    cells = contact_cells(
        _contacts(
            [
                (0, 0, True, [1, 2], [4, 4], [False, False]),
                (0, 1, False, [0, 0], [0, 0], [False, False]),
                (2, 1, True, [3, 0], [4, 0], [False, False]),
            ]
        )
    )

    # Company 0: (2/5 x 25 + 3/5 x 50 + 0) / 2; company 2: 75.
    assert company_totals(cells, COUNTING) == {0: 20, 2: 75}
    figures = figures_of_cells(cells, COUNTING)
    assert {company: found.total for company, found in figures.items()} == {0: 20, 2: 75}


def test_a_critical_answer_counts_as_the_method_says() -> None:
    zeroed = np.array([[True, False], [False, False]])

    assert zeroed_under(zeroed, "zero_section").tolist() == [[True, False], [False, False]]
    assert zeroed_under(zeroed, "zero_contact").tolist() == [[True, True], [False, False]]
    assert zeroed_under(zeroed, "flag_only").tolist() == [[False, False], [False, False]]


def test_points_of_questions_count_by_their_weight() -> None:
    questions = _cells([[1, 2, 3], [0, 4, 0]], [[2, 4, 5], [0, 4, 0]])

    sections = reweighed(questions, [Fraction(3, 2), Fraction(1), Fraction(1, 2)], SECTION)

    assert sections.got.tolist() == [[7, 3], [8, 0]]  # in halves
    assert sections.possible.tolist() == [[14, 5], [8, 0]]
    for name in ("company", "channel", "answered", "contacts", "zeroed"):
        assert getattr(sections, name) is getattr(questions, name)


def test_a_question_of_weight_zero_applies_nowhere() -> None:
    questions = _cells([[1, 2, 3]], [[2, 4, 5]])

    sections = reweighed(questions, [ONE, ONE, Fraction(0)], SECTION)

    assert company_totals(sections, COUNTING) == {0: 50}


@given(
    points=st.lists(
        st.lists(st.sampled_from([(0, 0), (0, 2), (1, 2), (3, 7), (7, 7)]), min_size=3, max_size=3),
        min_size=1,
        max_size=12,
    ),
    weights=st.lists(st.fractions(0, 3, max_denominator=12), min_size=3, max_size=3),
)
def test_reweighing_equals_weighing_each_contact(
    points: list[list[tuple[int, int]]], weights: list[Fraction]
) -> None:
    questions = _cells(
        [[g for g, _ in row] for row in points], [[p for _, p in row] for row in points]
    )

    found = company_totals(reweighed(questions, weights, SECTION), COUNTING)

    common = 12 * 11 * 10 * 9 * 7  # of all denominators
    for company, row in enumerate(points):
        whole = [int(weight * common) for weight in weights]
        got, possible = [0, 0], [0, 0]
        for (earned, most), weight, section in zip(row, whole, SECTION, strict=True):
            got[section] += earned * weight
            possible[section] += most * weight
        counted = Points((got[0], got[1]), (possible[0], possible[1]), (False, False))
        score = contact_score(counted, COUNTING, answered=True)
        assert found.get(company) == (None if score is None else rounded(score))


def test_order_of_contacts_does_not_matter() -> None:
    rows = [
        (k % 3, k % 2, k % 5 > 0, [k % 4, k % 3], [4, 4 * (k % 2)], [k % 7 == 0, False])
        for k in range(60)
    ]
    assert company_figures(_contacts(rows), COUNTING) == figures_of_cells(
        contact_cells(_contacts(rows[::-1])), COUNTING
    )


@pytest.mark.parametrize(
    ("weights", "section"),
    [([ONE] * 2, SECTION), ([ONE] * 4, SECTION), ([ONE] * 3, (0, 1)), ([ONE] * 4, (0, 0, 1, 1))],
)
def test_every_question_needs_a_weight_and_a_section(
    weights: list[Fraction], section: tuple[int, ...]
) -> None:
    with pytest.raises(ValueError, match=r"^every question needs a weight and a section$"):
        reweighed(_cells([[1, 2, 3]], [[2, 4, 5]]), weights, section)


def test_weights_below_zero_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^a question weighs 0 or more$"):
        reweighed(_cells([[1, 2, 3]], [[2, 4, 5]]), [ONE, Fraction(-1, 9), ONE], SECTION)


@pytest.mark.parametrize("section", [(0, 0, 2), (-1, 0, 1)])
def test_questions_of_no_section_are_refused(section: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"^a question belongs to one of the sections$"):
        reweighed(_cells([[1, 2, 3]], [[2, 4, 5]]), [ONE] * 3, section)


def test_weights_finer_than_whole_numbers_of_64_bits_are_refused() -> None:
    questions = _cells([[0, 0, 0]], [[1, 1, 1]])
    coarse = [Fraction(2**62 - 2, 2**62), Fraction(1, 2**62), Fraction(1, 2**62)]

    assert reweighed(questions, coarse, SECTION).possible.tolist() == [[2**62 - 1, 1]]
    with pytest.raises(OverflowError, match=r"^weights too fine for whole numbers of 64 bits$"):
        reweighed(questions, [ONE, *coarse[1:]], SECTION)
    earned = _cells([[5, 0, 0]], [[1, 1, 1]])
    with pytest.raises(OverflowError, match=r"^weights too fine"):
        reweighed(earned, [Fraction(1, 3 * 2**60), ONE / 3, ONE / 3], SECTION)
