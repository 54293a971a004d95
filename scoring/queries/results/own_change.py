"""Why an own company's total changed since the year before, from its own released contacts alone.

Nothing of another company stands behind it: the weights are published with each release, and every
contact it reads is one that the reader may open.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from evaluations.queries.clients.reading import reading_as
from evaluations.visibility import Reader
from scoring.formulas.change_factors import Effects
from scoring.formulas.company_change import Change, company_changes, section_changes
from scoring.formulas.year_scores import has_parts
from scoring.method.change import Counted, beside
from scoring.models import Release, ReleasedRanking
from scoring.queries.releases.released import contacts, row_of
from scoring.queries.releases.released_arrays import released_arrays
from scoring.queries.results.years import year_before
from scoring.queries.runs.counting import counting_under
from scoring.queries.runs.sections import scored_sections
from scoring.queries.weights.weights import released_weights


@dataclass(frozen=True, slots=True)
class OwnYear:
    """One year's contacts of the company by their ids, and as they are counted."""

    contacts: Sequence[UUID]
    counted: Counted


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
    years: tuple[OwnYear, OwnYear]
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
    before, after = (_year(each, row.company.key, reader) for each in (earlier, release))
    if before is None or after is None:
        return None
    change, sections = _taken_apart(before.counted, after.counted)
    return OwnChange(earlier, release, row_then, row, (before, after), change, sections)


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


def _year(release: Release, company: str, reader: Reader) -> OwnYear | None:
    with reading_as(reader):
        found = contacts(release, company, reader=reader)
        rows = None if found is None else list(found)
    if not rows:
        return None
    sections = scored_sections(release.programme)
    counting = counting_under(release.programme, released_weights(release))
    counted = Counted(released_arrays(rows, sections), sections, counting)
    return OwnYear([row.contact for row in rows], counted)
