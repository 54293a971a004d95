"""Few contacts are not shown, nor what would give them away."""

import pytest

from scoring.formulas.withholding import withheld


@pytest.mark.parametrize(
    ("contacts", "least", "hidden"),
    [
        ({"a": 5, "b": 5}, 5, set()),
        ({"a": 4, "b": 5, "c": 9}, 5, {"a", "b"}),
        ({"a": 4, "b": 9, "c": 6}, 5, {"a", "c"}),
        ({"a": 4, "b": 3, "c": 9}, 5, {"a", "b"}),
        ({"a": 4}, 5, {"a"}),
        ({"a": 4, "b": 7, "c": 7}, 5, {"a", "b"}),
        ({"a": 0, "b": 1}, 0, set()),
        ({}, 5, set()),
    ],
)
def test_a_single_withheld_part_takes_the_next_smallest_with_it(
    contacts: dict[str, int], least: int, hidden: set[str]
) -> None:
    assert withheld(contacts, least) == hidden
