"""Runs and variability row by row, and what is tested."""

from itertools import groupby
from math import erfc
from statistics import stdev

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.screening.facts import Limits, Rule
from evaluations.screening.likeness import robust_z
from evaluations.screening.runs import longest_runs, straight_lining, variability

rows = st.lists(st.lists(st.integers(-1, 2), min_size=7, max_size=7), min_size=1, max_size=5)


@given(rows)
def test_any_rows_one_by_one(places: list[list[int]]) -> None:
    runs, ends = longest_runs(np.array(places))
    spread = variability(np.array(places))

    for at, row in enumerate(places):
        told = [place for place in row if place >= 0]
        lengths = [len(list(same)) for _, same in groupby(told)]
        assert runs[at] == max(lengths, default=0)
        if len(told) > 1:
            assert spread[at] == pytest.approx(stdev(told))
        else:
            assert np.isnan(spread[at])
        asked = [column for column, place in enumerate(row) if place >= 0]
        if lengths:
            first = lengths.index(max(lengths))
            assert ends[at] == asked[sum(lengths[: first + 1]) - 1]


def test_the_longstring_of_careless() -> None:
    # The vignette of the R package careless: 1 5 3 3 3 3 3 2 6 has a longstring of 5.
    runs, ends = longest_runs(np.array([[1, 5, 3, 3, 3, 3, 3, 2, 6]]))

    assert (runs.tolist(), ends.tolist()) == ([5], [6])


QUESTIONS = [f"q{number}" for number in range(12)]


def _usual(count: int) -> list[list[int]]:
    """Reports with runs of 2 to 4 in turn, and then 1s and 2s."""
    return [[0] * (2 + at % 3) + [1, 2] * 4 + [1, 2][at % 3 :] for at in range(count)]


def test_a_run_and_the_questions_it_lies_in() -> None:
    odd = [0, 1, 2, 2, 2, 2, -1, 2, 2, 2, 2, 1]
    places = np.array([*_usual(30), odd])
    group = np.zeros(31, dtype=np.int64)

    long, flat = straight_lining(places, group, [QUESTIONS] * 31, Limits())

    assert (long.rule, flat.rule) == (Rule.LONG_RUN, Rule.FLAT_ANSWERS)
    assert long.statistic[30] == 8
    assert long.telling.tolist() == [False] * 30 + [True]
    assert long.look_at == {30: ("q2", "q3", "q4", "q5", "q7", "q8", "q9", "q10")}
    assert not flat.look_at
    # Upper tail of runs on a log scale, lower tail of variances.
    z = robust_z(np.log(long.statistic), group, fewest=20)[30]
    assert long.p[30] == pytest.approx(_upper_tail(z))
    z = robust_z(flat.statistic**2, group, fewest=20, below=True)[30]
    assert flat.p[30] == pytest.approx(_upper_tail(-z))


def test_the_same_answer_throughout_is_flat() -> None:
    places = np.array([*_usual(30), [1] * 12])
    _, flat = straight_lining(places, np.zeros(31, dtype=np.int64), [QUESTIONS] * 31, Limits())

    assert flat.statistic[30] == 0
    assert flat.telling.tolist() == [False] * 30 + [True]


def test_too_few_answers_or_reports_are_not_tested() -> None:
    places = np.array([*_usual(20), [0, 1, 2] * 3 + [-1] * 3])
    group = np.zeros(21, dtype=np.int64)

    long, flat = straight_lining(places, group, [QUESTIONS] * 21, Limits())
    for test in (long, flat):
        assert np.isnan(test.p).tolist() == [False] * 20 + [True]
        assert np.isnan(test.statistic[20])
        assert not test.telling[20]
    for test in straight_lining(places, group, [QUESTIONS] * 21, Limits(fewest_reports=21)):
        assert np.isnan(test.p).all()
    for test in straight_lining(places, group, [QUESTIONS] * 21, Limits(fewest_answers=9)):
        assert not np.isnan(test.p).any()


def _upper_tail(z: float) -> float:
    return erfc(z / 2**0.5) / 2
