"""Two small years of contacts, made by hand."""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from scoring.formulas.category_figures import Contacts
from scoring.formulas.counting import Counting
from scoring.formulas.year_scores import Year


class Row(NamedTuple):
    """A contact: company, channel, and got of possible by section; no points when unanswered."""

    company: int
    channel: int
    points: Sequence[tuple[int, int]] = ()
    zeroed: Sequence[int] = ()


def contacts(rows: Sequence[Row], sections: int) -> Contacts:
    """The rows as arrays."""
    nothing = [(0, 0)] * sections
    points = np.array([list(row.points) or nothing for row in rows], dtype=np.int64)
    return Contacts(
        company=np.array([row.company for row in rows], dtype=np.int64),
        channel=np.array([row.channel for row in rows], dtype=np.int64),
        answered=np.array([bool(row.points) for row in rows], dtype=np.bool_),
        got=points[:, :, 0],
        possible=points[:, :, 1],
        zeroed=np.array(
            [[k in row.zeroed for k in range(sections)] for row in rows], dtype=np.bool_
        ),
    )


def year(rows: Sequence[Row], *weights: str) -> Year:
    """A year whose questionnaire the other year had too."""
    every = contacts(rows, len(weights))
    return Year(every, weighing(*map(Fraction, weights)), every)


def weighing(*weights: Fraction) -> Counting:
    """The counting of a method that chose nothing but these weights."""
    return Counting(weights, agent=(False,) * len(weights), silent_in=(True,) * len(weights))
