"""Worths from rankings."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.formulas.preferences.plackett_luce import (
    NOT_OFFERED,
    UNRANKED,
    covariance,
    has_maximum,
    shares,
)

# 588 complete rankings of four films from the Netflix Prize, as PrefLib has them (data set
# 00004-00000138): how many, and the films from the first place to the last.
FILMS = (
    "68:2143 53:1243 49:2134 44:1234 39:2413 37:3214 37:2314 36:2341 31:3241 29:2431 22:1324 "
    "19:3124 17:3421 17:4231 16:4213 14:1423 10:1342 10:4123 9:4312 8:3412 8:1432 7:3142 7:4321 "
    "1:4132"
)
# What the manual of the R package PlackettLuce (Turner, van Etten, Firth and Kosmidis) prints for
# them, with half a win and half a loss against a ghost for every film: worths, and standard errors
# of the log worths against the first film.
PRINTED_WORTHS = [0.2306285, 0.4510655, 0.1684719, 0.1498342]
PRINTED_ERRORS = [0.07472, 0.07593, 0.07489]

# Wins of seven baseball teams over each other in 1987, the row over the column (Agresti 2002,
# Categorical Data Analysis, 2nd edition, pages 437 and 438; compared value by value with R's
# BradleyTerry2::baseball, home and away added up): Milwaukee, Detroit, Toronto, New York, Boston,
# Cleveland and Baltimore; and the Bradley-Terry estimates that R prints for them, Baltimore at 0
# (the book's table 10.11 has two decimals: 1.58, 1.44, 1.29, 1.25, 1.11, 0.68).
WINS = [
    [0, 7, 9, 7, 7, 9, 11],
    [6, 0, 7, 5, 11, 9, 9],
    [4, 6, 0, 7, 7, 8, 12],
    [6, 8, 6, 0, 6, 7, 10],
    [6, 2, 6, 7, 0, 7, 12],
    [4, 4, 5, 6, 6, 0, 6],
    [2, 4, 1, 3, 1, 7, 0],
]
PRINTED_TEAMS = [1.5814, 1.4364, 1.2945, 1.2476, 1.1077, 0.6839, 0.0]
PRINTED_TEAM_ERRORS = [0.3433, 0.3396, 0.3367, 0.3359, 0.3339, 0.3319]

# The 36 races of the 2002 NASCAR season, a line a race: the drivers' numbers from the first to the
# last, without the four who came last in all their races (Hunter 2004, section 6, table 2), and
# the greatest worths of the 83: driver and worth.
RACES = Path(__file__).with_name("nascar_2002.txt")
GREATEST = {58: 0.1864, 68: 0.1096, 54: 0.0274, 51: 0.0235, 66: 0.0230, 37: 0.0205, 82: 0.0184}


def _places(order: Sequence[int], items: int, others: int = UNRANKED) -> list[int]:
    """The place of each item, from the items in order."""
    places = [others] * items
    for place, item in enumerate(order, start=1):
        places[item] = place
    return places


def _films() -> np.ndarray:
    rows = [entry.split(":") for entry in FILMS.split()]
    return np.repeat(
        [_places([int(film) - 1 for film in order], 4) for _times, order in rows],
        [int(times) for times, _order in rows],
        axis=0,
    )


def _games() -> np.ndarray:
    return np.array(
        [
            _places([winner, loser], 7, NOT_OFFERED)
            for winner, row in enumerate(WINS)
            for loser, times in enumerate(row)
            for _game in range(times)
        ]
    )


def _beside_a_ghost(places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The same rankings and half a game won and lost by each item against one item more."""
    items = places.shape[1]
    offered = np.column_stack([places, np.full(len(places), NOT_OFFERED)])
    games = [
        _places(order, items + 1, NOT_OFFERED)
        for item in range(items)
        for order in ((item, items), (items, item))
    ]
    weight = np.concatenate([np.ones(len(places)), np.full(2 * items, 0.5)])
    return np.vstack([offered, games]), weight


