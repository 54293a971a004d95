"""Which companies can be compared after an adjustment for their shoppers.

Companies and shoppers are the two sides of a graph; a contact joins the two it concerns. Only
companies that a path of shared shoppers joins have a difference that severity does not blur
(Weeks & Williams 1964, "A note on the determination of connectedness in an N-way cross
classification", Technometrics 6): between two components of the graph, a lenient set of shoppers
and a good set of companies look the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import starmap

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

Integers = NDArray[np.int64]


class NotConnected(ValueError):
    """The companies fall into parts that share no shopper: their adjusted scores do not compare."""


@dataclass(frozen=True, slots=True)
class Components:
    """The parts that companies and shoppers fall into.

    Parts are numbered from 0 in the order of their lowest company; a number is at the position of
    the company or the shopper it belongs to.
    """

    companies: Integers
    shoppers: Integers

    @property
    def count(self) -> int:
        """How many parts there are; 1 when everything is connected."""
        return int(self.companies.max()) + 1

    def parts(self) -> list[list[int]]:
        """The companies of each part."""
        return [np.flatnonzero(self.companies == part).tolist() for part in range(self.count)]


def components(company: Integers, shopper: Integers) -> Components:
    """The components of the graph that contacts draw; one element of each array a contact.

    Raises ValueError when the arrays are empty or of different lengths, or when companies or
    shoppers are not numbered from 0 without a gap.
    """
    if len(company) != len(shopper):
        raise ValueError("every contact needs a company and a shopper")
    companies, shoppers = starmap(_count, [(company, "companies"), (shopper, "shoppers")])
    nodes = companies + shoppers
    joined = coo_array(
        (np.ones(len(company), dtype=np.int8), (company, companies + shopper)), shape=(nodes, nodes)
    )
    _, label = connected_components(joined, directed=False)
    # The library promises no order of its labels, so the lowest company gives the number. A
    # shopper has a contact, hence a company: no part is without one.
    _, first = np.unique(label[:companies], return_index=True)
    number = np.empty(len(first), dtype=np.int64)
    number[np.argsort(first)] = np.arange(len(first))
    return Components(companies=number[label[:companies]], shoppers=number[label[companies:]])


def must_be_connected(company: Integers, shopper: Integers) -> None:
    """Raises NotConnected, which names the parts, unless there is one component."""
    found = components(company, shopper)
    if found.count > 1:
        raise NotConnected(f"companies that share no shopper: {_named(found.parts())}")


def _count(numbers: Integers, what: str) -> int:
    if len(numbers) == 0:
        raise ValueError("there are no contacts")
    if int(numbers.min()) < 0 or not np.bincount(numbers).all():
        raise ValueError(f"{what} are numbered from 0 without a gap")
    return int(numbers.max()) + 1


def _named(parts: Sequence[Sequence[int]]) -> str:
    return " | ".join(", ".join(str(company) for company in part) for part in parts)
