"""Reports of one shopper with the same answers, against every pair compared."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.screening.facts import Flag, Integers, Limits, Rule
from evaluations.screening.repeats import same_answers, shares_alike

rows = st.lists(st.lists(st.integers(-1, 2), min_size=5, max_size=5), min_size=1, max_size=4)


@given(rows, rows)
def test_any_two_reports_question_by_question(one: list[list[int]], other: list[list[int]]) -> None:
    found = shares_alike(np.array(one), np.array(other))

    for at, mine in enumerate(one):
        for place, theirs in enumerate(other):
            either = [pair for pair in zip(mine, theirs, strict=True) if pair != (-1, -1)]
            same = sum(left == right for left, right in either)
            assert found[at, place] == pytest.approx(same / len(either) if either else 0)


def _places(count: int) -> Integers:
    """Reports over 20 questions in which hardly any two are alike."""
    return np.random.Generator(np.random.PCG64(8)).integers(0, 4, size=(count, 20))


KEYS = [f"r{number}" for number in range(40)]
SHOPPER = np.arange(40) % 4
ONE = np.zeros(40, dtype=np.int64)


def _found(places: Integers, limits: Limits | None = None, group: Integers = ONE) -> list[Flag]:
    return same_answers(KEYS, SHOPPER, places, group, limits or Limits())


def test_answers_of_an_earlier_report_of_hers() -> None:
    places = _places(40)
    places[30] = places[6]
    # 19 of 20 are as many as the limit asks for.
    places[38] = places[6]
    places[38, 0] = (places[38, 0] + 1) % 4
    # What another shopper answered is no matter here.
    places[21] = places[4]

    assert _found(places) == [
        Flag(Rule.SAME_ANSWERS, "r30", 1.0, None, ("r6",)),
        Flag(Rule.SAME_ANSWERS, "r38", 0.95, None, ("r6",)),
    ]
    assert [flag.subject for flag in _found(places, Limits(same_answers=0.96))] == ["r30"]


def test_the_first_of_hers_is_compared_with_nothing() -> None:
    places = _places(40)
    places[4] = places[0]

    assert [(flag.subject, flag.look_at) for flag in _found(places)] == [("r4", ("r0",))]


def test_questions_that_either_has_count() -> None:
    places = _places(40)
    places[4] = places[0]
    places[4, :2] = -1

    # 18 of 20.
    assert _found(places) == []
    assert [flag.statistic for flag in _found(places, Limits(same_answers=0.9))] == [0.9]


def test_answers_that_many_have_are_no_sign() -> None:
    places = _places(40)
    places[4] = places[0]
    # Two of the thirty reports of others: 1 - (28/30)^1 > .05; one alone is fewer.
    places[11] = places[0]
    assert [flag.subject for flag in _found(places)] == ["r4"]
    places[13] = places[0]
    assert _found(places) == []
    assert [flag.subject for flag in _found(places, Limits(by_chance=0.07))] == ["r4"]


def test_the_more_reports_of_hers_the_likelier_by_chance() -> None:
    places = _places(40)
    places[11] = places[36] = places[0]

    # Nine earlier ones of hers: 1 - (29/30)^9 = .263.
    assert _found(places, Limits(by_chance=0.26)) == []
    assert [flag.subject for flag in _found(places, Limits(by_chance=0.27))] == ["r36"]


def test_only_like_reports_with_enough_answers() -> None:
    places = _places(40)
    places[4] = places[0]

    assert _found(places, group=np.array([0, *[1] * 39])) == []
    assert _found(places, Limits(fewest_answers=21)) == []
    assert [flag.subject for flag in _found(places, Limits(fewest_answers=20))] == ["r4"]


def test_without_other_shoppers_a_copy_stays_a_copy() -> None:
    places = _places(2)
    places[1] = places[0]
    same = same_answers(["a", "b"], np.array([0, 0]), places, np.array([0, 0]), Limits())

    assert same == [Flag(Rule.SAME_ANSWERS, "b", 1.0, None, ("a",))]


def test_many_are_compared_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    places = _places(40)
    places[20:] = places[:20]
    whole = _found(places)
    monkeypatch.setattr("evaluations.screening.repeats._BLOCK", 7)

    assert len(whole) == 20
    assert _found(places) == whole
