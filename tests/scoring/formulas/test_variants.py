"""The three totals beside one another under every kind of method, and the places they give."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.formulas.category_figures import company_figures
from scoring.formulas.counting import CompanyScore, Counting
from scoring.formulas.variants import Places, Variants, variants, with_zero_for_missing
from tests.scoring.formulas import test_category_figures as figures
from tests.scoring.formulas.years import Row, contacts, weighing

HALVES = weighing(Fraction(1, 2), Fraction(1, 2))
# 80 and 60; 90 and nothing; 100 and 20, and one that nobody answered; nobody answered.
ROWS = [
    Row(0, 0, [(8, 10), (6, 10)]),
    Row(1, 0, [(9, 10), (0, 0)]),
    Row(2, 0, [(5, 5), (1, 5)]),
    Row(2, 1),
    Row(3, 0),
]


def _numbers(*values: int | str | None) -> dict[int, Decimal]:
    return {place: Decimal(each) for place, each in enumerate(values) if each is not None}


def test_totals_and_places_of_a_mean_of_contacts() -> None:
    found = variants(contacts(ROWS, 2), HALVES)

    assert found == Variants(
        total=_numbers(70, 90, 30, 0),
        answered_only=_numbers(70, 90, 60),
        zero_for_missing=_numbers(70, 45, 30, 0),
    )
    assert found.places() == {
        0: Places(2, 2, 1),
        1: Places(1, 1, 2),
        2: Places(3, 3, 3),
        3: Places(4, None, 4),
    }


@pytest.mark.parametrize(
    ("company", "channel_weights", "silent_in", "totals"),
    [
        # Company 2 has (100 + 0) / 2 and (20 + 0) / 2 by section.
        ("mean_of_sections", None, True, ((70, 90, 30, 0), (70, 90, 60), (70, 45, 30, 0))),
        # Points are added up: of the missing section of company 1 it is 9 of 20.
        ("ratio_of_sums", None, False, ((70, 90, 60), (70, 90, 60), (70, 45, 60))),
        # Company 2 has 60 by phone, which weighs 3/4, and 0 by chat.
        (
            "mean_of_contacts",
            {0: Fraction(3, 4), 1: Fraction(1, 4)},
            True,
            ((70, 90, 45, 0), (70, 90, 60), (70, 45, 45, 0)),
        ),
    ],
)
def test_any_other_method_has_them_too(
    company: CompanyScore,
    channel_weights: dict[int, Fraction] | None,
    *,
    silent_in: bool,
    totals: tuple[tuple[int, ...], ...],
) -> None:
    counting = replace(
        HALVES, company=company, channel_weights=channel_weights, silent_in=(silent_in,) * 2
    )

    found = variants(contacts(ROWS, 2), counting)

    assert (found.total, found.answered_only, found.zero_for_missing) == tuple(
        _numbers(*each) for each in totals
    )


def test_a_section_that_nobody_was_asked_is_not_missing() -> None:
    rows = [Row(0, 0, [(8, 10), (0, 0)]), Row(0, 0, [(0, 0), (0, 0)]), Row(0, 0)]

    found = with_zero_for_missing(contacts(rows, 2))

    assert found.possible.tolist() == [[10, 0], [10, 0], [0, 0]]
    assert found.got.tolist() == [[8, 0], [0, 0], [0, 0]]


@given(own=figures._CONTACTS, weights=figures._WEIGHTS, choices=st.sampled_from(figures.CHOICES))
def test_the_total_is_the_published_one_and_zeros_never_help(
    own: list[figures.Contact], weights: list[Fraction], choices: dict[str, object]
) -> None:
    counting: Counting = figures._counting(weights, **choices)
    every = figures._arrays(own)

    found = variants(every, counting)

    published = company_figures(every, counting)
    assert found.total == {c: f.total for c, f in published.items() if f.total is not None}
    assert found.zero_for_missing.keys() == found.total.keys() >= found.answered_only.keys()
    assert all(found.zero_for_missing[c] <= found.total[c] for c in found.total)


def test_places_are_shared_by_equal_totals() -> None:
    found = Variants(
        total=_numbers(50, 50, 49),
        answered_only=_numbers(50, 60),
        zero_for_missing=_numbers(1, 2, 3),
    )

    assert found.places() == {0: Places(1, 2, 3), 1: Places(1, 1, 2), 2: Places(3, None, 1)}
