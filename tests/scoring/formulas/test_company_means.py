"""Sums by group and pattern, and the exact means made of them."""

from fractions import Fraction

import numpy as np
import pytest
from numpy.typing import NDArray

from scoring.formulas.company_means import Cells, ContactPoints, Mean, means, section_means, summed


def _points(group: list[int], got: list[list[int]], possible: list[list[int]]) -> ContactPoints:
    return ContactPoints(
        group=np.array(group, dtype=np.int64),
        got=np.array(got, dtype=np.int64),
        possible=np.array(possible, dtype=np.int64),
        zeroed=np.zeros((len(group), len(got[0])), dtype=np.bool_),
    )


def _by_cell(values: NDArray[np.int64]) -> list[list[int]]:
    rows: list[list[int]] = values.tolist()
    return sorted(rows)


def test_contacts_of_one_pattern_are_one_cell() -> None:
    points = _points(
        [7, 7, 7, 9], [[1, 2], [3, 0], [2, 0], [4, 4]], [[4, 4], [4, 4], [4, 0], [4, 4]]
    )

    cells = summed(points)

    facts = np.column_stack([cells.group, cells.contacts, cells.possible, cells.got])
    assert _by_cell(facts) == [
        [7, 1, 4, 0, 2, 0],
        [7, 2, 4, 4, 4, 2],
        [9, 1, 4, 4, 4, 4],
    ]


def test_means_leave_out_contacts_in_which_no_weighed_section_applies() -> None:
    cells = summed(_points([0, 0, 1], [[4, 1], [2, 0], [1, 0]], [[4, 2], [4, 0], [4, 0]]))

    found = means(cells, [Fraction(0), Fraction(1)])

    assert found == {0: Mean(Fraction(50), 1)}


def test_means_of_regrouped_cells() -> None:
    cells = summed(_points([0, 1, 2], [[4], [2], [1]], [[4], [4], [4]]))

    found = section_means(cells, 0, group=cells.group // 2)

    assert found == {0: Mean(Fraction(150), 2), 1: Mean(Fraction(25), 1)}


def test_weights_only_matter_by_their_proportions() -> None:
    cells = summed(_points([0, 0], [[4, 1], [3, 0]], [[4, 7], [4, 7]]))

    small = means(cells, [Fraction(1, 300), Fraction(2, 300)])

    assert small == means(cells, [Fraction(1, 3), Fraction(2, 3)])


def test_unanswered_contacts_lower_a_mean_exactly() -> None:
    assert Mean(Fraction(200), 2).with_unanswered(1).value == Fraction(200, 3)


def test_groups_far_apart_are_told_apart() -> None:
    groups = [0, 10**15, 10**15 + 1, 7]

    found = means(summed(_points(groups, [[k] for k in range(4)], [[4]] * 4)), [Fraction(1)])

    assert {group: mean.value for group, mean in found.items()} == {
        group: 25 * k for k, group in enumerate(groups)
    }


def test_many_patterns_are_squeezed_and_stay_exact() -> None:
    random = np.random.default_rng(7)
    possible = random.integers(1, 1000, size=(3000, 6))
    got = random.integers(0, possible + 1)
    group = random.integers(0, 5, size=3000)
    weights = [Fraction(k + 1, 21) for k in range(6)]

    found = means(summed(_points(group.tolist(), got.tolist(), possible.tolist())), weights)

    expected = [Fraction(0)] * 5
    for member, row_got, row_possible in zip(
        group.tolist(), got.tolist(), possible.tolist(), strict=True
    ):
        shares = zip(weights, row_got, row_possible, strict=True)
        expected[member] += sum((100 * w * Fraction(g, p) for w, g, p in shares), Fraction(0))
    assert {member: mean.total for member, mean in found.items()} == dict(enumerate(expected))


def test_no_contact_at_all_has_no_mean() -> None:
    nothing = ContactPoints(
        group=np.zeros(0, dtype=np.int64),
        got=np.zeros((0, 2), dtype=np.int64),
        possible=np.zeros((0, 2), dtype=np.int64),
        zeroed=np.zeros((0, 2), dtype=np.bool_),
    )

    assert means(summed(nothing), [Fraction(1, 2)] * 2) == {}


def test_points_beyond_exact_addition_are_refused() -> None:
    with pytest.raises(OverflowError):
        summed(_points([0, 0], [[2**53], [1]], [[2**53], [1]]))


def test_means_are_the_same_in_64_bits_and_beyond() -> None:
    cells = summed(_points([0, 0, 3], [[4, 1], [3, 0], [1, 5]], [[4, 7], [4, 0], [9, 7]]))
    fine = [Fraction(1, 3) + Fraction(1, 10**30), Fraction(2, 3) - Fraction(1, 10**30)]

    near, exact = means(cells, [Fraction(1, 3), Fraction(2, 3)]), means(cells, fine)

    assert near == {
        0: Mean(Fraction(100, 3) + Fraction(200, 21) + 75, 2),
        3: Mean(Fraction(100, 27) + Fraction(1000, 21), 1),
    }
    change = Fraction(1, 10**30)
    assert exact[0].total - near[0].total == change * (100 - Fraction(100, 7))
    assert exact[3].total - near[3].total == change * (Fraction(100, 9) - Fraction(500, 7))
    by_points = means(cells, fine, by_points=True)
    assert by_points[3].total == 100 * (fine[0] + 5 * fine[1]) / (9 * fine[0] + 7 * fine[1])


def test_largest_sums_of_64_bits_stay_exact() -> None:
    # 2**62 points of 1 possible times a weight of 1 or of 3: below and beyond 64 bits.
    size = np.array([2**62], dtype=np.int64)
    one = np.ones((1, 1), dtype=np.int64)
    cells = Cells(np.zeros(1, np.int64), np.array([1]), size[:, np.newaxis], one, one < 0)

    assert means(cells, [Fraction(1)]) == {0: Mean(Fraction(100 * 2**62), 1)}
    assert means(cells, [Fraction(3)]) == {0: Mean(Fraction(100 * 2**62), 1)}
    assert means(cells, [Fraction(3)], by_points=True) == {0: Mean(Fraction(100 * 2**62), 1)}
