"""The winner's test against published t tests, the matrices' way, and where it must not confirm."""

import numpy as np
import pytest

from scoring.formulas.clustered_errors import (
    ClusteredScores,
    Floats,
    clustered_means,
    combined,
    degrees_of_freedom,
)
from scoring.formulas.winner_test import WinnerTest, winner_test

# Student (1908, Biometrika 6): hours of sleep gained by ten patients with each of two drugs.
FIRST = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
SECOND = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]


def _paired(*companies: list[float]) -> ClusteredScores:
    """Every shopper called every company once."""
    shoppers = len(companies[0])
    return clustered_means(
        np.ravel(companies).astype(np.float64),
        np.repeat(np.arange(len(companies)), shoppers),
        np.tile(np.arange(shoppers), len(companies)),
    )


def _apart(*companies: list[float]) -> ClusteredScores:
    """Every contact was another shopper's."""
    score = np.concatenate(companies).astype(np.float64)
    company = np.repeat(np.arange(len(companies)), [len(scores) for scores in companies])
    return clustered_means(score, company, np.arange(len(score)))


def test_the_second_drug_is_confirmed_by_the_same_patients() -> None:
    from scipy.stats import ttest_rel

    # R, help page of t.test: t = 4.0621, df = 9, p-value = 0.002833, difference 1.58
    found = winner_test(_paired(FIRST, SECOND))

    assert (found.winner, found.runner_up, found.confirmed) == (1, 0, True)
    assert found.difference == pytest.approx(1.58)
    assert found.error is not None
    assert found.difference / found.error == pytest.approx(4.0621, abs=5e-5)
    assert found.degrees_of_freedom == pytest.approx(9)
    assert found.p == pytest.approx(0.002833, abs=5e-7)
    assert found.p == pytest.approx(ttest_rel(FIRST, SECOND).pvalue, rel=1e-10)


def test_the_second_drug_is_not_confirmed_by_different_patients() -> None:
    from scipy.stats import ttest_ind

    # R, help page of t.test with var.equal: t = 1.8608, df = 18, p-value = 0.07919
    found = winner_test(_apart(FIRST, SECOND))

    assert (found.winner, found.runner_up, found.confirmed) == (1, 0, False)
    assert found.degrees_of_freedom == pytest.approx(18)
    assert found.p == pytest.approx(0.07919, abs=5e-6)
    assert found.p == pytest.approx(ttest_ind(FIRST, SECOND).pvalue, rel=1e-10)
    assert winner_test(_apart(FIRST, SECOND), level=0.08).confirmed
    assert not winner_test(_apart(FIRST, SECOND), level=0.0791).confirmed


def test_the_level_itself_does_not_confirm() -> None:
    found = winner_test(_apart(FIRST, SECOND))

    assert found.p is not None
    assert not winner_test(_apart(FIRST, SECOND), level=found.p).confirmed


def test_only_the_two_highest_are_compared() -> None:
    low, middle, high = [50.0, 60, 40, 55], [70.0, 75, 60, 80], [90.0, 92, 97, 95]
    scores = _paired(middle, low, high)

    found = winner_test(scores)

    contrast = np.array([-1.0, 0, 1])
    gain = combined(scores, contrast[np.newaxis])
    assert (found.winner, found.runner_up) == (2, 0)
    assert found.difference == pytest.approx(93.5 - 71.25)
    assert found.error == pytest.approx(gain.error[0], rel=1e-12)
    assert found.degrees_of_freedom == pytest.approx(degrees_of_freedom(scores, contrast))


def test_ties_at_the_top_are_never_confirmed() -> None:
    found = winner_test(_apart([80.0, 82], [40.0, 50], [82.0, 80]), level=0.999)

    assert (found.winner, found.runner_up) == (0, 2)
    assert (found.difference, found.p, found.confirmed) == (0, 1, False)
    assert found.error == pytest.approx(2**0.5)


