"""Why an own company's total changed since the year before, from its own released contacts alone.

Nothing of another company stands behind it: the weights are published with each release, and every
contact it reads is one that the reader may open.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from evaluations.queries.reading import reading_as
from evaluations.visibility import Reader
from scoring.formulas.category_figures import Contacts
from scoring.formulas.change_factors import Effects
from scoring.formulas.company_change import Change, company_changes, section_changes
from scoring.formulas.year_scores import has_parts
from scoring.method.change import Counted, beside
from scoring.method.rules import CHANNELS
from scoring.models import Release, ReleasedContact, ReleasedRanking
from scoring.queries.counting import counting_under
from scoring.queries.released import contacts, row_of
from scoring.queries.sections import scored_sections
from scoring.queries.weights import released_weights
from scoring.queries.years import year_before


@dataclass(frozen=True, slots=True)
class OwnChange:
    """A company's totals in two releases and what the difference consists of.

    `change` is None where the two years' totals have no such parts. `sections` holds each section's
    effects by key; it is empty where a change of the weights also changed which contacts count.
    """

    before: Release
    after: Release
    row_before: ReleasedRanking
    row_after: ReleasedRanking
    change: Change | None
    sections: Mapping[str, Effects]


def own_change(
    release: Release, row: ReleasedRanking, *, releases: Sequence[Release], reader: Reader
) -> OwnChange | None:
    """The change since the newest earlier of the releases; None without one.

    None, too, where the contacts are not the reader's: she learns nothing that she has not got.
    `releases` rank the company and are open to her; `row` is the company's in `release`.
    """
    earlier = year_before(releases, release)
    row_then = row_of(earlier, row.company.key, reader=reader) if earlier else None
    if earlier is None or row_then is None:
        return None
    years = [_year(each, row.company.key, reader) for each in (earlier, release)]
    if years[0] is None or years[1] is None:
        return None
    change, sections = _taken_apart(years[0], years[1])
    return OwnChange(earlier, release, row_then, row, change, sections)


def _taken_apart(before: Counted, after: Counted) -> tuple[Change | None, dict[str, Effects]]:
    if not (has_parts(before.counting) and has_parts(after.counting)):
        return None, {}
    keys, first, second = beside(before, after)
    try:
        change = company_changes(first, second).get(0)
    except ValueError:  # A channel has no contact with a score under the other year's weights.
        return None, {}
    if change is None:
        return None, {}
    try:
        return change, dict(zip(keys, section_changes(first, second)[0], strict=True))
    except ValueError:  # The weights decide which contacts count, so weight was not merely moved.
        return change, {}


def _year(release: Release, company: str, reader: Reader) -> Counted | None:
    with reading_as(reader):
        found = contacts(release, company, reader=reader)
        rows = None if found is None else list(found)
    if not rows:
        return None
    sections = scored_sections(release.programme)
    counting = counting_under(release.programme, released_weights(release))
    return Counted(_arrays(rows, sections), sections, counting)


def _arrays(rows: Sequence[ReleasedContact], sections: Sequence[str]) -> Contacts:
    points = [[row.sections.get(key, _NOTHING) for key in sections] for row in rows]
    return Contacts(
        company=np.zeros(len(rows), dtype=np.int64),
        channel=np.array([CHANNELS.index(row.channel) for row in rows], dtype=np.int64),
        answered=np.array([row.answered for row in rows], dtype=np.bool_),
        got=np.array([[each["got"] for each in row] for row in points], dtype=np.int64),
        possible=np.array([[each["possible"] for each in row] for row in points], dtype=np.int64),
        zeroed=np.array([[each["critical"] for each in row] for row in points], dtype=np.bool_),
    )


_NOTHING: Mapping[str, int | bool] = {"got": 0, "possible": 0, "critical": False}
