"""The matrix says of contacts what the contacts say, to the last bit."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.formulas.category_figures import Contacts, company_figures, figures_of_cells
from scoring.formulas.counting import Counting
from scoring.formulas.point_matrix import (
    PointMatrix,
    matrix_cells,
    matrix_contacts,
    point_matrix,
)
from scoring.formulas.stored_arrays import from_bytes, to_bytes

WEIGHTS = (Fraction(1, 5), Fraction(3, 10), Fraction(1, 2))
CHOICES: list[dict[str, Any]] = [
    {},
    {"critical": "zero_contact"},
    {"critical": "flag_only", "contact": "share_of_points"},
    {"contact": "share_of_points"},
    {"silent_in": (False,) * 3},
    {"weights": (Fraction(0), Fraction(1, 3), Fraction(2, 3))},
]


def _counting(choices: dict[str, Any]) -> Counting:
    plain = {"weights": WEIGHTS, "agent": (False, True, True), "silent_in": (True,) * 3}
    return Counting(**(plain | choices))


def _random(seed: int, size: int) -> tuple[Contacts, Any]:
    """Contacts with patterns, zeroed sections and unanswered ones; and their shoppers."""
    random = np.random.default_rng(seed)
    answered = random.random(size) < 0.8
    possible = np.where(answered[:, None], random.choice([0, 2, 7, 300], (size, 3)), 0)
    return (
        Contacts(
            company=random.integers(0, 4, size),
            channel=random.integers(0, 3, size),
            answered=answered,
            got=random.integers(0, possible + 1),
            possible=possible,
            zeroed=(random.random((size, 3)) < 0.2) & answered[:, None],
        ),
        random.integers(0, 6, size),
    )


def _rows(contacts: Contacts, shopper: Any) -> list[tuple[Any, ...]]:
    """Everything that is known of each contact, sorted."""
    columns = (
        shopper, contacts.company, contacts.channel, contacts.answered,
        contacts.got, contacts.possible, contacts.zeroed,
    )  # fmt: skip
    return sorted(zip(*(each.tolist() for each in columns), strict=True))


@given(seed=st.integers(0, 10**6), size=st.integers(1, 60), choices=st.sampled_from(CHOICES))
def test_figures_are_bit_for_bit_those_of_the_contacts(
    seed: int, size: int, choices: dict[str, Any]
) -> None:
    contacts, shopper = _random(seed, size)
    counting = _counting(choices)

    matrix = from_bytes(PointMatrix, to_bytes(point_matrix(contacts, shopper)))

    assert figures_of_cells(matrix_cells(matrix), counting) == company_figures(contacts, counting)


@given(seed=st.integers(0, 10**6), size=st.integers(1, 60))
def test_the_contacts_come_back_whatever_their_order(seed: int, size: int) -> None:
    contacts, shopper = _random(seed, size)

    again, whose = matrix_contacts(point_matrix(contacts, shopper))

    assert _rows(again, whose) == _rows(contacts, shopper)
    assert {again.got.dtype, whose.dtype, again.possible.dtype} == {np.dtype(np.int64)}


def test_order_of_contacts_does_not_change_a_byte() -> None:
    contacts, shopper = _random(5, 200)
    order = np.random.default_rng(8).permutation(200)
    shuffled = Contacts(
        contacts.company[order], contacts.channel[order], contacts.answered[order],
        contacts.got[order], contacts.possible[order], contacts.zeroed[order],
    )  # fmt: skip

    assert to_bytes(point_matrix(shuffled, shopper[order])) == to_bytes(
        point_matrix(contacts, shopper)
    )


def test_matrix_by_hand() -> None:
    contacts = Contacts(
        company=np.array([1, 0, 1, 1]),
        channel=np.array([2, 0, 2, 1]),
        answered=np.array([True, False, True, True]),
        got=np.array([[3, 300], [0, 0], [1, 7], [2, 2]]),
        possible=np.array([[4, 300], [0, 0], [4, 300], [4, 300]]),
        zeroed=np.array([[False, False], [False, False], [False, False], [False, True]]),
    )

    matrix = point_matrix(contacts, np.array([9, 4, 2, 2]))

    assert matrix.company.tolist() == [0, 1, 1]
    assert matrix.channel.tolist() == [0, 1, 2]
    assert matrix.answered.tolist() == [False, True, True]
    assert matrix.contacts.tolist() == [1, 1, 2]
    assert matrix.possible.tolist() == [[0, 0], [4, 300], [4, 300]]
    assert matrix.zeroed.tolist() == [[False, False], [False, True], [False, False]]
    assert (str(matrix.shopper.dtype), matrix.shopper.tolist()) == ("uint8", [4, 2, 2, 9])
    assert (str(matrix.got.dtype), matrix.got.tolist()) == (
        "uint16",
        [[0, 2, 1, 3], [0, 2, 7, 300]],
    )
    cells = matrix_cells(matrix)
    assert cells.got.tolist() == [[0, 0], [2, 2], [4, 307]]
    assert cells.company is matrix.company
    assert cells.channel is matrix.channel
    assert cells.answered is matrix.answered
    assert cells.contacts is matrix.contacts


def test_sums_of_small_points_do_not_overflow() -> None:
    size = 1000
    zero, yes = np.zeros(size, np.int64), np.ones(size, np.bool_)
    points = np.full((size, 1), 250)

    matrix = point_matrix(Contacts(zero, zero, yes, points, points, zero[:, None] > 0), zero)

    assert matrix.got.dtype == np.uint8
    assert matrix_cells(matrix).got.tolist() == [[250_000]]


def test_a_matrix_needs_contacts_and_their_shoppers() -> None:
    contacts, shopper = _random(1, 5)
    nothing, _ = _random(1, 0)

    for some, whose in ((contacts, shopper[:4]), (nothing, shopper[:0])):
        with pytest.raises(
            ValueError, match=r"^a matrix needs contacts, and each of them its shopper$"
        ):
            point_matrix(some, whose)
