"""Two decimals that add up, wherever a page lets the reader add."""

from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.formulas.lost_figures import (
    HUNDRED,
    HUNDREDTH,
    Figure,
    Lost,
    LostFigures,
    apportioned,
    lost_figures,
)
from scoring.formulas.points_lost import Contact, Place
from scoring.formulas.rounding import rounded
from tests.scoring.formulas.test_points_lost import ZERO, contacts, exact_score, of_total


@pytest.mark.parametrize(
    ("parts", "whole", "shares"),
    [
        ([], 0, []),
        (["5"], 5, [5]),
        (["10/3", "10/3", "10/3"], 10, [4, 3, 3]),
        (["1/2", "1/2"], 1, [1, 0]),
        (["7/4", "5/4", "2"], 5, [2, 1, 2]),
        (["12/5", "18/5"], 6, [2, 4]),
    ],
)
def test_the_largest_remainders_are_rounded_up(
    parts: list[str], whole: int, shares: list[int]
) -> None:
    given_parts = {number: Fraction(part) for number, part in enumerate(parts)}

    assert list(apportioned(given_parts, whole).values()) == shares


@pytest.mark.parametrize(("parts", "whole"), [(["5"], 6), (["5"], 4), (["1/2"], 2), ([], 1)])
def test_a_whole_that_is_no_sum_of_the_parts_is_refused(parts: list[str], whole: int) -> None:
    with pytest.raises(ValueError, match="do not add up"):
        apportioned({number: Fraction(part) for number, part in enumerate(parts)}, whole)


def test_figures_of_three_contacts_by_hand() -> None:
    # One of three contacts unanswered; the others lose a seventh of 100 each, at one question.
    lost = [
        {Place("phone"): Fraction(100, 3)},
        {Place("phone", "waiting", "wait"): Fraction(100, 21), Place("phone", "end", "bye"): ZERO},
        {Place("email", "waiting", "wait"): Fraction(100, 21)},
    ]
    total = rounded(100 - Fraction(900, 7) / 3)

    figures = lost_figures(lost, total=total)

    assert total == Decimal("57.142857142857")
    assert figures == LostFigures(
        whole=Figure(Decimal("42.86"), Decimal("42.857142857143"), 3),
        unanswered=Figure(Decimal("33.33"), Decimal("33.333333333333"), 1),
        sections={
            "waiting": Figure(Decimal("9.53"), Decimal("9.523809523810"), 2),
            "end": Figure(Decimal("0.00"), Decimal(0), 0),
        },
        questions={
            Lost("waiting", "wait", critical=False): Figure(
                Decimal("9.53"), Decimal("9.523809523810"), 2
            ),
            Lost("end", "bye", critical=False): Figure(Decimal("0.00"), Decimal(0), 0),
        },
        channels={
            "phone": Figure(Decimal("38.10"), Decimal("38.095238095238"), 2),
            "email": Figure(Decimal("4.76"), Decimal("4.761904761905"), 1),
        },
        unanswered_on={"phone": Figure(Decimal("33.33"), Decimal("33.333333333333"), 1)},
    )


def test_a_company_that_lost_nothing() -> None:
    figures = lost_figures([{Place("phone", "waiting", "wait"): ZERO}], total=HUNDRED)

    nothing = Figure(Decimal("0.00"), Decimal(0), 0)
    assert (figures.whole, figures.unanswered) == (nothing, nothing)
    assert figures.sections == {"waiting": nothing}


def test_losses_of_another_total_are_refused() -> None:
    with pytest.raises(ValueError, match="do not add up"):
        lost_figures([{Place("phone"): Fraction(100)}], total=Decimal("0.02"))


@given(st.lists(contacts(), min_size=1, max_size=9))
def test_what_is_shown_adds_up_everywhere(given_contacts: list[Contact]) -> None:
    total = rounded(sum(map(exact_score, given_contacts), ZERO) / len(given_contacts))

    found = lost_figures(of_total(given_contacts), total=total)

    shown_total = total.quantize(HUNDREDTH, ROUND_HALF_EVEN)
    assert found.whole.shown + shown_total == HUNDRED
    assert found.unanswered.shown + _sum(found.sections) == found.whole.shown
    assert _sum(found.channels) == found.whole.shown
    assert _sum(found.unanswered_on) == found.unanswered.shown
    for key, section in found.sections.items():
        asked = {lost: each for lost, each in found.questions.items() if lost.section == key}
        assert _sum(asked) == section.shown
    for figures in (found.sections, found.questions, found.unanswered_on):
        assert all(abs(each.shown - each.exact) < HUNDREDTH for each in figures.values())
    assert all(abs(each.shown - each.exact) < 2 * HUNDREDTH for each in found.channels.values())


def _sum(figures: object) -> Decimal:
    assert isinstance(figures, dict)
    return sum((figure.shown for figure in figures.values()), Decimal(0))


# The Alabama paradox as Wikipedia's article on largest remainders prints it, with 25 seats and 26;
# and exercise 14.45 of COMAP's For All Practical Purposes (10th edition), with 89, 90 and 91.
_SIX = (1500, 1500, 900, 500, 500, 200)
_FIVE = (5_576_330, 1_387_342, 3_334_241, 7_512_860, 310_968)


@pytest.mark.parametrize(
    ("votes", "printed"),
    [
        (_SIX, (7, 7, 4, 3, 3, 1)),
        (_SIX, (8, 8, 5, 2, 2, 1)),
        (_FIVE, (27, 7, 16, 37, 2)),
        (_FIVE, (28, 7, 17, 37, 1)),
        (_FIVE, (28, 7, 17, 38, 1)),
    ],
)
def test_seats_are_apportioned_as_printed(votes: tuple[int, ...], printed: tuple[int, ...]) -> None:
    seats = sum(printed)
    quotas = {party: Fraction(seats * each, sum(votes)) for party, each in enumerate(votes)}

    assert tuple(apportioned(quotas, seats).values()) == printed
