"""Why a category and the whole award changed since the year before; for coordinators' eyes."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

import numpy as np

from evaluations.models import Participation, Programme
from scoring.formulas.company_change import Change, company_changes
from scoring.formulas.counting import Counting
from scoring.formulas.group_change import GroupChange, group_change
from scoring.formulas.year_scores import has_parts, totals
from scoring.method.change import Counted, beside
from scoring.models import Run
from scoring.queries.releases.releases import last_confirmed_release
from scoring.queries.runs.counting import counting_of_run
from scoring.queries.runs.run_data import data_of_run
from scoring.queries.runs.runs import newest_complete_run
from scoring.queries.runs.sections import scored_sections


@dataclass(frozen=True, slots=True)
class TwoYears:
    """Every company's totals in two runs and its change, by the company's id.

    A company that moved to another category has no change: for both categories it left or came.
    """

    before: Mapping[str, Mapping[int, Fraction]]
    after: Mapping[str, Mapping[int, Fraction]]
    changes: Mapping[int, Change]

    def of(self, categories: Collection[str]) -> GroupChange | None:
        """The change of these categories together; None where nobody took part in both years."""
        first, second = (
            {
                company: total
                for category, own in year.items()
                if category in categories
                for company, total in own.items()
            }
            for year in (self.before, self.after)
        )
        # Who moved between two of the categories is in both years, but has no change to explain.
        stayed = {company for company in first.keys() & second.keys() if company in self.changes}
        if not stayed:
            return None
        return group_change(_apart(first, stayed, 1), _apart(second, stayed, 2), self.changes)


def _apart(totals_: Mapping[int, Fraction], stayed: set[int], year: int) -> dict[int, Fraction]:
    """Those who did not stay under a number of their year, for they are no panel."""
    return {
        company if company in stayed else -(2 * company + year): total
        for company, total in totals_.items()
    }


def standing_run(programme: Programme) -> Run | None:
    """The run that the programme's results stand on: of its last confirmed release, else newest."""
    release = last_confirmed_release(programme)
    return release.run if release else newest_complete_run(programme)


def earlier_runs(run: Run) -> list[Run]:
    """The standing run of each earlier programme that has one, the newest programme first."""
    earlier = Programme.objects.filter(year__lt=run.programme.year).order_by("-year", "slug")
    found = [each for each in map(standing_run, earlier) if each is not None]
    known = Run.objects.select_related("programme__checklist_version", "weight_set").in_bulk(
        [each.pk for each in found]
    )
    return [known[each.pk] for each in found]


@lru_cache(maxsize=4)
def two_years(before: uuid.UUID, after: uuid.UUID) -> TwoYears | None:
    """The change between two complete runs; None where their totals have no such parts.

    Raises Refused when a contact has changed since one of the runs counted it.
    """
    runs = [
        Run.objects.select_related("programme__checklist_version", "weight_set").get(pk=run)
        for run in (before, after)
    ]
    countings = [counting_of_run(run) for run in runs]
    if not all(map(has_parts, countings)):
        return None
    years = [_YearOfRun(run, counting) for run, counting in zip(runs, countings, strict=True)]
    changes: dict[int, Change] = {}
    try:
        for category in sorted(years[0].data.keys() & years[1].data.keys()):
            changes |= _changes(years[0], years[1], category)
    except ValueError:  # A channel has no contact with a score under the other year's weights.
        return None
    return TwoYears(years[0].totals(), years[1].totals(), changes)


class _YearOfRun:
    """A run's contacts by category, with the companies' lasting ids."""

    def __init__(self, run: Run, counting: Counting) -> None:
        self.data = data_of_run(run.pk)
        self._counting = counting
        self._sections = scored_sections(run.programme)
        within = Participation.objects.filter(programme=run.programme_id)
        self._company = dict(within.values_list("pk", "company"))

    def companies(self, category: str) -> list[int]:
        """Ids by the companies' numbers in the contacts of the category."""
        return [self._company[key] for key in self.data[category].participations]

    def totals(self) -> dict[str, dict[int, Fraction]]:
        """Every company's total by category."""
        return {
            category: {
                self.companies(category)[number]: total
                for number, total in totals(own.contacts, self._counting).items()
            }
            for category, own in self.data.items()
        }

    def counted(self, category: str, number: Mapping[int, int]) -> Counted:
        """The category's contacts with companies numbered like this, by id."""
        contacts = self.data[category].contacts
        new = np.array([number[company] for company in self.companies(category)], dtype=np.int64)
        return Counted(
            replace(contacts, company=new[contacts.company]), self._sections, self._counting
        )


def _changes(before: _YearOfRun, after: _YearOfRun, category: str) -> dict[int, Change]:
    ids = sorted({*before.companies(category), *after.companies(category)})
    number = {company: place for place, company in enumerate(ids)}
    _sections, first, second = beside(
        before.counted(category, number), after.counted(category, number)
    )
    return {ids[place]: change for place, change in company_changes(first, second).items()}
