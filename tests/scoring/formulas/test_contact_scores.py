"""Contacts computed by hand, one for every rule; weights 1/20, 3/10, 13/20."""

from dataclasses import replace
from fractions import Fraction

import pytest

from scoring.formulas.contact_scores import (
    Points,
    agent_score,
    contact_score,
    section_score,
    weighted_score,
)
from scoring.formulas.counting import Counting, Critical

WEIGHTS = [Fraction(1, 20), Fraction(3, 10), Fraction(13, 20)]
NOTHING_ZEROED = (False, False, False)
COUNTING = Counting(weights=tuple(WEIGHTS), agent=(False, True, True), silent_in=(True, True, True))


@pytest.mark.parametrize(
    ("got", "possible", "zeroed", "score"),
    [
        # Everything: 1/20 · 3/4 + 3/10 · 5/6 + 13/20 · 1 = 15/400 + 1/4 + 13/20 = 15/16.
        ((3, 5, 10), (4, 6, 10), NOTHING_ZEROED, Fraction(1500, 16)),
        # All points of every section.
        ((4, 6, 10), (4, 6, 10), NOTHING_ZEROED, Fraction(100)),
        # No point in any section.
        ((0, 0, 0), (4, 6, 10), NOTHING_ZEROED, Fraction(0)),
        # A routed-out section is left out with its weight: (1/20 · 3/4 + 13/20 · 1) / (14/20).
        ((3, 0, 10), (4, 0, 10), NOTHING_ZEROED, Fraction(6875, 70)),
        # N/A that drops a question of 2 points: needs are 3 of 4 instead of 3 of 6.
        ((4, 3, 10), (4, 4, 10), NOTHING_ZEROED, Fraction(185, 2)),
        # N/A that counts zero keeps the 2 points in possible: 3 of 6.
        ((4, 3, 10), (4, 6, 10), NOTHING_ZEROED, Fraction(85)),
        # A critical answer: the last section is 0, and its weight stays.
        ((4, 6, 10), (4, 6, 10), (False, False, True), Fraction(35)),
        # A critical mark on a section in which nothing applied changes nothing.
        ((4, 6, 0), (4, 6, 0), (False, False, True), Fraction(100)),
        # Only one section applies: its percentage is the score, whatever its weight.
        ((1, 0, 0), (4, 0, 0), NOTHING_ZEROED, Fraction(25)),
    ],
)
def test_answered_contact_by_hand(
    got: tuple[int, ...],
    possible: tuple[int, ...],
    zeroed: tuple[bool, ...],
    score: Fraction,
) -> None:
    assert contact_score(Points(got, possible, zeroed), COUNTING, answered=True) == score


def test_unanswered_contact_scores_zero() -> None:
    nothing = Points((0, 0, 0), (0, 0, 0), NOTHING_ZEROED)

    assert contact_score(nothing, COUNTING, answered=False) == 0


def test_answered_contact_without_an_applicable_section_has_no_score() -> None:
    nothing = Points((0, 0, 0), (0, 0, 0), NOTHING_ZEROED)

    assert contact_score(nothing, COUNTING, answered=True) is None


def test_agent_is_the_same_mean_over_its_sections_alone() -> None:
    points = Points((0, 3, 10), (4, 6, 10), NOTHING_ZEROED)
    agent = [Fraction(0), *WEIGHTS[1:]]

    # (3/10 · 1/2 + 13/20) / (19/20)
    assert weighted_score(points, agent) == Fraction(1600, 19)


def test_agent_is_none_when_none_of_its_sections_applies() -> None:
    points = Points((4, 0, 0), (4, 0, 0), NOTHING_ZEROED)

    assert weighted_score(points, [Fraction(0), *WEIGHTS[1:]]) is None


def test_section_score_by_hand() -> None:
    assert section_score(3, 4, zeroed=False) == 75
    assert section_score(3, 4, zeroed=True) == 0
    assert section_score(0, 0, zeroed=False) is None


def test_points_of_another_length_than_the_weights_are_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        weighted_score(Points((1,), (1,), (False,)), WEIGHTS)


@pytest.mark.parametrize(
    ("critical", "score"),
    [("zero_section", Fraction(35)), ("zero_contact", Fraction(0)), ("flag_only", Fraction(100))],
)
def test_what_a_critical_answer_costs_is_the_methods_choice(
    critical: Critical, score: Fraction
) -> None:
    points = Points((4, 6, 10), (4, 6, 10), (False, False, True))

    assert contact_score(points, replace(COUNTING, critical=critical), answered=True) == score


def test_a_share_of_points_counts_every_point_as_its_section_weighs() -> None:
    # (1/20 · 3 + 3/10 · 5 + 13/20 · 10) / (1/20 · 4 + 3/10 · 6 + 13/20 · 10) = 815/850.
    points = Points((3, 5, 10), (4, 6, 10), NOTHING_ZEROED)
    counting = replace(COUNTING, contact="share_of_points")

    assert contact_score(points, counting, answered=True) == Fraction(100 * 815, 850)
    # The agent's sections alone: (3/10 · 5 + 13/20 · 10) / (3/10 · 6 + 13/20 · 10) = 800/830.
    assert agent_score(points, counting, answered=True) == Fraction(100 * 800, 830)


def test_the_agent_has_no_figure_where_nobody_answered() -> None:
    nothing = Points((0, 0, 0), (0, 0, 0), NOTHING_ZEROED)

    assert agent_score(nothing, COUNTING, answered=False) is None
