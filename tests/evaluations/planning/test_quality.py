"""What a plan is worth before the first call."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from evaluations.planning.precision import Precision
from evaluations.planning.quality import Load, efficiency, quality

Integers = NDArray[np.int64]


def _blocks(*blocks: tuple[int, ...]) -> tuple[Integers, Integers]:
    """A contact for each company of each block, which is one shopper's."""
    company = np.array([each for block in blocks for each in block], dtype=np.int64)
    return company, np.repeat(np.arange(len(blocks)), [len(block) for block in blocks])


def _variances(
    company: Integers, shopper: Integers, category: Integers, ratio: float
) -> tuple[float, float]:
    """Raw and adjusted, straight from the covariance matrix of all contacts."""
    n = len(company)
    spread = np.eye(n) + ratio * (shopper[:, None] == shopper[None, :])
    design = (company[:, None] == np.arange(company.max() + 1)).astype(float)
    means = design / design.sum(axis=0)
    raw = means.T @ spread @ means
    adjusted = np.linalg.inv(design.T @ np.linalg.inv(spread) @ design)
    count = design.sum(axis=0)
    pairs = [(a, b) for a, b in combinations(range(len(count)), 2) if category[a] == category[b]]
    found = [
        np.mean(
            [(v[a, a] + v[b, b] - 2 * v[a, b]) / (1 / count[a] + 1 / count[b]) for a, b in pairs]
        )
        for v in (raw, adjusted)
    ]
    return float(found[0]), float(found[1])


def test_complete_blocks_are_the_measure_of_all() -> None:
    company, shopper = _blocks(*[(0, 1, 2)] * 4, *[(3, 4)] * 4)

    found = quality(company, shopper, np.array([0, 0, 0, 1, 1]))

    assert found.raw == pytest.approx(1, abs=1e-12)
    assert found.adjusted == pytest.approx(1, abs=1e-12)
    assert found.load == Load(2, 2.5, 3)
    assert found.shoppers == 8
    assert found.parts == ((0, 1, 2), (3, 4))
    assert not found.connected


def test_shoppers_of_their_own_add_their_variance() -> None:
    # No shopper met both: 1 + lam raw, and nothing to adjust by.
    company, shopper = _blocks((0,), (0,), (1,), (1,))

    found = quality(company, shopper, np.array([0, 0]), ratio=0.25)

    assert (found.raw, found.adjusted) == pytest.approx((1.25, 1.25))


def test_the_plans_of_the_field_measured() -> None:
    """181 companies, 98 shoppers, 25 contacts: figures of a simulation of the award's real size.

    Random 1.25 raw and 1.02 adjusted; three shoppers a company 3.02 and 1.28 to 1.34.
    """
    draws = np.random.Generator(np.random.PCG64(1))
    category = np.repeat(np.arange(23), 8)[:181]
    company = np.repeat(np.arange(181), 25)
    anybody = draws.integers(0, 98, size=len(company))
    three = [np.resize(draws.choice(98, 3, replace=False), 25) for _ in range(181)]

    random = quality(company, anybody, category)
    few = quality(company, np.concatenate(three), category)

    assert random.raw == pytest.approx(1.25, abs=0.01)
    assert random.adjusted == pytest.approx(1.02, abs=0.01)
    assert few.raw == pytest.approx(3.02, abs=0.05)
    assert 1.25 < few.adjusted < 1.34
    assert random.connected
    assert random.load.median == pytest.approx(46, abs=2)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4)), max_size=16),
    st.floats(0, 3),
    st.randoms(use_true_random=False),
)
def test_variances_are_those_of_the_whole_covariance_matrix(
    contacts: list[tuple[int, int]], ratio: float, luck: st.DataObject
) -> None:
    contacts = [*contacts, (0, 0), (1, 1), (2, 0), (3, 2)]
    company, shopper = (np.array(side) for side in zip(*contacts, strict=True))
    category = np.array([0, 1, 0, 1])

    found = quality(company, shopper, category, ratio=ratio)
    turned = quality(company[::-1], 7 * shopper[::-1] + 3, category, ratio=ratio)

    assert (found.raw, found.adjusted) == pytest.approx(
        _variances(company, shopper, category, ratio)
    )
    assert (turned.raw, turned.adjusted) == pytest.approx((found.raw, found.adjusted))
    assert turned.load == found.load


def test_kuehls_balanced_incomplete_blocks() -> None:
    """The 5/6 of Kuehl 2000, Design of Experiments, chapter 9: five treatments, blocks of three."""
    assert efficiency(*_blocks(*combinations(range(5), 3))) == pytest.approx(5 / 6, abs=1e-12)


@pytest.mark.parametrize(("companies", "size"), [(4, 2), (6, 3), (7, 6), (5, 5)])
def test_balanced_incomplete_blocks_have_their_formula(companies: int, size: int) -> None:
    found = efficiency(*_blocks(*combinations(range(companies), size)))

    assert found == pytest.approx(companies * (size - 1) / (size * (companies - 1)), abs=1e-12)


def test_a_disconnected_design_has_no_efficiency() -> None:
    assert efficiency(*_blocks((0, 1), (2, 3))) == 0
    with pytest.raises(ValueError, match=r"^a comparison needs two companies$"):
        efficiency(*_blocks((0,), (0,)))


def test_twenty_five_contacts_in_complete_blocks_separate_nine_points() -> None:
    # SD 12, correlation .2, 25 pairs: 12 sqrt(1.6 / 25) (1.96 + .84) = 8.5 by the normal
    # distribution, and a little more by the t distribution with its 24 degrees of freedom.
    company, shopper = _blocks(*[(0, 1)] * 25)
    found = quality(company, shopper, np.array([0, 0]))

    separated = found.separates(25, 12, 0.25)

    assert separated == pytest.approx(Precision(12, correlation=0.2).smallest_difference(25))
    assert separated == pytest.approx(8.9, abs=0.1)


def test_what_a_plan_falls_short_of_blocks_counts_like_fewer_contacts() -> None:
    company, shopper = _blocks(*[(0,)] * 25, *[(1,)] * 25, (0, 1))
    found = quality(company, shopper, np.array([0, 0]), ratio=1)

    for adjusted, relative in ((False, found.raw), (True, found.adjusted)):
        planned = Precision(12, correlation=0.5, design_effect=relative)
        assert found.separates(26, 12, 1, adjusted=adjusted) == pytest.approx(
            planned.smallest_difference(26)
        )
    assert 1 < found.adjusted < found.raw


def test_a_category_of_one_company_compares_nothing() -> None:
    found = quality(*_blocks((0, 1), (0, 1)), np.array([0, 1]))

    assert (found.raw, found.adjusted) == (1.0, 1.0)


@pytest.mark.parametrize(
    ("company", "shopper", "category", "ratio", "sentence"),
    [
        ([0], [0], [0], -0.1, "a ratio of variances is not negative"),
        ([0, 1], [0, 0], [0], 0.25, "every company needs a category"),
        ([], [], [], 0.25, "there are no contacts"),
        ([1], [0], [0, 0], 0.25, "companies are numbered from 0 without a gap"),
    ],
)
def test_plans_that_are_none_are_refused(
    company: list[int], shopper: list[int], category: list[int], ratio: float, sentence: str
) -> None:
    sides = (np.array(side, dtype=np.int64) for side in (company, shopper, category))
    with pytest.raises(ValueError, match=f"^{sentence}$"):
        quality(*sides, ratio=ratio)
