"""How uncertain each company's change since the year before is; for coordinators' eyes.

Worked out from all contacts of both years, as the change itself (`group_changes`), and from who
made them: a shopper who called in both years has one number.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType

import numpy as np

from evaluations.models import Participation
from scoring.formulas.change_interval import change_intervals
from scoring.formulas.clustered_errors import ClusteredScores
from scoring.formulas.uncertain_totals import uncertain_totals
from scoring.method.reading import scoring_rules
from scoring.models import Run
from scoring.queries.results.own_intervals import Interval, interval_of
from scoring.queries.runs.counting import counting_of_run
from scoring.queries.runs.run_data import CategoryData, data_of_run


@lru_cache(maxsize=64)
def company_intervals(before: uuid.UUID, after: uuid.UUID, category: str) -> Mapping[int, Interval]:
    """The intervals of the changes of a category's companies, in percentage points, by company id.

    Companies of which nothing can be said are missing: one shopper made all contacts of a year.
    Raises Refused when a contact has changed since one of the complete runs counted it.
    """
    first, second = (
        Run.objects.select_related("programme__checklist_version", "weight_set").get(pk=run)
        for run in (before, after)
    )
    years = [data_of_run(run.pk).get(category) for run in (first, second)]
    then, now = years
    if then is None or now is None:
        return {}
    ids = [_company_ids(run, data) for run, data in ((first, then), (second, now))]
    both = sorted(set(ids[0]) & set(ids[1]))
    if not both:
        return {}
    people = sorted({*then.shopper_keys, *now.shopper_keys})
    try:
        found = change_intervals(
            _totals(first, then, _places(ids[0], both), people),
            _totals(second, now, _places(ids[1], both), people),
            level=float(scoring_rules(second.programme).confidence.level),
        )
    except ValueError:  # A company has no contact that counts.
        return {}
    bounds = {
        company: interval_of(found.lower[place], found.upper[place])
        for place, company in enumerate(both)
    }
    return MappingProxyType({key: bound for key, bound in bounds.items() if bound is not None})


def _company_ids(run: Run, data: CategoryData) -> list[int]:
    within = Participation.objects.filter(programme=run.programme_id)
    company = dict(within.values_list("pk", "company"))
    return [company[key] for key in data.participations]


def _places(own: Sequence[int], both: Sequence[int]) -> list[int]:
    """By company number of the year, its row among those of both; -1 for one of this year only."""
    place = {company: number for number, company in enumerate(both)}
    return [place.get(company, -1) for company in own]


def _totals(
    run: Run, data: CategoryData, places: Sequence[int], people: Sequence[int]
) -> ClusteredScores:
    row = np.array(places, dtype=np.int64)[data.contacts.company]
    own = row >= 0
    number = {key: place for place, key in enumerate(people)}
    shopper = np.array([number[key] for key in data.shopper_keys], dtype=np.int64)[data.shopper]
    contacts = data.contacts
    kept = replace(
        contacts,
        company=row[own],
        channel=contacts.channel[own],
        answered=contacts.answered[own],
        got=contacts.got[own],
        possible=contacts.possible[own],
        zeroed=contacts.zeroed[own],
    )
    return uncertain_totals(kept, shopper[own], counting_of_run(run))
