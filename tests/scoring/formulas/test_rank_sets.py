"""Sets of ranks against plain loops over the definition, by hand, and at their edges."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.formulas.clustered_errors import Floats
from scoring.formulas.rank_sets import (
    Comparisons,
    RankSets,
    among_the_best,
    comparisons,
    marginal_rank_set,
    marginal_rank_sets,
    simultaneous_rank_sets,
)


def _loops(
    score: Floats, influence: Floats, found: Comparisons, level: float, one: int
) -> RankSets:
    """The definition, a pair at a time; `one` company's pairs, or all for -1."""
    count = len(score)
    size: dict[tuple[int, int], float] = {}
    for j in range(count):
        for k in range(count):
            error = float(np.sqrt(((influence[j] - influence[k]) ** 2).sum()))
            if j != k and error > 1e-9 and one in {-1, j, k}:  # not so for NaN
                size[j, k] = error
    above: set[tuple[int, int]] = set()
    while True:
        largest = np.zeros(found.draws.shape[1])
        for (j, k), error in size.items():
            if (j, k) not in above:
                largest = np.maximum(largest, (found.draws[k] - found.draws[j]) / error)
        # The lowest draw that is not below the quantile.
        ordered = np.sort(largest)
        critical = ordered[int(np.ceil(level * (len(ordered) - 1) - 1e-9))]
        new = {
            (j, k)
            for (j, k), error in size.items()
            if (j, k) not in above and (score[k] - score[j]) / error > critical
        }
        if not new:
            break
        above |= new
    return RankSets(
        np.array([1 + sum(j == i for j, _ in above) for i in range(count)]),
        np.array([count - sum(k == i for _, k in above) for i in range(count)]),
    )


def _example(seed: int, count: int) -> tuple[Floats, Floats]:
    """Scores some of which are clear, with errors that shoppers share; one error is not known."""
    random = np.random.default_rng(seed)
    influence = random.normal(0, 0.5, (count, 9)) * random.uniform(0.5, 2, (count, 1))
    influence += random.normal(0, 0.5, 9)
    influence[seed % count] = np.nan
    return random.normal(80, 5, count), influence


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("level", [0.5, 0.95])
def test_sets_follow_the_definition(seed: int, level: float) -> None:
    score, influence = _example(seed, 7)
    found = comparisons(score, influence, seed=seed, draws=101)

    simultaneous = simultaneous_rank_sets(found, level=level)
    marginal = marginal_rank_sets(found, level=level)

    expected = _loops(score, influence, found, level, -1)
    assert simultaneous.lower.tolist() == expected.lower.tolist()
    assert simultaneous.upper.tolist() == expected.upper.tolist()
    for company in range(7):
        own = _loops(score, influence, found, level, company)
        assert marginal.lower[company] == own.lower[company]
        assert marginal.upper[company] == own.upper[company]
        assert marginal_rank_set(found, company, level=level) == (
            marginal.lower[company],
            marginal.upper[company],
        )


def test_many_companies_follow_the_definition() -> None:
    score, influence = _example(3, 40)
    found = comparisons(score, influence, seed=3, draws=60)

    sets = simultaneous_rank_sets(found)

    expected = _loops(score, influence, found, 0.95, -1)
    assert sets.lower.tolist() == expected.lower.tolist()
    assert sets.upper.tolist() == expected.upper.tolist()
    lower, upper = marginal_rank_set(found, 5)
    own = _loops(score, influence, found, 0.95, 5)
    assert (lower, upper) == (own.lower[5], own.upper[5])


def test_the_critical_value_of_two_is_of_both_sides() -> None:
    # The larger of z and -z exceeds 1.96 in 5 % of all draws: the set of each is both-sided.
    influence = np.eye(2) / 2**0.5
    near = comparisons(np.array([0, 1.9]), influence, seed=4, draws=40_000)
    far = comparisons(np.array([0, 2.02]), influence, seed=4, draws=40_000)

    assert marginal_rank_set(near, 0) == (1, 2)
    assert marginal_rank_set(far, 0) == (2, 2)
    assert marginal_rank_set(far, 1) == (1, 1)
    assert simultaneous_rank_sets(near).lower.tolist() == [1, 1]
    assert simultaneous_rank_sets(far).lower.tolist() == [2, 1]
    assert simultaneous_rank_sets(far).upper.tolist() == [2, 1]


