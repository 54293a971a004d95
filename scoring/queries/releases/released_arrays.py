"""Released contacts of one company as the formulas take them."""

from collections.abc import Mapping, Sequence

import numpy as np

from scoring.formulas.category_figures import Contacts
from scoring.method.rules import CHANNELS
from scoring.models import ReleasedContact

_NOTHING: Mapping[str, int | bool] = {"got": 0, "possible": 0, "critical": False}


def released_arrays(rows: Sequence[ReleasedContact], sections: Sequence[str]) -> Contacts:
    """The contacts with their points in these sections; their company has the number 0."""
    points = [[row.sections.get(key, _NOTHING) for key in sections] for row in rows]
    return Contacts(
        company=np.zeros(len(rows), dtype=np.int64),
        channel=np.array([CHANNELS.index(row.channel) for row in rows], dtype=np.int64),
        answered=np.array([row.answered for row in rows], dtype=np.bool_),
        got=np.array([[each["got"] for each in row] for row in points], dtype=np.int64),
        possible=np.array([[each["possible"] for each in row] for row in points], dtype=np.int64),
        zeroed=np.array([[each["critical"] for each in row] for row in points], dtype=np.bool_),
    )
