"""A whole session: what holds for one question, and what can be put together."""

import numpy as np
import pytest

from evaluations.agreement.alpha import krippendorff
from evaluations.agreement.chance import gwet, percent
from evaluations.agreement.raters import Standing, mean_of_units, share_of, shares_with_master
from evaluations.agreement.ratings import MISSING, Ratings, Untold, of_numbers
from evaluations.agreement.session import Question, calibrated

N = np.nan


def _greeting() -> Question:
    # Rater 0 is the master's double, 1 more lenient, 2 missed a contact.
    rows = [[0, 0, 0], [1, 2, 1], [2, 2, 0], [0, 1, MISSING]]
    return Question(
        "greeting",
        Ratings(np.array(rows), np.arange(3.0)),
        master=np.array([0, 1, 2, 0]),
        scale="ordinal",
        weights="quadratic",
        points=np.array([0.0, 0.5, 1.0]),
    )


def _reason() -> Question:
    rows = [[0, 0, 1], [1, 1, 1], [0, 1, 0], [1, 0, MISSING]]
    return Question(
        "reason",
        Ratings(np.array(rows), np.arange(2.0)),
        master=np.array([0, 1, MISSING, 1]),
        points=np.array([1.0, 0.0]),
    )


def _why() -> Question:
    rows = [[0, 1, 2], [0, 0, 0], [1, 1, 1], [2, 2, 2]]
    return Question(
        "why", Ratings(np.array(rows), np.arange(3.0)), master=np.array([0, 0, 1, MISSING])
    )


def test_each_question_has_its_own_coefficients() -> None:
    greeting, why = _greeting(), _why()
    found = calibrated([greeting, why], seed=4, draws=50, level=0.9)

    first, second = found.questions
    assert (first.key, second.key) == ("greeting", "why")
    assert first.alpha == krippendorff(greeting.ratings, "ordinal", seed=4, draws=50, level=0.9)
    assert second.alpha == krippendorff(why.ratings, "nominal", seed=4, draws=50, level=0.9)
    assert first.gwet == gwet(greeting.ratings, "quadratic", level=0.9)
    assert second.gwet == gwet(why.ratings, "identity", level=0.9)
    assert first.percent == percent(greeting.ratings, level=0.9)
    assert first.with_master == shares_with_master(greeting.ratings, greeting.master, level=0.9)


def test_raters_are_compared_by_points_over_all_scored_questions() -> None:
    found = calibrated([_greeting(), _reason(), _why()], seed=4, draws=50, level=0.9)

    master = [0, 0.5, 1, 0, 1, 0, N, 0]
    points = [
        [0, 0.5, 1, 0, 1, 0, 1, 0],
        [0, 1, 1, 0.5, 1, 0, 0, 1],
        [0, 0.5, 0, N, 0, 0, 1, N],
    ]
    for rater, own in zip(found.raters, points, strict=True):
        pair = of_numbers(np.column_stack([own, master]))
        assert rater.alpha == krippendorff(pair, "interval", seed=4, draws=50, level=0.9)
    every = of_numbers(np.column_stack(points))
    assert found.alpha == krippendorff(every, "interval", seed=4, draws=50, level=0.9)
    assert [rater.lenience for rater in found.raters] == pytest.approx([0, 2 / 7, -2 / 5])
    assert [rater.standing for rater in found.raters] == [
        Standing.CERTIFY,
        Standing.BLOCK,
        Standing.BLOCK,
    ]


def test_shares_count_every_question() -> None:
    found = calibrated([_greeting(), _reason(), _why()], seed=4, draws=50, level=0.9)

    assert [rater.with_master for rater in found.raters] == [
        share_of(10, 10, level=0.9),
        share_of(6, 10, level=0.9),
        share_of(5, 8, level=0.9),
    ]
    peers = [1, 0.5, 0.5, 0, 0.5, 1, 0.5, 0, 0, 1, 1, 1]
    assert found.raters[0].with_others == mean_of_units(np.array(peers), level=0.9)


def test_without_points_nobody_is_certified() -> None:
    found = calibrated([_why()], seed=4, draws=50)

    assert found.alpha.untold is Untold.NO_PAIRS
    assert [(rater.lenience, rater.standing) for rater in found.raters] == [(None, None)] * 3
    assert [rater.alpha.untold for rater in found.raters] == [Untold.NO_PAIRS] * 3


def test_the_default_level_and_draws() -> None:
    found = calibrated([_greeting()], seed=4)

    assert found.alpha == krippendorff(
        of_numbers(np.array([[0, 0, 0], [0.5, 1, 0.5], [1, 1, 0], [0, 0.5, N]])),
        "interval",
        seed=4,
        draws=2000,
        level=0.95,
    )


def test_an_answer_that_drops_the_question_is_compared_but_is_worth_nothing() -> None:
    # The last category is "not applicable": rater 1 says so of a contact that got full points.
    rows = np.array([[0, 2], [1, 1], [1, 0]])
    question = Question(
        "found",
        Ratings(rows, np.arange(3.0)),
        master=np.array([0, 1, 2]),
        points=np.array([1.0, 0.0, 0.0]),
        without_points=frozenset({2}),
    )

    first, second = calibrated([question], seed=4, draws=50).raters

    assert (first.with_master.agreed, first.with_master.compared) == (2, 3)
    assert (second.with_master.agreed, second.with_master.compared) == (1, 3)
    # As to points the third contact is the master's "not applicable" and says nothing.
    assert first.alpha.units == 2
    assert (second.alpha.untold, second.lenience) == (Untold.ONE_VALUE, 0.0)


def _with_points(points: list[float]) -> Question:
    greeting = _greeting()
    return Question("greeting", greeting.ratings, greeting.master, points=np.array(points))


def test_sessions_that_cannot_be_are_refused() -> None:
    two = Question("two", Ratings(np.array([[0, 0]]), np.arange(2.0)), master=np.array([0]))

    for questions in ([], [_greeting(), two]):
        with pytest.raises(ValueError, match="the same raters in each"):
            calibrated(questions, seed=1)
    with pytest.raises(ValueError, match="every category of greeting has its share"):
        calibrated([_with_points([0.0, 1.0])], seed=1)
    for wrong in (-0.1, 1.1, N):
        with pytest.raises(ValueError, match="points of greeting are shares"):
            calibrated([_with_points([0.0, 0.5, wrong])], seed=1)
