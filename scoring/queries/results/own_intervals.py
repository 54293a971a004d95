"""How uncertain an own company's sections and its change since the year before are.

Like the interval of the total these are worked out from which contacts one shopper made. A reader
who knows the contacts can try who made which until the bounds are right: so those that she reads
are coarse, and the sections have none where they would tell. Where the method does not print
intervals there are none.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

import numpy as np

from evaluations.models import Points
from scoring.formulas.change_interval import change_intervals
from scoring.formulas.clustered_errors import ClusteredScores, Floats, Integers, intervals
from scoring.formulas.rounding import outward
from scoring.formulas.uncertain_sections import uncertain_section
from scoring.formulas.uncertain_totals import uncertain_totals
from scoring.formulas.withholding import ways_to_share
from scoring.method.reading import scoring_rules
from scoring.queries.releases.released_arrays import released_arrays
from scoring.queries.results.own_change import OwnChange, OwnYear
from scoring.queries.results.points_lost import CompanyLoss
from scoring.queries.runs.counting import counting_under
from scoring.queries.runs.sections import scored_sections

_STEP = Decimal("0.000001")  # as precise as the stored bounds of a total
# As powers of 2. Ten intervals of sections, total and change, with ten bits each, tell no more than
# the second of these; nothing is there to tell where each contact was made by another shopper.
_NO_SECRET, _KEPT_SECRET = 0.5, 100


class Interval(NamedTuple):
    """Where a figure could lie by chance, in its unit; not cut off at the ends of a scale."""

    lower: Decimal
    upper: Decimal


def section_intervals(loss: CompanyLoss) -> dict[str, Interval] | None:
    """The intervals of the company's section means; those of which nothing can be said are missing.

    Empty where the method does not print intervals; None where all of them together would tell
    which contacts one shopper made.
    """
    rules, sections = scoring_rules(loss.release.programme), scored_sections(loss.release.programme)
    if not rules.publication.interval:
        return {}
    rows = [each.row for each in loss.shared]
    shopper = _shoppers([row.contact for row in rows])
    if _NO_SECRET < ways_to_share(np.bincount(shopper).tolist()) < _KEPT_SECRET:
        return None
    contacts = released_arrays(rows, sections)
    counting = counting_under(loss.release.programme, loss.weights)
    found = {}
    for number, key in enumerate(sections):
        try:
            scores = uncertain_section(contacts, shopper, counting, number)
        except ValueError:  # The section applied in no contact that counts.
            continue
        if interval := _only(*intervals(scores, level=float(rules.confidence.level))):
            found[key] = interval
    return found


def change_interval(found: OwnChange) -> Interval | None:
    """The interval of the total's change, in percentage points.

    None where the later year's method does not print intervals, and where one shopper made all of
    a year's contacts.
    """
    rules = scoring_rules(found.after.programme)
    if not rules.publication.interval:
        return None
    before, after = found.years
    shopper = _shoppers([*before.contacts, *after.contacts])
    change = change_intervals(
        _total(before, shopper[: len(before.contacts)]),
        _total(after, shopper[len(before.contacts) :]),
        level=float(rules.confidence.level),
    )
    return _only(change.lower, change.upper)


def _total(year: OwnYear, shopper: Integers) -> ClusteredScores:
    return uncertain_totals(year.counted.contacts, shopper, year.counted.counting)


def _shoppers(contacts: Sequence[UUID]) -> Integers:
    """Who made each of the contacts, as a number."""
    points = Points.objects.filter(pk__in=contacts)
    made_by = dict(points.values_list("pk", "shopper_id"))
    number = {shopper: place for place, shopper in enumerate(sorted(set(made_by.values())))}
    return np.array([number[made_by[contact]] for contact in contacts], dtype=np.int64)


def _only(lower: Floats, upper: Floats) -> Interval | None:
    """The bounds of the one company, as they are told."""
    found = interval_of(lower[0], upper[0])
    return found and Interval(*outward(found.lower, found.upper))


def interval_of(lower: float, upper: float) -> Interval | None:
    """These bounds; None where the error is not known."""
    if np.isnan(lower):
        return None
    return Interval(*(Decimal(float(each)).quantize(_STEP) for each in (lower, upper)))
