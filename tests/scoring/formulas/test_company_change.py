"""A company's change, whole and by section, by hand and over arbitrary years."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.formulas.change_factors import NONE, Effects
from scoring.formulas.company_change import Change, company_changes, section_changes
from scoring.formulas.counting import Counting
from scoring.formulas.year_scores import Year, common_sections
from tests.scoring.formulas.test_year_scores import CHOICES, rows
from tests.scoring.formulas.years import Row, contacts, weighing, year


def _effects(service: str, weights: str, mix: str) -> Effects:
    return Effects(Fraction(service), Fraction(weights), Fraction(mix))


def test_a_jump_that_only_the_weights_made() -> None:
    # A synthetic award like the one that rose from 86.7 to 96.1: the same service, 98 and 67 % by
    # section, and 94/310 of the weight moved to the section customers value.
    own = [Row(0, 0, [(98, 100), (67, 100)])]
    before, after = year(own, "197/310", "113/310"), year(own, "291/310", "19/310")

    found = company_changes(before, after)

    assert found == {
        0: Change(Fraction("86.7"), Fraction("96.1"), _effects("0", "9.4", "0"), Fraction(0))
    }
    # Level: the mean of 86.7 and 96.1. Weight went to 98 % and left 67 %: both helped.
    moved, level = Fraction(94, 310), Fraction("91.4")
    by_section = section_changes(before, after)[0]
    assert [each.weights for each in by_section] == [moved * (98 - level), moved * (level - 67)]


def test_answering_more_calls_is_service() -> None:
    before, after = [Row(0, 0, [(4, 5)]), Row(0, 0)], [Row(0, 0, [(4, 5)])] * 2

    found = company_changes(year(before, "1"), year(after, "1"))

    assert found == {0: Change(Fraction(40), Fraction(80), _effects("40", "0", "0"), Fraction(0))}


def test_more_contacts_on_a_good_channel_are_mix_and_so_is_a_new_channel() -> None:
    phone, chat = Row(0, 0, [(3, 5)]), Row(0, 1, [(5, 5)])

    more = company_changes(year([phone, phone, chat], "1"), year([phone, chat, chat], "1"))
    new = company_changes(year([phone], "1"), year([phone, chat], "1"))

    assert more[0].effects == _effects("0", "0", "40/3")
    assert new[0] == Change(Fraction(60), Fraction(80), _effects("0", "0", "20"), Fraction(0))


def test_three_factors_at_once_by_hand() -> None:
    # One section each year counts alone, so a total is a mix of two channels' percentages.
    before = [Row(0, 0, [(1, 10), (5, 10)]), Row(0, 1, [(4, 10), (2, 10)])]
    after = [Row(0, 0, [(3, 10), (6, 10)])]

    found = company_changes(year(before, "1", "0"), year(after, "0", "1"))[0]

    # Corners (service, weights, mix): channel 1 keeps the first year's service.
    total = {
        (0, 0, 0): Fraction(25),
        (0, 0, 1): Fraction(10),
        (0, 1, 0): Fraction(35),
        (0, 1, 1): Fraction(50),
        (1, 0, 0): Fraction(35),
        (1, 0, 1): Fraction(30),
        (1, 1, 0): Fraction(40),
        (1, 1, 1): Fraction(60),
    }
    third, sixth = Fraction(1, 3), Fraction(1, 6)
    others = [(0, 0, third), (0, 1, sixth), (1, 0, sixth), (1, 1, third)]
    effects = found.effects
    assert effects.service == sum(p * (total[1, a, b] - total[0, a, b]) for a, b, p in others)
    assert effects.weights == sum(p * (total[a, 1, b] - total[a, 0, b]) for a, b, p in others)
    assert effects.mix == sum(p * (total[a, b, 1] - total[a, b, 0]) for a, b, p in others)
    assert found.before == 25
    assert found.after == 60


def test_a_section_of_one_year_is_the_questionnaires_effect() -> None:
    # Section 2 was new: with it the total is 50 and not 80. Nothing else happened.
    old, new = [Row(0, 0, [(4, 5), (0, 0)])], [Row(0, 0, [(4, 5), (1, 5)])]
    before = contacts(old, 2)
    after = contacts(new, 2)
    common = np.array([True, False])
    half = Fraction(1, 2)

    found = company_changes(
        Year(before, weighing(Fraction(1), Fraction(0)), common_sections(before, common)),
        Year(after, weighing(half, half), common_sections(after, common)),
    )

    assert found == {0: Change(Fraction(80), Fraction(50), NONE, Fraction(-30))}


def test_companies_of_one_year_have_no_change() -> None:
    before, after = [Row(0, 0, [(1, 1)]), Row(1, 0)], [Row(1, 0), Row(2, 0, [(1, 1)])]

    assert list(company_changes(year(before, "1"), year(after, "1"))) == [1]
    assert section_changes(year(before, "1"), year(after, "1")) == {1: [NONE]}


_WEIGHT = st.fractions("1/10", "9/10", max_denominator=40)


@settings(max_examples=25)
@given(rows(), rows(), _WEIGHT, _WEIGHT)
def test_parts_add_up_to_the_change_without_a_rest(
    old: list[Row], new: list[Row], first: Fraction, second: Fraction
) -> None:
    before = year(old, str(first), str(1 - first))
    after = year(new, str(second), str(1 - second))

    changes = company_changes(before, after)
    sections = section_changes(before, after)

    assert changes.keys() == sections.keys()
    for company, change in changes.items():
        assert change.questionnaire == 0
        assert change.effects.change == change.after - change.before
        assert sum(sections[company], NONE) == change.effects
    assert company_changes(before, before).keys() == {row.company for row in old}
    assert all(change.effects == NONE for change in company_changes(before, before).values())


@pytest.mark.parametrize("counting", CHOICES)
@settings(max_examples=6)
@given(old=rows(), new=rows())
def test_parts_add_up_whatever_the_method_of_both_years_chooses(
    old: list[Row], new: list[Row], counting: Counting
) -> None:
    before, after = contacts(old, 2), contacts(new, 2)
    heavier = replace(counting, weights=(Fraction(4, 5), Fraction(1, 5)))
    years = Year(before, counting, before), Year(after, heavier, after)

    changes, sections = company_changes(*years), section_changes(*years)

    assert changes.keys() == sections.keys()
    for company, change in changes.items():
        assert change.effects.change == change.after - change.before
        assert sum(sections[company], NONE) == change.effects


@settings(max_examples=15)
@given(rows(), rows(), _WEIGHT, _WEIGHT)
def test_parts_and_the_questionnaire_add_up(
    old: list[Row], new: list[Row], first: Fraction, second: Fraction
) -> None:
    before = year(old, str(first), str(1 - first))
    after = year(new, str(second), str(1 - second))
    common = np.array([True, False])

    changes = company_changes(
        replace(before, common=common_sections(before.contacts, common)),
        replace(after, common=common_sections(after.contacts, common)),
    )

    alone = company_changes(
        Year(before.common, weighing(Fraction(1), Fraction(0)), before.common),
        Year(after.common, weighing(Fraction(1), Fraction(0)), after.common),
    )
    for company, change in changes.items():
        rest = change.after - change.before - change.effects.change
        assert change.questionnaire == rest
        # The common total is the first section's alone, whatever its weight.
        assert change.effects == alone[company].effects
        assert change.effects.weights == 0


def test_sections_where_nothing_applied_otherwise_follow_the_closed_form() -> None:
    # Every section applies, one channel: w p is a product of two factors, so Kitagawa's form.
    before = year([Row(0, 0, [(5, 10), (8, 10), (3, 10)])], "1/2", "1/4", "1/4")
    after = year([Row(0, 0, [(7, 10), (6, 10), (9, 10)])], "1/5", "2/5", "2/5")

    found = section_changes(before, after)[0]

    pairs = [(50, 70, "1/2", "1/5"), (80, 60, "1/4", "2/5"), (30, 90, "1/4", "2/5")]
    level = (Fraction("52.5") + Fraction(74)) / 2
    for effects, (one, two, light, heavy) in zip(found, pairs, strict=True):
        weights = Fraction(light), Fraction(heavy)
        assert effects.service == (two - one) * sum(weights) / 2
        assert effects.weights == (weights[1] - weights[0]) * (Fraction(one + two, 2) - level)
        assert effects.mix == 0


def test_unanswered_contacts_carry_no_weight_that_could_move() -> None:
    # 60 and 90 % each year, but half of the first year's contacts were not answered.
    answered = Row(0, 0, [(6, 10), (9, 10)])
    before, after = year([answered, Row(0, 0)], "0.5", "0.5"), year([answered], "0.4", "0.6")

    found = section_changes(before, after)[0]

    # A tenth moved in 3/4 of the contacts on average; the answered ones score 77.
    assert [each.weights for each in found] == [Fraction("1.275"), Fraction("0.975")]
    # The other half is answered: 1/2 of each section's mean weight and percentage.
    assert [each.service for each in found] == [Fraction("13.5"), Fraction("24.75")]


def test_a_contact_with_a_score_in_one_year_only_has_no_split_by_section() -> None:
    some = [Row(0, 0, [(1, 2), (0, 0)]), Row(0, 0, [(1, 2), (1, 2)]), Row(0, 0)]
    before, after = year(some, "1/2", "1/2"), year(some, "0", "1")

    with pytest.raises(ValueError, match="weight was not moved"):
        section_changes(before, after)
