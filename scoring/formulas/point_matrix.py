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
from scoring.formulas.clustered_errors import ClusteredScores, clustered_means
from scoring.formulas.company_means import Integers, codes, renumbered
from scoring.formulas.contact_cells import Booleans, ContactCells
from scoring.formulas.counting import Counting, zeroed_under

Floats = NDArray[np.float64]
Unsigned = NDArray[np.unsignedinteger]
_WHOLE = 100.0  # percent


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


@dataclass(frozen=True, slots=True)
class ContactScores:
    """What single contacts scored in percent, as doubles; one entry a contact that counts."""

    score: Floats
    company: Integers
    shopper: Integers


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


def contact_scores(matrix: PointMatrix, counting: Counting) -> ContactScores:
    """What each contact scored, of those that count: `contact_score` in doubles.

    A contact that nobody answered counts 0 or is left out, as the method says; one in which no
    section with a weight applied is left out.
    """
    weight = np.array([float(each) for each in counting.weights])
    applies = matrix.possible > 0
    base = matrix.possible if counting.by_points else applies
    whole = base @ weight
    share = weight * base / np.where(applies, matrix.possible, 1)
    share[zeroed_under(matrix.zeroed, counting.critical)] = 0
    counts = np.where(matrix.answered, whole > 0, counting.unanswered_count)
    points = _WHOLE * share / np.where(whole > 0, whole, 1)[:, np.newaxis]
    points[~matrix.answered] = 0
    return _scores(matrix, points, counts)


def section_scores(matrix: PointMatrix, section: int, counting: Counting) -> ContactScores:
    """Percent of one section in each answered contact in which it applied."""
    possible = matrix.possible[:, section]
    zeroed = zeroed_under(matrix.zeroed, counting.critical)[:, section]
    points = np.zeros(matrix.possible.shape)
    points[:, section] = np.where(zeroed, 0, _WHOLE / np.where(possible > 0, possible, 1))
    return _scores(matrix, points, matrix.answered & (possible > 0))


def clustered(scores: ContactScores) -> tuple[Integers, ClusteredScores]:
    """The companies that have a contact, by number, and the mean of each with its CR2 error.

    Raises ValueError when nobody has one.
    """
    company, count = renumbered(scores.company)
    number = np.zeros(count, dtype=np.int64)
    number[company] = scores.company
    return number, clustered_means(scores.score, company, scores.shopper)


def _scores(matrix: PointMatrix, points: Floats, counts: Booleans) -> ContactScores:
    """The contacts of the cells that count; `points` is what a point got is worth, in percent."""
    score = np.zeros(matrix.got.shape[1])
    for column, row in zip(points.T, matrix.got, strict=True):
        if column.any():
            score += np.repeat(column, matrix.contacts) * row
    company = np.repeat(matrix.company, matrix.contacts)
    shopper = matrix.shopper.astype(np.int64)
    if counts.all():
        return ContactScores(score, company, shopper)
    kept = np.repeat(counts, matrix.contacts)
    return ContactScores(score[kept], company[kept], shopper[kept])


def _narrow(values: Integers) -> Unsigned:
    return values.astype(np.min_scalar_type(int(values.max())))
