"""The smallest move of weights, by hand and by linear programming."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from scoring.formulas.company_means import Cells
from scoring.formulas.sensitivity import Move, Standing, least_move, nearest_changes
from tests.scoring.formulas.standings import HALVES, Contact, standing_of, weights_of

THIRDS = [Fraction(1, 3)] * 3


def test_totals_count_unanswered_contacts_as_nothing() -> None:
    standing = standing_of(
        (1, [(1, 2), (2, 2)]), (4, [(1, 1), (1, 1)]), unanswered={1: 2, 3: 1, 5: 0}
    )

    assert standing.totals(HALVES) == {1: Fraction(25), 3: Fraction(0), 4: Fraction(100)}


def test_the_smallest_move_takes_from_the_section_that_leads_most() -> None:
    # The leads by section are 30, 10 and -20: by thirds the leader is 20/3 ahead. Moving a unit
    # from the first to the third takes 50 off, so 2/15 do.
    standing = standing_of((0, [(8, 10), (6, 10), (5, 10)]), (1, [(5, 10), (5, 10), (7, 10)]))

    found = least_move(standing, THIRDS, leader=0, rival=1)

    assert found == Move(weights_of("1/5", "1/3", "7/15"), Fraction(2, 15), smallest=True)
    totals = standing.totals(found.weights)
    assert totals[0] == totals[1]


def test_an_empty_section_passes_the_move_on_to_the_next() -> None:
    # Leads 30, 20 and -20 with weights 0.1, 0.6, 0.3: ahead by 9. All of the first takes 5 off,
    # and 1/10 of the second the other 4.
    standing = standing_of((0, [(8, 10), (7, 10), (5, 10)]), (1, [(5, 10), (5, 10), (7, 10)]))

    found = least_move(standing, weights_of("0.1", "0.6", "0.3"), leader=0, rival=1)

    assert found == Move(weights_of("0", "0.5", "0.5"), Fraction(1, 5), smallest=True)


def test_held_sections_keep_their_weight() -> None:
    standing = standing_of((0, [(8, 10), (6, 10), (5, 10)]), (1, [(5, 10), (5, 10), (7, 10)]))

    without_first = least_move(standing, THIRDS, leader=0, rival=1, held={0})
    without_third = least_move(standing, THIRDS, leader=0, rival=1, held={2})
    without_any = least_move(standing, THIRDS, leader=0, rival=1, held={0, 1, 2})

    # The second leads by 10, the third trails by 20: a unit takes 30 off, 2/9 do.
    assert without_first == Move(weights_of("1/3", "1/9", "5/9"), Fraction(2, 9), smallest=True)
    # From 30 to 10 all weight of the first takes 20/3 off: just enough.
    assert without_third == Move(weights_of("0", "2/3", "1/3"), Fraction(1, 3), smallest=True)
    assert without_any is None


def test_a_leader_in_every_section_stays_it() -> None:
    standing = standing_of((0, [(8, 10), (6, 10)]), (1, [(5, 10), (5, 10)]))

    assert least_move(standing, HALVES, leader=0, rival=1) is None


def test_unanswered_contacts_weigh_in_and_who_does_not_trail_needs_no_move() -> None:
    # 45 against 40: the first is answered half the time.
    standing = standing_of((0, [(9, 10), (9, 10)]), (1, [(2, 10), (6, 10)]), unanswered={0: 1})

    found = least_move(standing, HALVES, leader=0, rival=1)

    # Leads 25 and -15: a unit takes 40 off 5.
    assert found == Move(weights_of("3/8", "5/8"), Fraction(1, 8), smallest=True)
    assert least_move(standing, HALVES, leader=1, rival=0) == Move(
        tuple(HALVES), Fraction(0), smallest=True
    )
    assert least_move(standing, HALVES, leader=1, rival=1) == Move(
        tuple(HALVES), Fraction(0), smallest=True
    )


def test_a_zeroed_section_counts_nothing_of_its_weight() -> None:
    plain = standing_of((0, [(9, 10), (9, 10)]), (1, [(5, 10), (7, 10)]))
    zeroed = plain.cells.zeroed.copy()
    zeroed[0, 1] = True
    cells = plain.cells
    standing = Standing(Cells(cells.group, cells.contacts, cells.got, cells.possible, zeroed), {})

    found = least_move(standing, weights_of("0.9", "0.1"), leader=0, rival=1)

    # Leads 40 and -70: 29 ahead, a unit takes 110 off.
    assert found is not None
    assert found.moved == Fraction(29, 110)


def test_a_lead_of_less_than_a_point_is_a_lead() -> None:
    standing = standing_of((0, [(60, 100), (51, 100)]), (1, [(50, 100), (60, 100)]))

    found = least_move(standing, HALVES, leader=0, rival=1)

    # Leads 10 and -9: half a point ahead, a unit takes 19 off.
    assert found is not None
    assert found.moved == Fraction(1, 38)


def test_every_rival_has_its_own_nearest_change() -> None:
    standing = standing_of(
        (2, [(9, 10), (5, 10)]),
        (1, [(5, 10), (9, 10)]),
        (0, [(7, 10), (6, 10)]),
        (3, [(1, 10)] * 2),
    )

    found = nearest_changes(standing, HALVES)
    held = nearest_changes(standing, HALVES, held=[0])

    # 1 and 2 tie at 70: the lower number counts as first, and the other needs no move.
    assert list(found) == [0, 2, 3]
    assert found[2] == Move(tuple(HALVES), Fraction(0), smallest=True)
    # Leads of 1 over 0: -20 and 30, 5 ahead.
    assert found[0] == Move(weights_of("0.6", "0.4"), Fraction(1, 10), smallest=True)
    assert found[3] is None
    assert held[0] is None


@st.composite
def _linear(draw: st.DrawFn) -> tuple[Standing, list[Fraction]]:
    sections = draw(st.integers(2, 5))
    score = st.tuples(st.integers(0, 20), st.just(20))
    contacts: list[Contact] = [
        (company, draw(st.lists(score, min_size=sections, max_size=sections)))
        for company in (0, 0, 1)
    ]
    parts = draw(st.lists(st.integers(0, 9), min_size=sections, max_size=sections))
    assume(sum(parts))
    silent = {1: draw(st.integers(0, 1))}
    return standing_of(*contacts, unanswered=silent), [Fraction(part, sum(parts)) for part in parts]


def _programmed(weights: Sequence[Fraction], leads: Sequence[Fraction]) -> float | None:
    """The smallest share of weight to move, by HiGHS: w = w0 + up - down."""
    size = len(weights)
    lead = [float(each) for each in leads]
    now = sum(float(w) * each for w, each in zip(weights, lead, strict=True))
    solution = linprog(
        [1.0] * (2 * size),
        A_ub=[lead + [-each for each in lead]],
        b_ub=[-now],
        A_eq=[[1.0] * size + [-1.0] * size],
        b_eq=[0.0],
        bounds=[(0, None)] * size + [(0, float(weight)) for weight in weights],
    )
    return float(solution.fun) / 2 if solution.success else None


@settings(max_examples=40)
@given(_linear())
def test_linear_programming_finds_no_smaller_move(
    case: tuple[Standing, list[Fraction]],
) -> None:
    standing, weights = case
    totals = standing.totals(weights)
    units = np.eye(len(weights), dtype=int).tolist()
    by_section = [standing.totals([Fraction(w) for w in unit]) for unit in units]
    leads = [each[0] - each[1] for each in by_section]

    found = least_move(standing, weights, leader=0, rival=1)

    if totals[0] <= totals[1]:
        assert found == Move(tuple(weights), Fraction(0), smallest=True)
        return
    expected = _programmed(weights, leads)
    assert (found is None) == (expected is None)
    if found is not None and expected is not None:
        assert float(found.moved) == pytest.approx(expected, abs=1e-9)
        after = standing.totals(found.weights)
        assert after[0] == after[1]
        assert sum(found.weights) == 1
        assert min(found.weights) >= 0
        pairs = zip(found.weights, weights, strict=True)
        assert sum(abs(one - two) for one, two in pairs) == 2 * found.moved


@pytest.mark.parametrize(
    "weights", [weights_of("0.5", "0.4"), weights_of("1.5", "-0.5"), weights_of("0.5", "0.6")]
)
def test_weights_that_are_no_shares_are_refused(weights: tuple[Fraction, ...]) -> None:
    standing = standing_of((0, [(1, 2)] * 2), (1, [(2, 2)] * 2))

    with pytest.raises(ValueError, match=r"^weights are shares that add up to one$"):
        least_move(standing, weights, leader=1, rival=0)


def test_a_company_without_a_total_is_refused() -> None:
    standing = standing_of((0, [(1, 2)] * 2), (1, [(0, 0), (2, 2)]))

    for company in (1, 7):
        with pytest.raises(ValueError, match="neither leads nor follows"):
            least_move(standing, weights_of("1", "0"), leader=0, rival=company)


def test_no_company_has_no_nearest_change() -> None:
    nobody = standing_of((0, [(0, 0)] * 2))

    with pytest.raises(ValueError, match=r"^there is no company$"):
        nearest_changes(nobody, HALVES)


def test_a_fractional_knapsack_of_cormen() -> None:
    # The example of Introduction to Algorithms, chapter on greedy algorithms: items worth 60, 100
    # and 120 of 10, 20 and 30 pounds; 50 pounds of them are worth 240, of the last one 20.
    # As weights: sections of 0.1, 0.2 and 0.3 in which the leader is 60, 50 and 40 further ahead
    # than in the last one. Its lead of 24 needs the 240 (in tenths), so 0.5 has to move.
    standing = standing_of((0, [(66, 100), (56, 100), (46, 100), (6, 100)]), (1, [(10, 100)] * 4))
    weights = weights_of("0.1", "0.2", "0.3", "0.4")

    found = least_move(standing, weights, leader=0, rival=1)

    totals = standing.totals(weights)
    assert totals[0] - totals[1] == 24
    assert found == Move(weights_of("0", "0", "0.1", "0.9"), Fraction(1, 2), smallest=True)