def _errors_against(reference: int, places: np.ndarray) -> np.ndarray:
    """Standard errors of the log worths against one item's."""
    share = shares(places)
    logs = covariance(places) / np.outer(share, share)
    variances = np.diag(logs) + logs[reference, reference] - 2 * logs[reference]
    errors: np.ndarray = np.sqrt(np.delete(variances, reference))
    return errors


def test_the_films_have_the_printed_worths() -> None:
    places, weight = _beside_a_ghost(_films())

    worths = shares(places, weight)[:4]

    np.testing.assert_allclose(worths / worths.sum(), PRINTED_WORTHS, atol=5e-8)


def test_the_films_have_about_the_printed_errors() -> None:
    # Printed with the ghost, of no weight among 588 rankings.
    np.testing.assert_allclose(_errors_against(0, _films()), PRINTED_ERRORS, atol=2e-5)


def test_the_teams_have_the_printed_strengths_and_errors() -> None:
    places = _games()
    logs = np.log(shares(places))

    np.testing.assert_allclose(logs - logs[6], PRINTED_TEAMS, atol=5.1e-5)
    np.testing.assert_allclose(_errors_against(6, places), PRINTED_TEAM_ERRORS, atol=5.1e-5)


def test_the_drivers_have_the_printed_worths() -> None:
    races = [
        [int(driver) - 1 for driver in line.split()] for line in RACES.read_text().splitlines()
    ]
    places = np.array([_places(race, 83, NOT_OFFERED) for race in races])

    worths = shares(places)

    assert has_maximum(places)
    assert {
        int(driver) + 1: round(float(worths[driver]), 4) for driver in np.argsort(-worths)[:7]
    } == GREATEST


def test_two_items_share_by_their_wins() -> None:
    places = np.array([[1, 2], [1, 2], [2, 1], [1, 2]])

    np.testing.assert_allclose(shares(places), [0.75, 0.25], rtol=1e-11)
    # The variance of a proportion.
    variance = 0.75 * 0.25 / 4
    np.testing.assert_allclose(
        covariance(places), [[variance, -variance], [-variance, variance]], rtol=1e-10
    )


def test_a_matrix_of_weights_gives_one_row_of_shares_each() -> None:
    places = np.array([[1, 2], [2, 1]])

    found = shares(places, np.array([[1.0, 1.0], [1.0, 3.0]]))

    np.testing.assert_allclose(found, [[0.5, 0.5], [0.25, 0.75]], rtol=1e-11)


def test_an_item_that_won_every_time_is_compared_with_a_ghost() -> None:
    # Two wins of the first over the second; with the ghost g the likelihood is that of 2 wins and
    # half a win and loss of either against g: by symmetry the worths a, b and g = 1 have a b = 1
    # and 2 b / (a + b) = a / (a + 1) - 1 / 2, so (a - 1)(a^2 + 1) = 4 (a + 1).
    places = np.array([[1, 2], [1, 2]])
    worth = max(np.roots([1, -1, -3, -5]).real)

    assert not has_maximum(places)
    np.testing.assert_allclose(
        shares(places), np.array([worth, 1 / worth]) / (worth + 1 / worth), rtol=1e-9
    )


def test_the_ghost_is_an_item_like_any_other() -> None:
    places = np.array([_places(order, 4) for order in ([0, 1, 2, 3], [1, 0, 2, 3], [0, 2, 1, 3])])
    beside, weight = _beside_a_ghost(places)
    whole = shares(beside, weight)

    assert not has_maximum(places)
    assert has_maximum(beside)
    np.testing.assert_allclose(shares(places), whole[:4] / whole[:4].sum(), rtol=1e-9)


def test_the_ghost_makes_the_covariance_finite() -> None:
    # By hand for one win of the first of two: information of two ghost games and one real one.
    places = np.array([[1, 2]])
    share = shares(places)
    worth = np.array([*share, np.sqrt(share[0] * share[1])])
    information = np.zeros((3, 3))
    for one, other in ((0, 1), (0, 2), (1, 2)):
        part = worth[one] * worth[other] / (worth[one] + worth[other]) ** 2
        information[[one, other], [one, other]] += part
        information[[one, other], [other, one]] -= part
    against = np.linalg.inv(information[1:, 1:])[0, 0]

    assert covariance(places)[0, 0] == pytest.approx(against * (share[0] * share[1]) ** 2, rel=1e-9)


