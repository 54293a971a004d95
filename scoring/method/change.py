"""Two years laid beside each other, so that a change can be taken apart (methods.md 8).

Years may have asked other sections: both are given the columns of both, a section that a year did
not ask has no points and no weight there, and what both asked is told apart from the rest.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from scoring.formulas.category_figures import Contacts
from scoring.formulas.counting import Counting
from scoring.formulas.year_scores import Year, common_sections

Number = TypeVar("Number", bound=np.generic)
ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Counted:
    """One year's contacts with the keys of their sections, and how the year counted them."""

    contacts: Contacts
    sections: Sequence[str]
    counting: Counting


def beside(before: Counted, after: Counted) -> tuple[tuple[str, ...], Year, Year]:
    """The sections of both years, the later year's first, and the years over them.

    Companies must be numbered alike in both.
    """
    sections = tuple(dict.fromkeys([*after.sections, *before.sections]))
    common = np.array([key in before.sections and key in after.sections for key in sections])
    first, second = (_over(year, sections, common) for year in (before, after))
    return sections, first, second


def _over(year: Counted, sections: Sequence[str], common: NDArray[np.bool_]) -> Year:
    place = {key: number for number, key in enumerate(year.sections)}
    columns = [place.get(key) for key in sections]
    contacts = replace(
        year.contacts,
        got=_columns(year.contacts.got, columns),
        possible=_columns(year.contacts.possible, columns),
        zeroed=_columns(year.contacts.zeroed, columns),
    )
    counting = year.counting
    counting = replace(
        counting,
        weights=tuple(ZERO if at is None else counting.weights[at] for at in columns),
        agent=tuple(at is not None and counting.agent[at] for at in columns),
        silent_in=tuple(at is not None and counting.silent_in[at] for at in columns),
    )
    every = contacts if common.all() else common_sections(contacts, common)
    return Year(contacts, counting, every)


def _columns(matrix: NDArray[Number], columns: Sequence[int | None]) -> NDArray[Number]:
    nothing = np.zeros(len(matrix), dtype=matrix.dtype)
    return np.column_stack([nothing if at is None else matrix[:, at] for at in columns])
