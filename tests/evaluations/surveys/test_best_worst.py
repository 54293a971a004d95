"""Which sections are shown together."""

from collections import Counter
from itertools import combinations

import pytest

from evaluations.surveys.best_worst import sets_of

LETTERS = "abcdefghijkl"


def test_two_sections_are_one_choice() -> None:
    assert sets_of(["needs", "solution"]) == (("needs", "solution"),)


def test_seven_sections_make_a_balanced_incomplete_block_design() -> None:
    """Fano's plane, complemented: 7 sets of 4, every two sections together twice."""
    sets = sets_of(LETTERS[:7])

    assert [len(each) for each in sets] == [4] * 7
    assert set(Counter(pair for each in sets for pair in combinations(each, 2)).values()) == {2}


@pytest.mark.parametrize(
    ("count", "sets", "size", "meetings"),
    [
        (3, 3, 2, {1}),
        (4, 4, 3, {2}),
        (5, 5, 4, {3}),
        (6, 6, 4, {2, 3}),
        (12, 12, 4, {1, 2}),
    ],
)
def test_every_section_is_shown_equally_often_and_pairs_meet_evenly(
    count: int, sets: int, size: int, meetings: set[int]
) -> None:
    sections = LETTERS[:count]

    found = sets_of(sections)

    assert len(set(found)) == sets
    assert {len(each) for each in found} == {size}
    assert Counter(section for each in found for section in each) == dict.fromkeys(sections, size)
    together = Counter(pair for each in found for pair in combinations(each, 2))
    assert len(together) == count * (count - 1) // 2
    assert set(together.values()) == meetings
    # Each set stands in the order of the checklist.
    assert all(each == tuple(sorted(each)) for each in found)


@pytest.mark.parametrize("sections", [["needs"], ["needs", "needs"]])
def test_a_choice_needs_two_sections(sections: list[str]) -> None:
    with pytest.raises(ValueError, match="at least two sections"):
        sets_of(sections)
