"""Best-worst scaling."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.formulas.preferences.best_worst import (
    BEST,
    NOT_SHOWN,
    SHOWN,
    WORST,
    counts,
    shares,
)
from tests.scoring.formulas.preferences.test_plackett_luce import PRINTED_TEAMS, WINS

# Ten respondents on seven sets of four of seven items: the example of R's package support.BWS
# (Aizaki, Nakatani and Sato 2014, Stated Preference Methods Using R), on a design of our own. The
# answers are the places of the best and the worst item within the set.
SETS = [
    [0, 1, 2, 4],
    [1, 2, 3, 5],
    [2, 3, 4, 6],
    [3, 4, 5, 0],
    [4, 5, 6, 1],
    [5, 6, 0, 2],
    [6, 0, 1, 3],
]
BEST_PLACES = [
    "2124222121",
    "4333311211",
    "3111111121",
    "2213222241",
    "1321321111",
    "2113244333",
    "2131323322",
]
WORST_PLACES = [
    "3433133233",
    "3241233424",
    "1422442333",
    "4434134124",
    "3144143243",
    "3234322442",
    "4444414144",
]


def _set(items: int, best: int, worst: int, others: tuple[int, ...] = ()) -> list[int]:
    named = [NOT_SHOWN] * items
    for item in others:
        named[item] = SHOWN
    named[best], named[worst] = BEST, WORST
    return named


def _survey() -> np.ndarray:
    named = np.full((10, 7, 7), NOT_SHOWN)
    for place, items in enumerate(SETS):
        named[:, place, items] = SHOWN
        for respondent in range(10):
            named[respondent, place, items[int(BEST_PLACES[place][respondent]) - 1]] = BEST
            named[respondent, place, items[int(WORST_PLACES[place][respondent]) - 1]] = WORST
    return named


def _by_conditional_logit(named: np.ndarray) -> np.ndarray:
    """The shares by statsmodels, which knows nothing of best and worst: a choice of one pair."""
    from statsmodels.discrete.conditional_models import ConditionalLogit

    chosen, pairs, groups = [], [], []
    for number, asked in enumerate(named.reshape(-1, named.shape[2])):
        items = np.flatnonzero(asked != NOT_SHOWN)
        for best, worst in permutations(items, 2):
            row = np.zeros(named.shape[2])
            row[best], row[worst] = 1, -1
            pairs.append(row[1:])
            chosen.append(int(asked[best] == BEST and asked[worst] == WORST))
            groups.append(number)
    model = ConditionalLogit(np.array(chosen), np.array(pairs), groups=np.array(groups))
    values = np.concatenate([[0.0], model.fit(method="newton", disp=False, tol=1e-12).params])
    worths: np.ndarray = np.exp(values) / np.exp(values).sum()
    return worths


def test_two_items_share_by_the_root_of_their_wins() -> None:
    # P(first best) = exp(v1 - v2) / (exp(v1 - v2) + exp(v2 - v1)) = 0.8, so exp(2 (v1 - v2)) = 4.
    named = np.array([[_set(2, 0, 1)]] * 4 + [[_set(2, 1, 0)]])

    np.testing.assert_allclose(shares(named), [2 / 3, 1 / 3], rtol=1e-11)


def test_pairs_have_half_the_printed_bradley_terry_strengths() -> None:
    games = [
        [_set(7, winner, loser)]
        for winner, row in enumerate(WINS)
        for loser, times in enumerate(row)
        for _game in range(times)
    ]
    logs = np.log(shares(np.array(games)))

    np.testing.assert_allclose(2 * (logs - logs[6]), PRINTED_TEAMS, atol=5.1e-5)


def test_the_survey_has_the_shares_of_a_conditional_logit() -> None:
    named = _survey()

    np.testing.assert_allclose(shares(named), _by_conditional_logit(named), atol=1e-7)


def test_sets_of_different_sizes_have_the_shares_of_a_conditional_logit() -> None:
    named = _survey()
    named[3:, 2:, :] = NOT_SHOWN
    named[0, 0, :] = _set(7, 6, 2)
    named[1, 0, :] = _set(7, 2, 5, (0, 1, 3, 4, 6))
    named[2, 6, :] = _set(7, 3, 1, (6,))

    np.testing.assert_allclose(shares(named), _by_conditional_logit(named), atol=1e-7)


def test_the_survey_is_counted() -> None:
    found = counts(_survey())

    # Counted by hand from the lists above.
    by_hand_best, by_hand_worst = [0] * 7, [0] * 7
    for items, best, worst in zip(SETS, BEST_PLACES, WORST_PLACES, strict=True):
        for first, last in zip(best, worst, strict=True):
            by_hand_best[items[int(first) - 1]] += 1
            by_hand_worst[items[int(last) - 1]] += 1
    assert found.best.tolist() == by_hand_best
    assert found.worst.tolist() == by_hand_worst
    assert found.shown.tolist() == [40.0] * 7
    np.testing.assert_allclose(
        found.score, (np.array(by_hand_best) - np.array(by_hand_worst)) / 40, rtol=1e-14
    )


def test_counts_follow_the_weights() -> None:
    named = np.array([[_set(3, 0, 1, (2,))], [_set(3, 2, 1)]])
    one = counts(named, np.array([3.0, 1.0]))
    many = counts(named, np.array([[1.0, 1.0], [3.0, 1.0]]))

    assert one.best.tolist() == [1.5, 0.0, 0.5]
    assert one.worst.tolist() == [0.0, 2.0, 0.0]
    assert one.shown.tolist() == [1.5, 2.0, 2.0]
    assert many.best.tolist() == [[1.0, 0.0, 1.0], [1.5, 0.0, 0.5]]


def test_an_item_that_was_always_best_is_compared_with_a_ghost() -> None:
    # One win of the first over the second, half a game won and lost by either against the ghost:
    # with u = v1 = -v2 and the ghost at 0, 1 = tanh(2 u) + tanh(u).
    named = np.array([[_set(2, 0, 1)]])
    root = max(root.real for root in np.roots([1, -1, 3, -1]) if abs(root.imag) < 1e-12)
    value = np.arctanh(root)

    np.testing.assert_allclose(
        shares(named), np.exp([value, -value]) / (2 * np.cosh(value)), rtol=1e-9
    )


def test_a_ghost_is_only_for_the_weighting_that_needs_it() -> None:
    named = np.array([[_set(2, 0, 1)], [_set(2, 1, 0)]])

    found = shares(named, np.array([[1.0, 1.0], [1.0, 0.0], [4.0, 1.0]]))

    np.testing.assert_allclose(found[0], [0.5, 0.5], rtol=1e-12)
    np.testing.assert_allclose(found[1], shares(named[:1].repeat(2, axis=0)), rtol=1e-11)
    np.testing.assert_allclose(found[2], [2 / 3, 1 / 3], rtol=1e-11)


@pytest.mark.parametrize(
    ("sets", "connected"),
    [
        ([(0, 2, (1,))], False),
        ([(0, 2, (1,)), (1, 2, (0,))], False),
        ([(0, 2, (1,)), (1, 0, (2,))], True),
        ([(0, 2, (1,)), (2, 0, (1,))], True),
        ([(0, 2, (1,)), (2, 1, (0,))], True),
        ([(0, 1, ()), (1, 2, ()), (2, 0, ())], True),
    ],
)
def test_a_ghost_is_needed_unless_everything_beat_everything_in_turn(
    sets: list[tuple[int, int, tuple[int, ...]]], *, connected: bool
) -> None:
    named = np.array([[_set(3, *one)] for one in sets])
    # Without a ghost the expected surplus is the observed one at the shares found.
    values = np.log(shares(named))
    expected = np.zeros(3)
    for (asked,) in named:
        pairs = list(permutations(np.flatnonzero(asked != NOT_SHOWN), 2))
        chance = np.exp([values[best] - values[worst] for best, worst in pairs])
        for (best, worst), part in zip(pairs, chance / chance.sum(), strict=True):
            expected[best] += part
            expected[worst] -= part
    observed = counts(named).best - counts(named).worst

    assert np.allclose(expected, observed, atol=1e-9) == connected


answered = st.lists(
    st.permutations(range(5)).map(lambda items: _set(5, items[0], items[1], tuple(items[2:4]))),
    min_size=4,
    max_size=10,
)


@settings(deadline=None, max_examples=20)
@given(sets=answered, data=st.data())
def test_shares_follow_the_items_and_not_the_respondents(
    sets: list[list[int]], data: st.DataObject
) -> None:
    named = np.array([[*sets, _set(5, 0, 1, (2, 3, 4))]]).transpose(1, 0, 2)
    items = data.draw(st.permutations(range(5)))
    rows = data.draw(st.permutations(range(len(named))))

    found = shares(named[rows][:, :, items])

    np.testing.assert_allclose(found, shares(named)[items], atol=1e-9)
    assert found.sum() == pytest.approx(1, abs=1e-12)


@settings(deadline=None, max_examples=20)
@given(sets=answered)
def test_one_who_answers_twice_is_two_of_the_same_weight(sets: list[list[int]]) -> None:
    full = [_set(5, 0, 1, (2, 3, 4)), _set(5, 1, 0, (2, 3, 4))]
    apart = np.array([[one] for one in (*full, *sets)])
    weight = np.ones(len(apart))
    weight[0] = 2
    together = np.array([[*full, *sets, full[0]]])

    found = shares(apart, weight)
    # The graph is connected by the two full sets, so the ghost's weight is no matter.
    np.testing.assert_allclose(found, shares(together), atol=1e-9)
    assert (found > 0).all()


def test_a_landslide_settles() -> None:
    # 10,000 to 1: exp(2 (v1 - v2)) = 10,000.
    named = np.array([[_set(2, 0, 1)], [_set(2, 1, 0)]])

    found = shares(named, np.array([10_000.0, 1.0]))

    np.testing.assert_allclose(found, [100 / 101, 1 / 101], rtol=1e-8)


def test_a_number_that_means_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="best, worst, shown or not shown"):
        shares(np.array([[[1, -1, 2]]]))


@pytest.mark.parametrize("asked", [[1, 1, -1], [1, 0, 0], [0, -1, 0], [1, -1, -1], [0, 0, 0]])
def test_a_set_needs_one_best_and_one_worst(asked: list[int]) -> None:
    with pytest.raises(ValueError, match="exactly one best and one worst"):
        shares(np.array([[[1, -1, 0], asked]]))


def test_an_item_shown_to_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="nobody was shown"):
        counts(np.array([[_set(3, 0, 1)]]))