def test_stepping_down_finds_more() -> None:
    # Company 0 is far below; dropping its pairs lowers the bar for the other two.
    influence = np.eye(3) / 2**0.5
    found = comparisons(np.array([-100, 0, 2.3]), influence, seed=2, draws=20_000)
    few = comparisons(np.array([-100, 0, 2.1]), influence, seed=2, draws=20_000)
    pairs = np.triu_indices(3, 1)
    first = np.quantile(np.abs(found.draws[pairs[0]] - found.draws[pairs[1]]).max(axis=0), 0.95)

    sets = simultaneous_rank_sets(found)

    # Studentized range of 3, 5 %: 3.314, divided by the root of 2.
    assert first == pytest.approx(2.343, abs=0.02)
    assert first > 2.3
    assert (sets.lower.tolist(), sets.upper.tolist()) == ([3, 2, 1], [3, 2, 1])
    assert simultaneous_rank_sets(few).lower.tolist() == [3, 1, 1]
    assert simultaneous_rank_sets(few).upper.tolist() == [3, 2, 2]


def test_a_company_without_a_known_error_may_have_any_rank() -> None:
    influence = np.array([[1e-3, 0, 0], [np.nan] * 3, [0, 1e-3, 0], [0, 0, 1e-3]])
    found = comparisons(np.array([90.0, 99, 80, 70]), influence, seed=1, draws=50)

    for sets in (simultaneous_rank_sets(found), marginal_rank_sets(found)):
        assert sets.lower.tolist() == [1, 1, 2, 3]
        assert sets.upper.tolist() == [2, 4, 3, 4]
    assert among_the_best(simultaneous_rank_sets(found)).tolist() == [True, True, False, False]
    assert among_the_best(simultaneous_rank_sets(found), tau=2).tolist() == [
        True,
        True,
        True,
        False,
    ]
    assert found.compared.tolist() == [
        [False, False, True, True],
        [False] * 4,
        [True, False, False, True],
        [True, False, True, False],
    ]
    assert found.precision[0, 2] == pytest.approx(1000 / 2**0.5)
    assert found.statistic[0, 2] == pytest.approx(-10 * 1000 / 2**0.5)
    assert found.statistic[2, 0] == pytest.approx(10 * 1000 / 2**0.5)
    assert found.statistic[0, 1] == 0


def test_companies_without_any_spread_between_them_are_not_told_apart() -> None:
    # The same shoppers gave both the same, ten points apart; the third was given otherwise.
    influence = np.array([[1.0, -1.0], [1.0, -1.0], [1.0, 1.0]])

    found = comparisons(np.array([90.0, 80, 40]), influence, seed=1, draws=200)

    assert found.compared.tolist() == [
        [False, False, True],
        [False, False, True],
        [True, True, False],
    ]
    sets = simultaneous_rank_sets(found)
    assert (sets.lower.tolist(), sets.upper.tolist()) == ([1, 1, 3], [2, 2, 3])


def test_ties_and_lone_companies_have_every_rank() -> None:
    tied = comparisons(np.full(3, 80.0), np.eye(3), seed=1, draws=100)
    lone = comparisons(np.array([80.0]), np.ones((1, 2)), seed=1, draws=100)
    none = comparisons(np.zeros(0), np.zeros((0, 2)), seed=1, draws=100)

    for sets in (
        simultaneous_rank_sets(tied, level=0.01),
        marginal_rank_sets(tied, level=0.01),
    ):
        assert (sets.lower.tolist(), sets.upper.tolist()) == ([1, 1, 1], [3, 3, 3])
    for sets in simultaneous_rank_sets(lone), marginal_rank_sets(lone):
        assert (sets.lower.tolist(), sets.upper.tolist()) == ([1], [1])
    for sets in simultaneous_rank_sets(none), marginal_rank_sets(none):
        assert (sets.lower.tolist(), sets.upper.tolist()) == ([], [])


