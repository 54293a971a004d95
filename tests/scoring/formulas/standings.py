"""Small standings of companies, made by hand."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from scoring.formulas.company_means import Cells
from scoring.formulas.sensitivity import Standing

HALVES = [Fraction(1, 2)] * 2
# One contact: its company and got of possible by section.
Contact = tuple[int, Sequence[tuple[int, int]]]


def standing_of(*contacts: Contact, unanswered: dict[int, int] | None = None) -> Standing:
    """The contacts added up, each a cell of its own."""
    points = np.array([points for _company, points in contacts], dtype=np.int64)
    cells = Cells(
        group=np.array([company for company, _points in contacts], dtype=np.int64),
        contacts=np.ones(len(contacts), dtype=np.int64),
        got=points[:, :, 0],
        possible=points[:, :, 1],
        zeroed=np.zeros(points.shape[:2], dtype=np.bool_),
    )
    return Standing(cells, unanswered or {})


def weights_of(*weights: str) -> tuple[Fraction, ...]:
    """The weights as exact fractions."""
    return tuple(Fraction(weight) for weight in weights)
