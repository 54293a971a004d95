"""A category's change: its panel, those who came and those who left."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.formulas.change_factors import Effects
from scoring.formulas.company_change import Change
from scoring.formulas.group_change import GroupChange, group_change

_FIGURE = st.fractions(0, 100, max_denominator=30)


def _change(before: Fraction, after: Fraction, service: Fraction, weights: Fraction) -> Change:
    """A change whose mix and questionnaire share what is left, one to two."""
    rest = (after - before - service - weights) / 3
    return Change(before, after, Effects(service, weights, rest), 2 * rest)


def test_a_category_by_hand() -> None:
    # 0 rose from 70 to 80 and 1 fell from 60 to 56; 2 left with 20, 3 came with 98.
    changes = {
        0: Change(
            Fraction(70), Fraction(80), Effects(Fraction(6), Fraction(1), Fraction(1)), Fraction(2)
        ),
        1: Change(
            Fraction(60), Fraction(56), Effects(Fraction(-8), Fraction(3), Fraction(0)), Fraction(1)
        ),
    }

    found = group_change(
        {0: Fraction(70), 1: Fraction(60), 2: Fraction(20)},
        {0: Fraction(80), 1: Fraction(56), 3: Fraction(98)},
        changes,
    )

    # The panel went from 65 to 68; the category from 50 to 78.
    assert found == GroupChange(
        before=Fraction(50),
        after=Fraction(78),
        effects=Effects(Fraction(-1), Fraction(2), Fraction(1, 2)),
        questionnaire=Fraction(3, 2),
        entry=Fraction(10),
        exit=Fraction(15),
        panel=2,
    )


@settings(max_examples=20)
@given(
    st.dictionaries(st.integers(0, 9), st.tuples(*[_FIGURE] * 4), min_size=1, max_size=6),
    st.dictionaries(st.integers(10, 19), _FIGURE, max_size=3),
    st.dictionaries(st.integers(20, 29), _FIGURE, max_size=3),
)
def test_the_terms_add_up_to_the_change(
    panel: dict[int, tuple[Fraction, Fraction, Fraction, Fraction]],
    left: dict[int, Fraction],
    came: dict[int, Fraction],
) -> None:
    changes = {company: _change(*figures) for company, figures in panel.items()}
    before = left | {company: change.before for company, change in changes.items()}
    after = came | {company: change.after for company, change in changes.items()}

    found = group_change(before, after, changes)

    terms = found.effects.change + found.questionnaire + found.entry + found.exit
    assert terms == found.after - found.before
    assert found.panel == len(panel)
    assert bool(left) or found.exit == 0
    assert bool(came) or found.entry == 0


def test_a_group_without_a_panel_has_no_change() -> None:
    with pytest.raises(ValueError, match=r"^no company took part in both years$"):
        group_change({0: Fraction(1)}, {1: Fraction(2)}, {})


def test_a_company_of_both_years_must_have_a_change() -> None:
    with pytest.raises(KeyError):
        group_change({0: Fraction(1)}, {0: Fraction(2)}, {})
