"""Moves of weights where some sections did not apply: true, if not always the smallest."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.formulas.sensitivity import Standing, _path, _slopes, least_move
from tests.scoring.formulas.standings import HALVES, Contact, standing_of, weights_of


def test_where_a_section_did_not_apply_the_true_move_is_found_along_the_path() -> None:
    # The rival's second contact had no second section, so its weight went to the first there.
    standing = standing_of((0, [(9, 10), (6, 10)]), (1, [(5, 10), (8, 10)]), (1, [(7, 10), (0, 0)]))

    found = least_move(standing, HALVES, leader=0, rival=1)

    # With x moved the leader has 90/2 + 60/2 - 30 x and the rival, by its two contacts,
    # (65 + 30 x + 70) / 2: equal at x = 1/6 of the whole.
    assert found is not None
    assert not found.smallest
    assert found.moved == pytest.approx(Fraction(1, 6), abs=1e-12)
    after, short = standing.totals(found.weights), found.moved * (1 - Fraction(1, 2**40))
    assert after[0] <= after[1]
    before = standing.totals([HALVES[0] - short, HALVES[1] + short])
    assert before[0] > before[1]


def test_a_move_that_empties_a_section_is_true_where_another_did_not_apply() -> None:
    # The third section applied to none of the leader's contacts: its weight is spread over the
    # other two.
    standing = standing_of((0, [(9, 10), (6, 10), (0, 0)]), (1, [(4, 10), (5, 10), (9, 10)]))
    weights = weights_of("0.4", "0.4", "0.2")

    found = least_move(standing, weights, leader=0, rival=1)

    assert found is not None
    assert not found.smallest
    after = standing.totals(found.weights)
    assert after[0] - after[1] == pytest.approx(0, abs=1e-9)
    assert after[0] <= after[1]
    # By hand: the first section gives everything to the third. With x moved, the leader has
    # 90 (0.4 - x) / (0.8 - x) + 60 0.4 / (0.8 - x), the rival 54 + 50 x.
    leader = (90 * (Fraction(2, 5) - found.moved) + 24) / (Fraction(4, 5) - found.moved)
    assert leader == after[0]
    assert 54 + 50 * found.moved == after[1]


def test_weight_all_on_a_section_that_did_not_apply_makes_no_winner() -> None:
    # The rival would need weight that the leader has no contact for; then nobody leads.
    standing = standing_of((0, [(9, 10), (0, 0)]), (1, [(5, 10), (6, 10)]))

    assert least_move(standing, HALVES, leader=0, rival=1) is None


def test_a_contact_without_a_section_of_weight_has_no_score() -> None:
    standing = standing_of(
        (0, [(9, 10), (2, 10)]), (0, [(0, 0), (9, 10)]), (1, [(8, 10), (5, 10)]), unanswered={1: 0}
    )

    found = least_move(standing, weights_of("1", "0"), leader=0, rival=1)

    # 90 against 80 until the second section weighs something; then two contacts of the leader
    # count, one of them at 90: (90 - 70 x + 90) / 2 = 80 - 30 x at x = 4, so never.
    assert found is None


@st.composite
def _with_gaps(draw: st.DrawFn) -> tuple[Standing, list[Fraction]]:
    """Two companies of two contacts, some sections of which did not apply."""
    contacts: list[Contact] = []
    for company in (0, 0, 1, 1):
        asked = [20, *draw(st.lists(st.sampled_from([0, 20, 20]), min_size=2, max_size=2))]
        contacts.append((company, [(draw(st.integers(0, most)), most) for most in asked]))
    parts = [draw(st.integers(1, 9)) for _ in range(3)]
    return standing_of(*contacts), [Fraction(part, sum(parts)) for part in parts]


@settings(max_examples=30)
@given(_with_gaps())
def test_slopes_are_those_of_the_totals(case: tuple[Standing, list[Fraction]]) -> None:
    standing, weights = case
    step = Fraction(1, 10**6)
    for company in (0, 1):
        for k, slope in enumerate(_slopes(standing, weights, company)):
            more = [w + step * (j == k) for j, w in enumerate(weights)]
            less = [w - step * (j == k) for j, w in enumerate(weights)]
            grown = standing.totals(more)[company] - standing.totals(less)[company]
            assert float(slope) == pytest.approx(float(grown / (2 * step)), abs=1e-5)


@settings(max_examples=40)
@given(_with_gaps())
def test_a_move_found_by_bisection_ends_the_lead_and_a_little_less_does_not(
    case: tuple[Standing, list[Fraction]],
) -> None:
    standing, weights = case
    totals = standing.totals(weights)

    found = least_move(standing, weights, leader=0, rival=1)

    if found is None or not found.moved:
        assert (totals[0] <= totals[1]) == (found is not None)
        return
    assert totals[0] > totals[1]
    after = standing.totals(found.weights)
    assert after[0] <= after[1]
    assert sum(found.weights) == 1
    gains = [a - b for a, b in zip(*(_slopes(standing, weights, c) for c in (0, 1)), strict=True)]
    path = _path(weights, gains, ())
    assert found.weights == path.after(found.moved)
    # One last halving less, of whichever end the bisection started from, and the lead is there.
    ends = [path.length, path.ending(totals[0] - totals[1])]
    shorter = [found.moved - end / 2**48 for end in ends if end is not None]
    leads = [standing.totals(path.after(moved)) for moved in shorter]
    assert any(one[0] > one[1] for one in leads)
