"""The fast exact figures equal slow exact ones, whatever the contacts and their order."""

from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import NamedTuple

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from scoring.formulas.category_figures import (
    AreaFigure,
    CompanyFigures,
    Contacts,
    company_figures,
)
from scoring.formulas.contact_scores import Points, contact_score, section_score, weighted_score
from scoring.formulas.rounding import rounded

AGENT = [False, True, True]
NOTHING = Points((0, 0, 0), (0, 0, 0), (False, False, False))


class Contact(NamedTuple):
    """One contact of the slow calculation; points are None when nobody answered."""

    company: int
    channel: int
    points: Points | None


@st.composite
def _points(draw: st.DrawFn) -> Points:
    # The first section always applies, so every answered contact has a score.
    possible = draw(st.tuples(st.sampled_from([1, 4]), *[st.sampled_from([0, 2, 7, 18])] * 2))
    got = tuple(draw(st.integers(min_value=0, max_value=most)) for most in possible)
    zeroed = draw(st.tuples(st.booleans(), st.booleans(), st.booleans()))
    return Points(got, possible, zeroed)


_CONTACTS = st.lists(
    st.builds(
        Contact,
        company=st.integers(min_value=0, max_value=3),
        channel=st.integers(min_value=0, max_value=3),
        points=st.none() | _points(),
    ),
    min_size=1,
    max_size=40,
)
_WEIGHTS = st.lists(st.fractions("1/100", 1, max_denominator=10**6), min_size=3, max_size=3)


def _arrays(contacts: list[Contact]) -> Contacts:
    points = [each.points or NOTHING for each in contacts]
    return Contacts(
        company=np.array([each.company for each in contacts], dtype=np.int64),
        channel=np.array([each.channel for each in contacts], dtype=np.int64),
        answered=np.array([each.points is not None for each in contacts], dtype=np.bool_),
        got=np.array([each.section_got for each in points], dtype=np.int64),
        possible=np.array([each.section_possible for each in points], dtype=np.int64),
        zeroed=np.array([each.section_zeroed for each in points], dtype=np.bool_),
    )


def _mean(scores: list[Fraction | None]) -> Decimal | None:
    known = [score for score in scores if score is not None]
    return rounded(sum(known, Fraction(0)) / len(known)) if known else None


def _slowly(own: list[Contact], weights: list[Fraction]) -> CompanyFigures:
    answered = [each.points for each in own if each.points is not None]
    agent = [weight * chosen for weight, chosen in zip(weights, AGENT, strict=True)]
    total = _mean([_score(each, weights) for each in own])
    assert total is not None
    return CompanyFigures(
        contacts=len(own),
        answered=len(answered),
        total=total,
        answered_only=_mean([weighted_score(each, weights) for each in answered]),
        agent=_mean([weighted_score(each, agent) for each in answered]),
        sections=_areas({k: [_section(each, k) for each in answered] for k in range(3)}),
        channels=_areas(
            {c: [_score(each, weights) for each in own if each.channel == c] for c in range(4)}
        ),
    )


def _score(contact: Contact, weights: list[Fraction]) -> Fraction | None:
    return contact_score(contact.points or NOTHING, weights, answered=contact.points is not None)


def _section(points: Points, k: int) -> Fraction | None:
    return section_score(
        points.section_got[k], points.section_possible[k], zeroed=points.section_zeroed[k]
    )


def _areas(scores: dict[int, list[Fraction | None]]) -> dict[int, AreaFigure]:
    return {
        key: AreaFigure(mean, sum(score is not None for score in values))
        for key, values in scores.items()
        if (mean := _mean(values)) is not None
    }


@given(contacts=_CONTACTS, weights=_WEIGHTS)
def test_figures_equal_the_slow_ones(contacts: list[Contact], weights: list[Fraction]) -> None:
    figures = company_figures(_arrays(contacts), weights=weights, agent=AGENT)

    assert figures == {
        company: _slowly([each for each in contacts if each.company == company], weights)
        for company in {each.company for each in contacts}
    }


@given(contacts=_CONTACTS, weights=_WEIGHTS, order=st.randoms(use_true_random=False))
def test_order_does_not_matter(
    contacts: list[Contact], weights: list[Fraction], order: Random
) -> None:
    shuffled = list(contacts)
    order.shuffle(shuffled)

    figures = company_figures(_arrays(contacts), weights=weights, agent=AGENT)

    assert company_figures(_arrays(shuffled), weights=weights, agent=AGENT) == figures


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

    figures = company_figures(_arrays(contacts), weights=weights, agent=AGENT)[0]

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
        _arrays([Contact(2, 3, None), Contact(2, 3, None)]), weights=[Fraction(1)] * 3, agent=AGENT
    )

    assert figures == {
        2: CompanyFigures(2, 0, Decimal(0), None, None, {}, {3: AreaFigure(Decimal(0), 2)})
    }
