"""All contacts of a category in a compact matrix, kept beside a run's frozen inputs.

Sorted by cell (company, channel, answered or not, pattern), the contacts of a cell share all but
their shopper and the points got, and points are small: about ten bytes a contact with seven
sections. So a run, an interval clustered by shopper, or a figure under other weights reads a few
megabytes at once instead of a million rows (methods.md 1.5). Equal contacts give equal bytes, in
whatever order they come.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.formulas.category_figures import Contacts
from scoring.formulas.company_means import Integers, codes
from scoring.formulas.contact_cells import Booleans, ContactCells

Unsigned = NDArray[np.unsignedinteger]


@dataclass(frozen=True, slots=True)
class PointMatrix:
    """Cells, one row a cell; then the contacts, cell by cell: `contacts` many of each.

    `shopper` has an entry a contact, `got` a row a section and a column a contact, both in the
    narrowest unsigned type that holds them.
    """

    company: Integers  # numbered from 0
    channel: Integers  # numbered from 0
    answered: Booleans
    contacts: Integers
    possible: Integers
    zeroed: Booleans
    shopper: Unsigned
    got: Unsigned


def point_matrix(contacts: Contacts, shopper: Integers) -> PointMatrix:
    """The contacts sorted, with each one's shopper, numbered from 0.

    Raises ValueError without contacts, or unless each has a shopper.
    """
    if not len(shopper) == len(contacts.company) > 0:
        raise ValueError("a matrix needs contacts, and each of them its shopper")
    cell, _ = codes(
        [
            contacts.company,
            contacts.channel,
            contacts.answered.astype(np.int64),
            *contacts.possible.T,
            *contacts.zeroed.T.astype(np.int64),
        ]
    )
    within, _ = codes([shopper, *contacts.got.T])
    order = np.lexsort((within, cell))
    first = np.flatnonzero(np.diff(cell[order], prepend=-1))
    some = order[first]
    return PointMatrix(
        company=contacts.company[some],
        channel=contacts.channel[some],
        answered=contacts.answered[some],
        contacts=np.diff(first, append=len(order)),
        possible=contacts.possible[some],
        zeroed=contacts.zeroed[some],
        shopper=_narrow(shopper[order]),
        got=_narrow(np.ascontiguousarray(contacts.got.T[:, order])),
    )


def matrix_cells(matrix: PointMatrix) -> ContactCells:
    """The points got added up: all that exact figures need."""
    first = np.cumsum(matrix.contacts) - matrix.contacts
    sums = [np.add.reduceat(row, first, dtype=np.int64) for row in matrix.got]
    return ContactCells(
        company=matrix.company,
        channel=matrix.channel,
        answered=matrix.answered,
        contacts=matrix.contacts,
        got=np.column_stack(sums),
        possible=matrix.possible,
        zeroed=matrix.zeroed,
    )


def matrix_contacts(matrix: PointMatrix) -> tuple[Contacts, Integers]:
    """The contacts again, cell by cell, and who made each."""
    times = matrix.contacts
    return (
        Contacts(
            company=np.repeat(matrix.company, times),
            channel=np.repeat(matrix.channel, times),
            answered=np.repeat(matrix.answered, times),
            got=matrix.got.T.astype(np.int64, order="F"),
            possible=np.repeat(matrix.possible, times, axis=0),
            zeroed=np.repeat(matrix.zeroed, times, axis=0),
        ),
        matrix.shopper.astype(np.int64),
    )


def _narrow(values: Integers) -> Unsigned:
    return values.astype(np.min_scalar_type(int(values.max())))
