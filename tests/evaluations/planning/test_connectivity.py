"""Which companies share shoppers, by way of other companies too."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from evaluations.planning.connectivity import NotConnected, components, must_be_connected


def _of(*contacts: tuple[int, int]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    pairs = np.array(contacts, dtype=np.int64)
    return pairs[:, 0], pairs[:, 1]


def test_companies_are_joined_through_shoppers_and_other_companies() -> None:
    # 0 and 2 share nobody, but both share somebody with 1.
    found = components(*_of((0, 0), (1, 0), (1, 1), (2, 1)))

    assert found.count == 1
    assert found.companies.tolist() == [0, 0, 0]
    assert found.shoppers.tolist() == [0, 0]


def test_parts_are_numbered_by_their_lowest_company() -> None:
    # Weeks and Williams's point: a full table of counts may still be two tables.
    found = components(*_of((3, 0), (0, 0), (1, 2), (4, 1), (2, 2), (4, 3)))

    assert found.count == 3
    assert found.companies.tolist() == [0, 1, 1, 0, 2]
    assert found.shoppers.tolist() == [0, 2, 1, 2]
    assert found.parts() == [[0, 3], [1, 2], [4]]


def test_a_comparison_across_parts_is_refused_and_the_parts_are_named() -> None:
    with pytest.raises(NotConnected) as refused:
        must_be_connected(*_of((0, 0), (1, 1), (2, 0)))

    assert str(refused.value) == "companies that share no shopper: 0, 2 | 1"


def test_one_part_is_no_reason_to_refuse() -> None:
    must_be_connected(*_of((0, 0), (1, 0)))


def _by_merging(contacts: list[tuple[int, int]]) -> set[frozenset[int]]:
    """The parts found by merging sets, contact by contact."""
    parts: list[tuple[set[int], set[int]]] = []
    for company, shopper in contacts:
        touched = [each for each in parts if company in each[0] or shopper in each[1]]
        parts = [each for each in parts if each not in touched]
        joined = ({company}, {shopper})
        for companies, shoppers in touched:
            joined = (joined[0] | companies, joined[1] | shoppers)
        parts.append(joined)
    return {frozenset(companies) for companies, _shoppers in parts}


@settings(max_examples=50)
@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=12))
def test_parts_equal_those_found_by_merging(contacts: list[tuple[int, int]]) -> None:
    companies = {one: at for at, one in enumerate(sorted({one for one, _ in contacts}))}
    shoppers = {one: at for at, one in enumerate(sorted({one for _, one in contacts}))}
    numbered = [(companies[one], shoppers[other]) for one, other in contacts]

    found = components(*_of(*numbered))

    assert {frozenset(part) for part in found.parts()} == _by_merging(numbered)
    assert [part[0] for part in found.parts()] == sorted(part[0] for part in found.parts())
    assert all(found.shoppers[s] == found.companies[c] for c, s in numbered)


@pytest.mark.parametrize(
    ("company", "shopper", "sentence"),
    [
        ([0, 1], [0], "every contact needs a company and a shopper"),
        ([], [], "there are no contacts"),
        ([0, 2], [0, 0], "companies are numbered from 0 without a gap"),
        ([-1, 0], [0, 0], "companies are numbered from 0 without a gap"),
        ([0, 0], [1, 1], "shoppers are numbered from 0 without a gap"),
    ],
)
def test_contacts_that_are_none_are_refused(
    company: list[int], shopper: list[int], sentence: str
) -> None:
    with pytest.raises(ValueError, match=f"^{sentence}$"):
        components(np.array(company, dtype=np.int64), np.array(shopper, dtype=np.int64))
