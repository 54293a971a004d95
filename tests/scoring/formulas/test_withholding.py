"""Few contacts are not shown, nor what would give them away."""

from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.formulas.withholding import Base, Few, publishable, too_few_for_whole, withheld


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


@pytest.mark.parametrize(
    ("groups", "shown", "too_few"),
    [
        # Enough everywhere, nobody unlisted; a group of nobody has no mean to show.
        ({"a": (3, 0), "b": (9, 0), "c": (0, 0)}, {"a", "b"}, None),
        # b alone could be taken away from the whole, so the smallest of the others goes with it,
        # and of two as small the first.
        ({"a": (4, 0), "b": (2, 0), "c": (4, 0), "d": (5, 0)}, {"c", "d"}, None),
        # The smallest need not be the first.
        ({"a": (5, 0), "b": (2, 0), "c": (4, 0), "d": (6, 0)}, {"a", "d"}, None),
        # b and c are enough together.
        ({"a": (4, 0), "b": (2, 0), "c": (1, 0)}, {"a"}, None),
        # b and c have one too few together, and a goes with them.
        ({"a": (4, 0), "b": (1, 0), "c": (1, 0)}, set(), None),
        ({"a": (1, 0), "b": (1, 0)}, set(), Few.STAYED),
        # Two unlisted companies are as good as printed; three are not.
        ({"a": (9, 2), "b": (9, 3), "c": (9, 0)}, {"c"}, None),
        ({"a": (9, 2), "b": (9, 0)}, set(), Few.UNLISTED),
        ({"a": (9, 3), "b": (9, 0)}, {"a", "b"}, None),
        ({}, set(), Few.STAYED),
        # One came with a correction: what was shown before, taken away from this, is its own.
        ({"a": (9, 0, (1, 0)), "b": (9, 0, (0, 0))}, set(), Few.MOVED),
        ({"a": (9, 0, (2, 0)), "b": (9, 0, (1, 0))}, set(), None),
        ({"a": (9, 0, (3, 0)), "b": (9, 0, (0, 4))}, {"a", "b"}, None),
    ],
)
def test_a_mean_of_few_companies_is_withheld_with_what_would_give_it_away(
    groups: dict[str, Any], shown: set[str], too_few: Few | None
) -> None:
    bases = {key: Base(*counts) for key, counts in groups.items()}

    assert publishable(bases, 3) == shown
    assert too_few_for_whole(bases, 3) is too_few


@given(contacts=st.dictionaries(st.integers(0, 6), st.integers(0, 12), max_size=6))
def test_no_smaller_set_of_parts_keeps_the_few_from_being_worked_out(
    contacts: dict[int, int],
) -> None:
    """All sets are tried: one that holds the few, and not just one part beside others shown."""
    few = {part for part, count in contacts.items() if count < 5}
    safe = [
        set(chosen)
        for size in range(len(contacts) + 1)
        for chosen in combinations(contacts, size)
        if few <= set(chosen) and (size != 1 or len(contacts) == 1)
    ]
    sizes = [(len(each), sum(contacts[part] for part in each)) for each in safe]

    found = withheld(contacts, 5)

    assert found in safe
    assert (len(found), sum(contacts[part] for part in found)) == min(sizes)


_BASES = st.tuples(*(st.integers(0, 6) for _count in range(4)))


@given(groups=st.dictionaries(st.integers(0, 6), _BASES, max_size=6))
def test_neither_a_group_nor_what_is_left_of_all_stands_on_few(
    groups: dict[int, tuple[int, int, int, int]],
) -> None:
    bases = {key: Base(*counts[:2], counts[2:]) for key, counts in groups.items()}
    shown = publishable(bases, 3)

    hidden = [groups[key] for key in groups if key not in shown]
    left = [sum(column) for column in zip(*hidden, strict=True)]
    for each in (*(groups[key] for key in shown), left if shown else []):
        assert not {1, 2} & set(each)
    assert all(groups[key][0] for key in shown)