def test_scores_that_round_to_the_same_tie() -> None:
    near = _apart([80.0, 82], [81 + 4e-13, 81 + 4e-13, 81 + 4e-13, 82, 80])
    far = _apart([80.0, 82], [81 + 4e-11, 81 + 4e-11])

    assert winner_test(near).difference == 0
    assert winner_test(far).difference == pytest.approx(4e-11, rel=0.05)
    assert winner_test(far).winner == 1


def test_of_tied_runners_up_the_harder_to_beat_counts() -> None:
    from scipy.stats import ttest_ind

    best, steady, wild = [90.0, 91, 92, 91], [81.0, 80, 79, 80], [100.0, 60, 95, 65]

    first = winner_test(_apart(best, steady, wild))
    second = winner_test(_apart(best, wild, steady))

    assert (first.winner, first.runner_up, second.runner_up) == (0, 2, 1)
    assert first.p == second.p == pytest.approx(ttest_ind(best, wild).pvalue)
    assert not first.confirmed
    assert winner_test(_apart(best, steady)).confirmed


def test_an_error_that_is_not_known_confirms_nothing() -> None:
    score = np.array([99.0, 98, 97, 60, 61, 50, 51])
    company = np.array([0, 0, 0, 1, 1, 2, 2])

    lone_winner = winner_test(clustered_means(score, company, np.array([0, 0, 0, 1, 2, 1, 2])))
    lone_rival = winner_test(clustered_means(score, company, np.array([0, 1, 2, 0, 0, 1, 2])))
    lone_third = winner_test(clustered_means(score, company, np.array([0, 1, 2, 0, 1, 2, 2])))

    expected = WinnerTest(0, 1, 37.5, None, None, None, confirmed=False)
    assert lone_winner == lone_rival == expected
    assert lone_third.confirmed


def test_a_tied_runner_up_whose_error_is_not_known_counts() -> None:
    score = np.array([99.0, 98, 97, 60, 61, 61, 60])
    company, shopper = np.array([0, 0, 0, 1, 1, 2, 2]), np.array([0, 1, 2, 3, 4, 5, 5])

    found = winner_test(clustered_means(score, company, shopper))

    assert found == WinnerTest(0, 2, 37.5, None, None, None, confirmed=False)


@pytest.mark.parametrize("scores", [[100.0, 96.7], [86.7, 80.1], [1e-9, 0.0]])
def test_a_difference_without_any_spread_confirms_nothing(scores: list[float]) -> None:
    # As in R, where t.test refuses data that are essentially constant.
    alike = _paired([scores[0]] * 3, [scores[1]] * 3)

    found = winner_test(alike)
    assert found == WinnerTest(0, 1, found.difference, None, None, None, confirmed=False)
    assert found.difference == pytest.approx(scores[0] - scores[1])


def test_a_shift_that_all_shoppers_share_has_no_spread() -> None:
    shifted = _paired([90.1, 85.3, 99.9], [80.1, 75.3, 89.9])

    assert shifted.has_error.all()
    assert winner_test(shifted).error is None


def test_false_claims_stay_below_the_level() -> None:
    # Two equal companies far above a third: the hardest case for the winner to be truly the best.
    random = np.random.default_rng(20)
    claims = 0
    for _ in range(200):
        contacts: Floats = random.normal([[80], [80], [40]], 10, (3, 12))
        claims += winner_test(_paired(*contacts.tolist())).confirmed
    # Expected 10 of 200, with a standard error of 3.1.
    assert 3 <= claims <= 19


def test_a_winner_needs_a_runner_up() -> None:
    with pytest.raises(ValueError, match=r"^a winner needs a runner-up$"):
        winner_test(_apart([80.0, 81]))


@pytest.mark.parametrize("level", [0, 1, 5])
def test_the_level_is_a_probability(level: float) -> None:
    with pytest.raises(ValueError, match=r"^a level of significance lies between 0 and 1$"):
        winner_test(_apart([80.0, 81], [70.0, 71]), level=level)