def test_has_maximum_needs_a_win_of_the_last_over_the_first() -> None:
    circle = [_places(order, 3) for order in ([0, 1, 2], [2, 0, 1])]

    assert has_maximum(np.array(circle))
    assert not has_maximum(np.array(circle[:1]))


def test_an_unranked_item_stands_behind_and_one_not_offered_stands_nowhere() -> None:
    # Firsts only: shares of first places among three.
    firsts = np.array([_places([item], 3) for item in (0, 0, 1, 2)])
    # The third item was offered in one game only, which the second won.
    games = np.array([[1, 2, -1], [2, 1, -1], [1, -1, 2], [2, -1, 1], [-1, 1, 2], [-1, 2, 1]])

    np.testing.assert_allclose(shares(firsts), [0.5, 0.25, 0.25], rtol=1e-11)
    np.testing.assert_allclose(shares(games), [1 / 3, 1 / 3, 1 / 3], rtol=1e-11)


rankings = st.lists(st.permutations(range(4)), min_size=2, max_size=12)


@settings(deadline=None, max_examples=8)
@given(orders=rankings, cut=st.integers(2, 3))
def test_worths_are_those_of_choix(orders: list[list[int]], cut: int) -> None:
    import choix

    # A ranking and its reverse: then the win graph is connected.
    both = [*orders, *(order[::-1] for order in orders)]
    tops = [(order[place], tuple(order[place + 1 :])) for order in both for place in range(cut)]
    logs = choix.opt_top1(4, tops, tol=1e-12)

    found = shares(np.array([_places(order[:cut], 4) for order in both]))

    np.testing.assert_allclose(found, np.exp(logs) / np.exp(logs).sum(), atol=1e-6)


@settings(deadline=None, max_examples=20)
@given(orders=rankings, data=st.data())
def test_shares_follow_the_items_and_not_the_respondents(
    orders: list[list[int]], data: st.DataObject
) -> None:
    places = np.array([_places(order, 4) for order in orders])
    items = data.draw(st.permutations(range(4)))
    rows = data.draw(st.permutations(range(len(places))))

    found = shares(places[rows][:, items])

    np.testing.assert_allclose(found, shares(places)[items], atol=1e-7)
    assert found.sum() == pytest.approx(1, abs=1e-12)


@settings(deadline=None, max_examples=20)
@given(orders=rankings, times=st.integers(2, 5))
def test_weights_count_respondents_and_their_scale_is_nothing(
    orders: list[list[int]], times: int
) -> None:
    places = np.array([_places(order, 4) for order in orders])
    weight = np.ones(len(places))
    weight[0] = times
    repeated = np.vstack([places, *[places[:1]] * (times - 1)])

    connected = has_maximum(places)
    found = shares(places, weight * 7)

    np.testing.assert_allclose(found, shares(places, weight), atol=1e-9)
    if connected:  # a ghost weighs one respondent, of more or of fewer
        np.testing.assert_allclose(found, shares(repeated), atol=1e-7)


@pytest.mark.parametrize(
    "places", [[[1, 3, 2], [1, 1, 2]], [[2, 3, 0]], [[1, 3, 0]], [[0, 2, -1], [1, 2, 3]]]
)
def test_places_with_a_gap_or_a_tie_are_refused(places: list[list[int]]) -> None:
    with pytest.raises(ValueError, match="without gap or tie"):
        shares(np.array(places))


def test_a_place_that_means_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="1 or more, unranked or not offered"):
        shares(np.array([[1, 2, -2]]))


def test_an_item_offered_to_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^an item that nobody was asked about has no worth$"):
        shares(np.array([[1, 2, -1], [2, 1, -1]]))


@pytest.mark.parametrize("places", [[[1, -1], [-1, 1]], [[0, 0]], [[1]]])
def test_rankings_without_a_choice_are_refused(places: list[list[int]]) -> None:
    with pytest.raises(ValueError, match="no respondent chose between two"):
        shares(np.array(places))


def test_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^an item that nobody was asked about has no worth$"):
        shares(np.zeros((0, 2), dtype=int))