def test_draws_are_the_shoppers_weighed_by_seeded_normal_numbers() -> None:
    influence = np.array([[1.0, 2.0], [0.0, 3.0]])

    found = comparisons(np.array([1.0, 2.0]), influence, seed=11, draws=5)

    multipliers = np.random.Generator(np.random.PCG64(11)).standard_normal((2, 5))
    assert found.draws.tolist() == (influence @ multipliers).tolist()
    assert comparisons(np.array([1.0]), np.ones((1, 1)), seed=0).draws.shape == (1, 2000)
    other = comparisons(np.array([1.0, 2.0]), influence, seed=12, draws=5)
    assert (other.draws != found.draws).all()


@given(st.integers(0, 10**6))
@settings(max_examples=20, deadline=None)
def test_sets_hold_the_ranks_and_move_with_the_companies(seed: int) -> None:
    score, influence = _example(seed, 6)
    order = np.random.default_rng(seed).permutation(6)
    found = comparisons(score, influence, seed=seed, draws=200)
    moved = comparisons(score[order] / 4 + 8, influence[order] / 4, seed=seed, draws=200)
    ranks = 1 + (score > score[:, None]).sum(axis=1)

    everyone, own = simultaneous_rank_sets(found), marginal_rank_sets(found)

    assert (everyone.lower <= own.lower).all()
    assert (own.lower <= ranks).all()
    assert (ranks <= own.upper).all()
    assert (own.upper <= everyone.upper).all()
    stricter = simultaneous_rank_sets(found, level=0.99)
    assert (stricter.lower <= everyone.lower).all()
    assert (everyone.upper <= stricter.upper).all()
    assert simultaneous_rank_sets(moved).lower.tolist() == everyone.lower[order].tolist()
    assert simultaneous_rank_sets(moved).upper.tolist() == everyone.upper[order].tolist()


@pytest.mark.parametrize(
    ("score", "influence", "draws", "sentence"),
    [
        ([1.0], np.ones((2, 2)), 9, "every company needs a score and a row of influence"),
        ([1.0], np.ones(1), 9, "every company needs a score and a row of influence"),
        ([1.0, np.nan], np.ones((2, 2)), 9, "a score is a finite number"),
        ([1.0, np.inf], np.ones((2, 2)), 9, "a score is a finite number"),
        ([1.0], np.ones((1, 2)), 0, "a critical value needs draws"),
    ],
)
def test_impossible_comparisons_are_refused(
    score: list[float], influence: Floats, draws: int, sentence: str
) -> None:
    with pytest.raises(ValueError, match=f"^{sentence}$"):
        comparisons(np.array(score), influence, seed=1, draws=draws)


@pytest.mark.parametrize("level", [0, 1, 95])
def test_levels_are_probabilities(level: float) -> None:
    found = comparisons(np.array([1.0, 2.0]), np.eye(2), seed=1, draws=1)

    with pytest.raises(ValueError, match=r"^a level of confidence lies between 0 and 1$"):
        simultaneous_rank_sets(found, level=level)
    with pytest.raises(ValueError, match=r"^a level of confidence lies between 0 and 1$"):
        marginal_rank_set(found, 0, level=level)


@pytest.mark.parametrize("company", [-1, 2])
def test_unknown_companies_are_refused(company: int) -> None:
    found = comparisons(np.array([1.0, 2.0]), np.eye(2), seed=1, draws=1)

    with pytest.raises(ValueError, match=r"^there is no company of this number$"):
        marginal_rank_set(found, company)


def test_the_best_are_somebody() -> None:
    sets = RankSets(np.array([1]), np.array([1]))

    with pytest.raises(ValueError, match=r"^the best are one company at least$"):
        among_the_best(sets, tau=0)
    assert among_the_best(sets).tolist() == [True]
