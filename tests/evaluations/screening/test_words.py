"""Texts that stand twice, against every pair compared."""

import random
from itertools import combinations

import numpy as np
import pytest

from evaluations.screening.words import (
    _candidates,
    _signatures,
    copied,
    normal,
    shingles,
    similarity,
)

LONG = "The agent let me wait for a while but then she answered all of my questions."


def test_similarity_by_hand() -> None:
    # abcde, bcdef against abcde, bcdeg: one of three.
    assert shingles("abcdef") == {"abcde", "bcdef"}
    assert similarity(shingles("abcdef"), shingles("abcdeg")) == pytest.approx(1 / 3)
    assert shingles("abcd") == frozenset()


def test_case_and_spacing_are_no_difference() -> None:
    assert normal("  The\n Agent ") == "the agent"
    found = copied([LONG, f" {LONG.upper()}\n"], [3, 8])

    assert found == {8: [(3, 1.0)]}


def _made(seed: int, count: int) -> list[str]:
    """Texts of made-up words, every fifth a changed copy of an earlier one."""
    draw = random.Random(seed)  # noqa: S311 - no secret
    words = ["".join(draw.choices("abcdefghij", k=draw.randint(2, 8))) for _ in range(300)]
    texts: list[list[str]] = []
    for at in range(count):
        if at % 5 == 4:
            copy = list(draw.choice(texts))
            for _ in range(draw.randint(0, 4)):
                copy[draw.randrange(len(copy))] = draw.choice(words)
            texts.append(copy)
        else:
            texts.append(draw.choices(words, k=draw.randint(12, 40)))
    return [" ".join(text) for text in texts]


def test_all_pairs_are_found() -> None:
    texts = _made(1, 150)
    sets = [shingles(text) for text in texts]
    expected = {
        (one, other): similarity(sets[one], sets[other])
        for one, other in combinations(range(150), 2)
        if similarity(sets[one], sets[other]) >= 0.7
    }

    found = copied(texts, range(150), most=150)

    assert len(expected) > 20
    assert {
        (earlier, later): alike for later, others in found.items() for earlier, alike in others
    } == expected


def test_hashes_are_the_same_as_often_as_texts_are_alike() -> None:
    texts = _made(2, 60)
    rows = _signatures(texts)
    pairs = [
        (
            similarity(shingles(texts[one]), shingles(texts[other])),
            (rows[one] == rows[other]).mean(),
        )
        for one, other in combinations(range(60), 2)
    ]
    alike = [pair for pair in pairs if 0.2 < pair[0] < 0.99]

    # 64 orders: the standard error of one is .0625 at most.
    assert len(alike) > 5
    assert max(abs(told - true) for true, told in pairs) < 4 * 0.0625
    assert np.mean([told - true for true, told in alike]) == pytest.approx(0, abs=0.05)


def test_hardly_any_candidate_is_searched_in_vain() -> None:
    texts = sorted(set(_made(3, 150)))
    sets = [shingles(text) for text in texts]

    found = _candidates(_signatures(texts), 0.7)

    assert found == sorted(set(found))
    assert all(similarity(sets[one], sets[other]) > 0.4 for one, other in found)


def test_a_text_ends_where_the_next_begins() -> None:
    alone = _signatures([normal(LONG)])
    among = _signatures(["abcdefgh", normal(LONG), "hijklmnop"])

    assert among[1].tolist() == alone[0].tolist()
    assert among[0].tolist() == _signatures(["abcdefgh"])[0].tolist()


def test_the_most_alike_of_the_earlier_stands_first() -> None:
    near = LONG.replace("answered", "did answer")
    found = copied([LONG, near, near, LONG], [1, 2, 5, 7])

    alike = similarity(shingles(normal(LONG)), shingles(normal(near)))
    assert 0.7 < alike < 1
    assert found == {
        2: [(1, alike)],
        5: [(2, 1.0), (1, alike)],
        7: [(1, 1.0), (2, alike), (5, alike)],
    }
    assert copied([LONG, near, near, LONG], [1, 2, 5, 7], most=1) == {
        2: [(1, alike)],
        5: [(2, 1.0)],
        7: [(1, 1.0)],
    }
    assert copied([LONG, near], [1, 2], limit=alike) == {2: [(1, alike)]}
    assert copied([LONG, near], [1, 2], limit=alike + 1e-9) == {}


def test_one_owners_texts_are_no_copies_of_each_other() -> None:
    assert copied([LONG, LONG, LONG], [4, 4, 6]) == {6: [(4, 1.0)]}


def test_short_texts_are_left_out() -> None:
    short = LONG[:40]

    assert copied([short, short], [0, 1]) == {1: [(0, 1.0)]}
    assert copied([short, short], [0, 1], shortest=41) == {}
    assert copied([], []) == {}
    # Half a pair of surrogates is no character, and no reason to stop.
    assert copied([LONG + "\ud800", LONG + "\ud800"], [0, 1]) == {1: [(0, 1.0)]}


@pytest.mark.parametrize(
    ("owners", "limit", "shortest", "said"),
    [
        ([], 0.7, 40, "every text has an owner"),
        ([0], 0.0, 40, "limit of similarity"),
        ([0], 1.1, 40, "limit of similarity"),
        ([0], 0.7, 4, "no shorter than a shingle"),
    ],
)
def test_what_cannot_be_is_refused(
    owners: list[int], limit: float, shortest: int, said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        copied([LONG], owners, limit=limit, shortest=shortest)
