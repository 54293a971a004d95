"""Few contacts are not shown, nor what would give them away."""

from itertools import chain, combinations, count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.formulas.withholding import (
    Base,
    Few,
    Secrecy,
    publishable,
    too_few_for_whole,
    ways_to_share,
    withheld,
)

LEAST_3 = Secrecy(3)


def _bases(groups: dict[Any, Any]) -> dict[Any, Base]:
    """Groups of so many companies, each of them another one."""
    ids = count()

    def some(number: int) -> frozenset[int]:
        return frozenset(next(ids) for _each in range(number))

    return {
        key: Base(some(stayed), (some(unlisted),), tuple(some(each) for each in chain(*moved)))
        for key, (stayed, unlisted, *moved) in groups.items()
    }


@pytest.mark.parametrize(
    ("contacts", "least", "hidden"),
    [
        ({"a": 5, "b": 5}, 5, set()),
        ({"a": 4, "b": 5, "c": 9}, 5, {"a", "b"}),
        ({"a": 4, "b": 9, "c": 6}, 5, {"a", "c"}),
        ({"a": 4, "b": 3, "c": 9}, 5, {"a", "b"}),
        ({"a": 4}, 5, {"a"}),
        # The whole less c and d would be a mean of two.
        ({"a": 1, "b": 1, "c": 17, "d": 6}, 5, {"a", "b", "d"}),
        ({"a": 1, "b": 1}, 5, {"a", "b"}),
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
    bases = _bases(groups)

    assert publishable(bases, LEAST_3) == shown
    assert too_few_for_whole(bases, LEAST_3) is too_few


@pytest.mark.parametrize(
    ("known", "shown", "too_few"),
    [
        # Two of a's four are left to be told apart, and all of b's are its own reader's.
        ({1, 2}, {"a", "b"}, None),
        ({5, 6, 7}, {"a", "b"}, None),
        # Of a one company is left; and who knows a's mean and that of all knows b's.
        ({1, 2, 3}, set(), None),
        ({2, 6, 7}, set(), None),
        ({1, 2, 3, 5, 6}, set(), None),
        ({1, 2, 3, 5, 6, 7}, set(), Few.STAYED),
    ],
)
def test_who_knows_several_companies_works_out_no_other(
    known: set[int], shown: set[str], too_few: Few | None
) -> None:
    """Of three companies, who knows two would read the third's change from the mean."""
    bases = {"a": Base(frozenset({1, 2, 3, 4})), "b": Base(frozenset({5, 6, 7}))}
    secrecy = Secrecy(3, [frozenset({8, 9}), frozenset(known)])

    assert publishable(bases, secrecy) == shown
    assert too_few_for_whole(bases, secrecy) is too_few


def test_enough_unlisted_companies_in_one_year_hide_nobody_in_the_other() -> None:
    """Each mean less the printed totals stands on its own."""
    stayed, three, one = frozenset(range(9)), frozenset({1, 2, 3}), frozenset({1})

    assert publishable({"a": Base(stayed, (three, three))}, LEAST_3) == {"a"}
    assert publishable({"a": Base(stayed, (one, three))}, LEAST_3) == set()
    assert too_few_for_whole({"a": Base(stayed, (one, three))}, LEAST_3) is Few.UNLISTED


@given(contacts=st.dictionaries(st.integers(0, 6), st.integers(0, 12), max_size=6))
def test_no_smaller_set_of_parts_keeps_the_few_from_being_worked_out(
    contacts: dict[int, int],
) -> None:
    """All sets are tried: of those that hold the few, and not just one part or too few contacts."""
    few = {part for part, count in contacts.items() if count < 5}
    safe = [
        set(chosen)
        for size in range(len(contacts) + 1)
        for chosen in combinations(contacts, size)
        if few <= set(chosen)
        and (
            len(contacts) == size
            or (size != 1 and not 0 < sum(contacts[part] for part in chosen) < 5)
        )
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
    bases = _bases({key: (*counts[:2], counts[2:]) for key, counts in groups.items()})
    shown = publishable(bases, LEAST_3)

    hidden = [groups[key] for key in groups if key not in shown]
    left = [sum(column) for column in zip(*hidden, strict=True)]
    for each in (*(groups[key] for key in shown), left if shown else []):
        assert not {1, 2} & set(each)
    assert all(groups[key][0] for key in shown)


@pytest.mark.parametrize(
    ("contacts", "ways"),
    [
        ([], 1),
        ([1, 1, 1, 1], 1),  # each another's
        ([4], 1),  # one person's
        ([2, 1, 1], 6),  # which two of four
        ([2, 2], 3),  # whose the first one is with
        ([3, 2, 2], 105),  # 7! / (3! 2! 2! 2!)
    ],
)
def test_ways_in_which_contacts_are_shared_out(contacts: list[int], ways: int) -> None:
    assert 2 ** ways_to_share(contacts) == pytest.approx(ways)
