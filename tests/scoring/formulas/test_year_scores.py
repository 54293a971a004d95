"""Totals put together from service, weights and mix of different years."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.formulas.category_figures import company_figures
from scoring.formulas.counting import CompanyScore, Counting
from scoring.formulas.rounding import rounded
from scoring.formulas.year_scores import common_sections, has_parts, totals, year_table
from tests.scoring.formulas.years import Row, contacts, weighing, year

HALF = weighing(Fraction(1, 2), Fraction(1, 2))


@st.composite
def rows(draw: st.DrawFn, *, most: int = 12) -> list[Row]:
    """Contacts of three companies on three channels; the first section always applies."""
    found = []
    for _ in range(draw(st.integers(1, most))):
        company, channel = draw(st.integers(0, 2)), draw(st.integers(0, 2))
        points: list[tuple[int, int]] = []
        if draw(st.integers(0, 5)):
            most_of = draw(st.sampled_from([2, 5])), draw(st.sampled_from([0, 3, 4]))
            points = [(draw(st.integers(0, possible)), possible) for possible in most_of]
        zeroed = draw(st.sampled_from([(), (), (0,), (1,)]))
        found.append(Row(company, channel, points, zeroed))
    return found


@settings(max_examples=25)
@given(rows(), st.fractions("1/10", "9/10", max_denominator=50))
def test_totals_are_those_of_the_published_figures(own: list[Row], weight: Fraction) -> None:
    every, counting = contacts(own, 2), weighing(weight, 1 - weight)

    found = totals(every, counting)

    figures = company_figures(every, counting)
    assert {company: rounded(value) for company, value in found.items()} == {
        company: figure.total for company, figure in figures.items()
    }
    table = year_table(every, every, (counting, counting))
    assert {c: table.total(c, service=1, weights=0, mix=1) for c in table.companies()} == found


CHOICES = [
    replace(HALF, contact="share_of_points"),
    replace(HALF, critical="zero_contact"),
    replace(HALF, critical="flag_only"),
    replace(HALF, silent_in=(False, False)),
    replace(HALF, channel_weights={0: Fraction(3, 4), 2: Fraction(1, 4)}),
]


@pytest.mark.parametrize("counting", CHOICES)
@settings(max_examples=10)
@given(own=rows())
def test_whatever_a_method_chooses_its_totals_are_the_published_ones(
    own: list[Row], counting: Counting
) -> None:
    every = contacts(own, 2)

    found = totals(every, counting)

    figures = company_figures(every, counting)
    assert {company: rounded(value) for company, value in found.items()} == {
        company: figure.total for company, figure in figures.items() if figure.total is not None
    }


def test_a_critical_answer_does_what_each_years_method_says() -> None:
    every = contacts([Row(0, 0, [(4, 4), (2, 2)], zeroed=(0,))], 2)
    table = year_table(every, every, (HALF, replace(HALF, critical="zero_contact")))

    assert table.total(0, service=0, weights=0, mix=0) == 50
    assert table.total(0, service=0, weights=1, mix=0) == 0


def test_the_mix_is_the_channels_weights_where_they_have_some() -> None:
    every = contacts([Row(0, 0, [(1, 2)] * 2)] * 3 + [Row(0, 1, [(2, 2)] * 2)], 2)
    weighed = replace(HALF, channel_weights={0: Fraction(1, 5), 1: Fraction(4, 5)})
    table = year_table(every, every, (HALF, weighed))

    assert table.total(0, service=0, weights=0, mix=0) == Fraction(125, 2)
    assert table.total(0, service=0, weights=0, mix=1) == 90


@pytest.mark.parametrize("company", ["ratio_of_sums", "mean_of_sections"])
def test_a_total_that_is_not_made_of_contacts_has_no_parts(company: CompanyScore) -> None:
    counting = replace(HALF, company=company)
    every = contacts([Row(0, 0, [(1, 2), (1, 2)])], 2)

    assert not has_parts(counting)
    assert has_parts(HALF)
    with pytest.raises(ValueError, match=r"^a total that is not put together from contacts has no"):
        totals(every, counting)


def test_each_factor_can_come_from_another_year() -> None:
    # Before: 3 contacts on channel 0 (half, half, unanswered), 1 on channel 1 at full marks.
    before = [
        Row(0, 0, [(2, 4), (1, 2)]),
        Row(0, 0, [(1, 2), (3, 6)]),
        Row(0, 0),
        Row(0, 1, [(4, 4), (2, 2)]),
    ]
    # After: 1 on channel 0, 100 % and 40 % by section; 3 on channel 1 at nothing.
    after = [Row(0, 0, [(4, 4), (2, 5)])] + [Row(0, 1, [(0, 4), (0, 2)])] * 3
    table = year_table(
        contacts(before, 2), contacts(after, 2), (HALF, weighing(Fraction(1), Fraction(0)))
    )

    found = {
        (s, w, m): table.total(0, service=s, weights=w, mix=m)
        for s in (0, 1)
        for w in (0, 1)
        for m in (0, 1)
    }

    third = Fraction(100, 3)
    assert found == {
        (0, 0, 0): third * Fraction(3, 4) + 25,
        (0, 0, 1): third * Fraction(1, 4) + 75,
        (0, 1, 0): third * Fraction(3, 4) + 25,
        (0, 1, 1): third * Fraction(1, 4) + 75,
        (1, 0, 0): Fraction(70 * 3, 4),
        (1, 0, 1): Fraction(70, 4),
        (1, 1, 0): Fraction(75),
        (1, 1, 1): Fraction(25),
    }
    assert table.of(0)(1, 0, 1) == Fraction(70, 4)


def test_a_channel_of_one_year_keeps_its_service_in_the_other() -> None:
    before = contacts([Row(0, 0, [(1, 2)]), Row(0, 2, [(2, 2)])], 1)
    after = contacts([Row(0, 0, [(2, 2)]), Row(0, 1), Row(0, 1, [(1, 2)])], 1)
    table = year_table(before, after, (weighing(Fraction(1)),) * 2)

    # Channel 1 scores 25 and channel 2 scores 100 in whatever year's service.
    assert table.total(0, service=0, weights=0, mix=1) == Fraction(50 + 25 + 25, 3)
    assert table.total(0, service=1, weights=0, mix=1) == Fraction(100 + 25 + 25, 3)
    assert table.total(0, service=1, weights=0, mix=0) == Fraction(100 + 100, 2)


def test_only_companies_of_both_years_have_a_table() -> None:
    one, other = year([Row(2, 0, [(1, 2)]), Row(0, 0)], "1"), year([Row(1, 0), Row(2, 1)], "1")

    table = year_table(one.contacts, other.contacts, (one.counting, other.counting))

    assert table.companies() == [2]


def test_a_channel_without_a_score_under_the_other_weights_is_refused() -> None:
    # The only contact applies to the first section, which has no weight in the second year.
    before = contacts([Row(0, 0, [(1, 2), (0, 0)]), Row(0, 1, [(1, 2), (1, 2)])], 2)
    after = contacts([Row(0, 1, [(1, 2), (1, 2)])], 2)
    table = year_table(before, after, (HALF, weighing(Fraction(0), Fraction(1))))

    with pytest.raises(ValueError, match=r"^no contact at \(0, 0\) has a score under the other"):
        table.total(0, service=0, weights=1, mix=0)


def test_sections_of_one_year_alone_are_taken_out() -> None:
    every = contacts([Row(0, 0, [(1, 2), (3, 4)], zeroed=(0, 1)), Row(1, 0)], 2)

    found = common_sections(every, np.array([True, False]))

    assert found.got.tolist() == [[1, 0], [0, 0]]
    assert found.possible.tolist() == [[2, 0], [0, 0]]
    assert found.zeroed.tolist() == [[True, False], [False, False]]
    assert found.answered.tolist() == [True, False]
    same = common_sections(every, np.array([True, True]))
    assert replace(same, got=every.got).got is every.got
    assert same.possible.tolist() == every.possible.tolist()
