"""Figures of a category computed by hand."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from scoring.formulas.category_figures import AreaFigure, CompanyFigures, company_figures
from scoring.formulas.contact_scores import Points
from scoring.formulas.rounding import rounded
from tests.scoring.formulas.test_category_figures import Contact, _arrays, _counting


def test_figures_by_hand() -> None:
    weights = [Fraction(1, 5), Fraction(3, 10), Fraction(1, 2)]
    contacts = [
        Contact(0, 0, Points((4, 4, 10), (4, 4, 10), (False, False, False))),  # 100
        Contact(0, 0, None),  # 0
        # 1/5 · 1/2 + 1/2 · 3/5 over 7/10: 400/7; the agent 60.
        Contact(0, 1, Points((2, 0, 6), (4, 0, 10), (False, False, False))),
        # The agent's sections do not apply: 25, and no agent's figure.
        Contact(0, 1, Points((1, 0, 0), (4, 0, 0), (False, False, False))),
    ]

    figures = company_figures(_arrays(contacts), _counting(weights))[0]

    assert (figures.contacts, figures.answered) == (4, 3)
    assert figures.total == Decimal("45.535714285714")  # (100 + 0 + 400/7 + 25) / 4 = 45 15/28
    assert figures.answered_only == Decimal("60.714285714286")  # / 3
    assert figures.agent == Decimal(80)
    assert figures.sections == {
        0: AreaFigure(rounded(Fraction(175, 3)), 3),
        1: AreaFigure(Decimal(100), 1),
        2: AreaFigure(Decimal(80), 2),
    }
    assert figures.channels == {
        0: AreaFigure(Decimal(50), 2),
        1: AreaFigure(rounded(Fraction(575, 14)), 2),
    }


def test_company_nobody_answered_has_only_a_total_of_zero() -> None:
    figures = company_figures(
        _arrays([Contact(2, 3, None), Contact(2, 3, None)]), _counting([Fraction(1)] * 3)
    )

    assert figures == {
        2: CompanyFigures(2, 0, Decimal(0), None, None, {}, {3: AreaFigure(Decimal(0), 2)})
    }


def test_section_of_a_ratio_counts_every_point_the_same() -> None:
    weights = [Fraction(1, 5), Fraction(3, 10), Fraction(1, 2)]
    contacts = [
        Contact(0, 0, Points((4, 1, 0), (4, 2, 0), (False, False, False))),
        Contact(0, 0, Points((1, 7, 0), (4, 18, 0), (False, False, False))),
    ]
    counting = _counting(weights, company="ratio_of_sums", silent_in=(False,) * 3)

    figures = company_figures(_arrays(contacts), counting)[0]

    assert figures.sections == {0: AreaFigure(Decimal("62.5"), 2), 1: AreaFigure(Decimal(40), 2)}
    # (1/5 x 5 + 3/10 x 8) of (1/5 x 8 + 3/10 x 20)
    assert figures.total == rounded(Fraction(340, 76) * 10)


def test_figures_without_areas_are_the_same_figures() -> None:
    points = Points((1, 2, 3), (2, 2, 4), (False,) * 3)
    contacts = _arrays([Contact(0, 1, points), Contact(0, 0, None)])
    counting = _counting([Fraction(1, 3)] * 3)
    whole = company_figures(contacts, counting)[0]

    found = company_figures(contacts, counting, with_areas=False)

    assert found == {0: replace(whole, sections={}, channels={})}
    assert whole.sections
    assert whole.channels
