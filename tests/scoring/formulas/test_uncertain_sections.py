"""A section's mean with its error: the exact figure, and the shoppers' part of it."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.formulas.category_figures import company_figures
from scoring.formulas.clustered_errors import clustered_means
from scoring.formulas.uncertain_sections import uncertain_section
from tests.scoring.formulas import test_category_figures as figures
from tests.scoring.formulas.years import Row, contacts, weighing


@given(
    own=figures._CONTACTS,
    weights=figures._WEIGHTS,
    choices=st.sampled_from(figures.CHOICES),
    section=st.integers(0, 2),
)
def test_the_means_are_the_exact_ones(
    own: list[figures.Contact], weights: list[Fraction], choices: dict[str, Any], section: int
) -> None:
    own = [each._replace(company=0) for each in own]
    counting, every = figures._counting(weights, **choices), figures._arrays(own)
    shopper = np.arange(len(own), dtype=np.int64)
    exact = company_figures(every, counting)[0].sections.get(section)

    if exact is None:
        with pytest.raises(ValueError, match=r"without contacts there is no mean|no contact that"):
            uncertain_section(every, shopper, counting, section)
        return
    found = uncertain_section(every, shopper, counting, section)

    assert found.score.tolist() == pytest.approx([float(exact.mean)], abs=1e-9)
    assert found.parts.contacts.sum() == exact.contacts


def test_only_contacts_with_the_section_and_their_shoppers_count() -> None:
    # The second section was asked in three answered contacts: 50, 100 and, by a critical answer, 0.
    rows = [
        Row(0, 0, [(1, 1), (1, 2)]),
        Row(0, 1, [(1, 1), (2, 2)]),
        Row(0, 0, [(1, 1), (2, 2)], zeroed=[1]),
        Row(0, 0, [(1, 1), (0, 0)]),
        Row(0, 0),
    ]
    shopper = np.array([0, 1, 1, 2, 3])

    found = uncertain_section(
        contacts(rows, 2), shopper, weighing(Fraction(9, 10), Fraction(1, 10)), 1
    )

    expected = clustered_means(
        np.array([50.0, 100.0, 0.0]), np.zeros(3, dtype=np.int64), np.array([0, 1, 1])
    )
    assert found.score.tolist() == [50]
    assert found.error == pytest.approx(expected.error)
