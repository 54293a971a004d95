"""A spreadsheet of a year's companies: what it would change, and doing it.

It takes companies in and changes what is agreed with them; it never takes one out.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.utils.translation import gettext as _

from evaluations.canonical import digest
from evaluations.company_sheet import STAFF, Problem, channel_column, lines_of, sheet_of
from evaluations.enums import Channel
from evaluations.models import Category, Company, Participation, Programme
from evaluations.queries.companies.contact_points import points_of_year
from evaluations.services.setting_up.companies import (
    ParticipationFacts,
    check_facts,
    facts_of,
)
from evaluations.services.setting_up.company_lines import LineReader, Points, cells_of
from evaluations.services.setting_up.contact_points import check_points
from evaluations.services.setting_up.refusals import AlreadyStarted, SetUpRefused
from shoppers.languages import Language

# The columns by the fields at which the pages refuse the same.
_COLUMNS = {
    **STAFF,
    **{
        f"{channel}_{part}": channel_column(channel, part)
        for channel in Channel
        for part in ("point", "words", "on")
    },
}


@dataclass(frozen=True, slots=True)
class CompanyChange:
    """What a line changes; without a participation it takes the company in."""

    line: int
    participation: Participation | None
    # None: nobody knows it yet.
    company: Company | None
    before: ParticipationFacts | None
    after: ParticipationFacts
    points_before: Points
    points: Points

    def cells(self) -> tuple[dict[str, str], dict[str, str]]:
        """The company's line before and after; empty before where it is taken in."""
        key = self.company.key if self.company else ""
        before = cells_of(key, self.before, self.points_before) if self.before else {}
        return before, cells_of(key, self.after, self.points)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a sheet would do; with problems, nothing of it is done."""

    changes: list[CompanyChange]
    # How many lines say what stands already.
    same: int
    problems: list[Problem]

    @property
    def mark(self) -> str:
        """Another one as soon as it would do something else."""
        return digest([[change.line, *change.cells()] for change in self.changes])


def company_sheet(programme: Programme) -> str:
    """Every company of the year by name, as CSV."""
    points = points_of_year(programme)
    return sheet_of(
        cells_of(each.company.key, facts_of(each), points.get(each.pk, {}))
        for each in _participations(programme)
    )


def proposal_of(programme: Programme, text: str) -> Proposal:
    """What the sheet would do. Raises SheetUnreadable, or AlreadyStarted."""
    if programme.has_started:
        raise AlreadyStarted
    reading = _Reading(programme)
    changes, problems, same = [], [], 0
    for line in lines_of(text):
        reader = LineReader(line, reading.categories)
        change = reading.change(reader)
        problems.extend(reader.problems)
        if change is None or reader.problems:
            continue
        if change.before == change.after and change.points_before == change.points:
            same += 1
        else:
            changes.append(change)
    return Proposal(changes, same, problems)


def _participations(programme: Programme) -> list[Participation]:
    return list(
        Participation.objects.filter(programme=programme)
        .select_related("company", "category")
        .prefetch_related("channels")
        .order_by("name", "company__key")
    )


def _categories() -> dict[str, Category]:
    """By key, and by name in each language."""
    every = list(Category.objects.order_by("-position", "-key"))
    named = {str(name).casefold(): each for each in every for name in each.text.values()}
    return named | {each.key: each for each in every}


class _Reading:
    """The year beside which lines are read; the number of queries depends on no line."""

    def __init__(self, programme: Programme) -> None:
        self.categories = _categories()
        self._programme = programme
        self._parts = {each.company_id: each for each in _participations(programme)}
        self._points = points_of_year(programme)
        self._by_key = {each.key: each for each in Company.objects.order_by("pk")}
        # A company goes by its name of this year, one of other years by its newest.
        self._named: dict[str, list[Company]] = defaultdict(list)
        others: dict[str, list[Company]] = defaultdict(list)
        for company in self._by_key.values():
            part = self._parts.get(company.pk)
            names = self._named if part else others
            names[(part or company).name.casefold()].append(company)
        self._named = {**others, **self._named}
        self._lines: dict[str, int] = {}

    def change(self, reader: LineReader) -> CompanyChange | None:
        """What the line would have; None where it is not known of which company."""
        company, known = self._company(reader)
        if not known or self._stood_before(reader, company):
            return None
        part = self._parts.get(company.pk) if company else None
        before = facts_of(part) if part else None
        after = reader.facts(before or self._fresh(company))
        if before is None and not reader.line.cells["category"]:
            reader.refuse("category", _("Say in which category it takes part."))
        points_before = self._points.get(part.pk, {}) if part else {}
        points = reader.points(points_before, after.channels)
        if after != before:
            _tell(reader, lambda: check_facts(self._programme, after, before))
        for channel, point in points.items():
            _tell(reader, partial(check_points, points_before, {channel: point}))
        return CompanyChange(
            reader.line.number, part, company, before, after, points_before, points
        )

    def _company(self, reader: LineReader) -> tuple[Company | None, bool]:
        """Which company a line is about, none where it is new, and whether that is clear."""
        key, name = reader.line.cells["company"], reader.tidy("name")
        if key:
            if key not in self._by_key:
                said = _(
                    "There is no company %(found)s. A new one has no key yet: empty this cell."
                )
                reader.refuse("company", said % {"found": key})
            return self._by_key.get(key), key in self._by_key
        if not name:
            reader.refuse("name", _("Give the company's key or its name."))
            return None, False
        found = self._named.get(name.casefold(), [])
        if len(found) > 1:
            keys = {"keys": ", ".join(each.key for each in found)}
            said = _("Several companies have this name. Give the key of the one: %(keys)s.") % keys
            reader.refuse("company", said)
        return (found[0] if found else None), len(found) <= 1

    def _stood_before(self, reader: LineReader, company: Company | None) -> bool:
        # A key holds no space, so no new name is taken for one.
        which = company.key if company else f" {reader.tidy('name').casefold()}"
        first = self._lines.setdefault(which, reader.line.number)
        if first == reader.line.number:
            return False
        column = "company" if reader.line.cells["company"] else "name"
        words = {"line": first}
        reader.refuse(column, _("This company stands on line %(line)d already.") % words)
        return True

    def _fresh(self, company: Company | None) -> ParticipationFacts:
        return ParticipationFacts(
            name=company.name if company else "",
            category=Category(),
            channels=frozenset(self._programme.fieldwork.channel_key),
            signed_up=False,
            language=Language(self._programme.language),
        )


def _tell(reader: LineReader, check: Callable[[], None]) -> None:
    """What the pages would refuse is a problem of the line, at the column of the same."""
    try:
        check()
    except SetUpRefused as refusal:
        reader.refuse(_COLUMNS.get(refusal.field, refusal.field), str(refusal))
