"""Totals with errors: the same totals as the exact figures, and errors by the definition."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.formulas.category_figures import company_figures
from scoring.formulas.contact_scores import Points
from scoring.formulas.shares import shares_of_total
from scoring.formulas.uncertain_totals import uncertain_totals
from tests.scoring.formulas import test_category_figures as figures
from tests.scoring.formulas.test_shares import CHANNELS, SECTIONS, as_contact, section_percent

SHOPPERS = 4


def _renumbered(contacts: list[figures.Contact]) -> list[figures.Contact]:
    numbers = {key: place for place, key in enumerate(sorted({each.company for each in contacts}))}
    return [each._replace(company=numbers[each.company]) for each in contacts]


@given(
    contacts=figures._CONTACTS,
    weights=figures._WEIGHTS,
    choices=st.sampled_from(figures.CHOICES),
    luck=st.randoms(use_true_random=False),
)
def test_the_totals_are_the_exact_ones(
    contacts: list[figures.Contact], weights: list[Fraction], choices: dict[str, Any], luck: Any
) -> None:
    counting, own = figures._counting(weights, **choices), _renumbered(contacts)
    shopper = np.array([luck.randrange(SHOPPERS) for _ in own], dtype=np.int64)
    exact = company_figures(figures._arrays(own), counting)

    if any(found.total is None for found in exact.values()):
        with pytest.raises(ValueError, match=r"without contacts there is no mean|no contact that"):
            uncertain_totals(figures._arrays(own), shopper, counting)
        return
    found = uncertain_totals(figures._arrays(own), shopper, counting)

    totals = [float(exact[company].total or 0) for company in sorted(exact)]
    assert found.score.tolist() == pytest.approx(totals, abs=1e-9)


@given(contacts=figures._CONTACTS, weights=figures._WEIGHTS)
def test_a_shopper_of_one_contact_adds_what_it_is_above_the_total(
    contacts: list[figures.Contact], weights: list[Fraction]
) -> None:
    own = [each._replace(company=0) for each in contacts]
    counting = figures._counting(weights)
    shares = shares_of_total(
        [as_contact(each, "zero_section") for each in own],
        counting,
        sections=SECTIONS,
        channels=CHANNELS,
    )
    scores = [
        sum(len(own) * part * section_percent(contact.sections[key]) for key, part in share.items())
        if contact.answered
        else Fraction(0)
        for contact, share in zip(
            (as_contact(each, "zero_section") for each in own), shares, strict=True
        )
    ]
    total = sum(scores, Fraction(0)) / len(own)

    found = uncertain_totals(figures._arrays(own), np.arange(len(own)), counting)

    if len(own) == 1:
        assert not found.has_error[0]
        return
    # CR2 divides by sqrt(1 - f), with f the contact's part of all.
    scale = len(own) * np.sqrt(1 - 1 / len(own))
    expected = [float(score - total) / scale for score in scores]
    assert found.influence[0].tolist() == pytest.approx(expected, abs=1e-9)


def test_two_channels_by_hand() -> None:
    # Channel 0: 100 and 0 by two shoppers; channel 1: 50 and 50. Half the weight each.
    point = (False, False, False)
    calls = [
        figures.Contact(0, 0, Points((4, 0, 0), (4, 0, 0), point)),
        figures.Contact(0, 0, Points((0, 0, 0), (4, 0, 0), point)),
        figures.Contact(0, 1, Points((2, 0, 0), (4, 0, 0), point)),
        figures.Contact(0, 1, Points((2, 0, 0), (4, 0, 0), point)),
    ]
    half = Fraction(1, 2)
    counting = figures._counting([Fraction(1)] * 3, channel_weights={0: half, 1: half})

    found = uncertain_totals(figures._arrays(calls), np.array([0, 1, 0, 1]), counting)

    # Residuals 50 and -50 on channel 0: each / 2 contacts / sqrt(1/2), times the channel's half.
    by_one = 0.5 * 50 / 2 / np.sqrt(0.5)
    assert found.score.tolist() == [50.0]
    assert found.influence[0].tolist() == pytest.approx([by_one, -by_one])
    assert found.error.tolist() == pytest.approx([np.sqrt(2) * by_one])


def test_a_ratio_of_sums_by_hand() -> None:
    # 1 of 4 and 6 of 8 points: R = 7/12. Linearised: 2 (1 - 4R) / 12 and 2 (6 - 8R) / 12 beside R.
    point = (False, False, False)
    calls = [
        figures.Contact(0, 0, Points((1, 0, 0), (4, 0, 0), point)),
        figures.Contact(0, 0, Points((6, 0, 0), (8, 0, 0), point)),
        figures.Contact(0, 0, None),
    ]
    counting = figures._counting([Fraction(1)] * 3, company="ratio_of_sums", silent_in=(False,) * 3)

    found = uncertain_totals(figures._arrays(calls), np.array([0, 1, 2]), counting)

    ratio = 7 / 12
    by_one = 100 * 2 * (1 - 4 * ratio) / 12 / 2 / np.sqrt(0.5)
    assert found.score.tolist() == pytest.approx([100 * ratio])
    assert found.influence[0].tolist() == pytest.approx(
        [by_one, -by_one, 0.0][: found.influence.shape[1]]
    )
