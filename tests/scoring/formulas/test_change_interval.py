"""The interval of a change: Student's sleepers, matrices written from the paper, and the laws."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.formulas.change_interval import change_intervals
from scoring.formulas.clustered_errors import ClusteredScores, clustered_means, combined

# Cushny and Peebles's hours of additional sleep by two drugs, as Student (1908, Biometrika 6, 20)
# prints them; R's manual page of `sleep` tests them: paired, t = -4.0621 on 9 degrees of freedom
# with the interval -2.4598858 to -0.7001142; Welch, t = -1.8608 with standard error 0.8491.
FIRST = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
SECOND = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]


def _scores(values: list[float], shoppers: list[int]) -> ClusteredScores:
    company = np.zeros(len(values), dtype=np.int64)
    return clustered_means(np.array(values), company, np.array(shoppers, dtype=np.int64))


def test_who_is_in_both_years_is_paired_with_herself() -> None:
    everyone = list(range(10))

    found = change_intervals(_scores(FIRST, everyone), _scores(SECOND, everyone))

    assert found.change == pytest.approx([1.58])
    assert found.change / found.error == pytest.approx([4.0621], abs=5e-5)
    assert found.lower == pytest.approx([0.7001142], abs=5e-8)
    assert found.upper == pytest.approx([2.4598858], abs=5e-8)


def test_without_anybody_in_both_years_the_variances_add_up() -> None:
    first, second = _scores(FIRST, list(range(10))), _scores(SECOND, list(range(10, 20)))

    found = change_intervals(first, second)

    assert found.change / found.error == pytest.approx([1.8608], abs=5e-5)
    assert found.error**2 == pytest.approx(first.error**2 + second.error**2)
    # Welch's degrees of freedom with equal variances are those of the pooled test: 2 x 10 - 2.
    half = 2.10092204024104 * found.error  # t of 0.975 on 18 degrees of freedom
    assert found.upper - found.change == pytest.approx(half)
    assert found.change - found.lower == pytest.approx(half)


_YEAR = st.lists(st.tuples(st.integers(0, 100), st.integers(0, 3)), min_size=3, max_size=9).filter(
    lambda year: len({shopper for _, shopper in year}) > 1
)


@settings(max_examples=60)
@given(before=_YEAR, after=_YEAR, apart=st.booleans())
def test_it_is_the_papers_sandwich(
    before: list[tuple[int, int]], after: list[tuple[int, int]], *, apart: bool
) -> None:
    """Against Bell and McCaffrey's matrices: V = sum over s of (X'X)^-1 X'A e e'A X (X'X)^-1."""
    after = [(value, shopper + 4 * apart) for value, shopper in after]
    y = np.array([float(value) for value, _ in before + after])
    who = np.array([shopper for _, shopper in before + after])
    x = np.zeros((len(y), 2))
    x[: len(before), 0] = x[len(before) :, 1] = 1
    bread = np.linalg.inv(x.T @ x)
    hat = x @ bread @ x.T
    residual, variance = y - hat @ y, 0.0
    for shopper in set(who.tolist()):
        mine = who == shopper
        values, vectors = np.linalg.eigh(np.eye(mine.sum()) - hat[np.ix_(mine, mine)])
        adjust = vectors @ np.diag(values.clip(1e-12) ** -0.5) @ vectors.T
        variance += float((np.array([-1, 1]) @ bread @ x[mine].T @ adjust @ residual[mine]) ** 2)

    found = change_intervals(
        *(_scores([v for v, _ in y_], [s for _, s in y_]) for y_ in (before, after))
    )

    assert found.error[0] == pytest.approx(variance**0.5, abs=1e-9)


@given(
    values=st.lists(
        st.tuples(st.integers(0, 100), st.integers(0, 1), st.integers(0, 1), st.integers(0, 4)),
        min_size=1,
        max_size=16,
    )
)
def test_two_years_are_two_groups_of_one_table(values: list[tuple[int, int, int, int]]) -> None:
    every = [(each, c, year, each % 5) for year in (0, 1) for c in (0, 1) for each in (3, 61, 90)]
    table = np.array(every + [tuple(row) for row in values])
    score, company, year, shopper = table.T
    one_table = clustered_means(score.astype(float), year * 2 + company, shopper)
    expected = combined(one_table, np.array([[-1.0, 0, 1, 0], [0, -1, 0, 1]]))

    found = change_intervals(
        *(
            clustered_means(score[at].astype(float), company[at], shopper[at])
            for at in (year == 0, year == 1)
        ),
        level=0.9,
    )

    assert found.change == pytest.approx(expected.score)
    assert found.error == pytest.approx(expected.error)
    assert (found.lower <= found.change).all()
    assert found.change - found.lower == pytest.approx(found.upper - found.change)


def test_where_one_shopper_made_a_year_nothing_is_said_of_the_change() -> None:
    found = change_intervals(_scores([50, 60], [0, 0]), _scores([70, 90, 80], [0, 1, 2]))

    assert found.change.tolist() == [25]
    assert np.isnan([found.error, found.lower, found.upper]).all()


def test_what_cannot_be_compared_is_refused() -> None:
    one = _scores([50, 60], [0, 1])
    two = clustered_means(np.array([1.0, 2.0]), np.array([0, 1]), np.array([0, 1]))

    with pytest.raises(ValueError, match="the same scores in both years"):
        change_intervals(one, two)
    with pytest.raises(ValueError, match="between 0 and 1"):
        change_intervals(one, one, level=1)
