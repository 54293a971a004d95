"""The contacts of a category packed into one matrix, and read from it again."""

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

from evaluations.canonical import canonical
from evaluations.models import Category
from evaluations.seals import BrokenSeal
from scoring.formulas.category_figures import Contacts
from scoring.formulas.company_means import Integers
from scoring.formulas.contact_cells import ContactCells
from scoring.formulas.point_matrix import (
    PointMatrix,
    matrix_cells,
    matrix_contacts,
    point_matrix,
)
from scoring.formulas.stored_arrays import from_bytes, to_bytes
from scoring.models import Run, RunPoints
from scoring.queries.runs.inputs import InputPoints, as_arrays, companies_in, shopper_numbers


class Unpacked(NamedTuple):
    """Contacts as the formulas take them, one by one and added up.

    A company's number is its place in `participations`, a shopper's hers in `shoppers`, which are
    the shoppers' keys.
    """

    participations: tuple[int, ...]
    shoppers: tuple[int, ...]
    contacts: Contacts
    shopper: Integers
    cells: ContactCells


def packed(run: Run, category: Category, points: Sequence[InputPoints]) -> RunPoints:
    """A row that is not stored yet; equal contacts give equal bytes, in whatever order."""
    row = RunPoints(
        run=run,
        category=category,
        participations=companies_in(points),
        shoppers=sorted({row.shopper for row in points}),
        matrix=to_bytes(point_matrix(as_arrays(points), shopper_numbers(points))),
    )
    row.content_hash = fingerprint(row)
    return row


def unpacked(row: RunPoints) -> Unpacked:
    """What the row holds. Raises BrokenSeal where it was altered."""
    if (found := fingerprint(row)) != row.content_hash:
        raise BrokenSeal(row, seal=row.content_hash, found=found)
    matrix = from_bytes(PointMatrix, bytes(row.matrix))
    contacts, shopper = matrix_contacts(matrix)
    return Unpacked(
        tuple(row.participations), tuple(row.shoppers), contacts, shopper, matrix_cells(matrix)
    )


def fingerprint(row: RunPoints) -> str:
    """sha256 over everything that the row says of contacts."""
    keys = {"participations": row.participations, "shoppers": row.shoppers}
    return hashlib.sha256(canonical(keys) + bytes(row.matrix)).hexdigest()
