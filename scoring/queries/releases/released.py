"""What a release says, as much of it as a reader may know; pages and the API read it here.

Nobody reads a release that is not out for her: callers take it from
`scoring.queries.releases.releases`. Beyond the public rows two walls stand: `depth_of`, which asks
whose company it is, and row-level security, which shows the rows behind a company to its own
readers only.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypedDict

from django.db.models import Q, QuerySet

from evaluations.models import Category, Programme
from evaluations.queries.clients.clients import owns
from evaluations.queries.clients.reading import reading_as
from evaluations.visibility import Audience, Reader
from scoring.enums import Area, Title
from scoring.models import (
    Release,
    ReleasedArea,
    ReleasedCompetitor,
    ReleasedContact,
    ReleasedRanking,
    ReleasedWinner,
)
from scoring.queries.releases.whole import assure_areas, assure_contacts, assure_whole
from scoring.visibility import Depth


class Winners(TypedDict):
    """Who holds which title, by company key."""

    category: dict[str, list[str]]
    overall: list[str]
    channel: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class AreaFigure:
    """A company's mean in one section or on one channel, in percent, and over how many contacts."""

    mean: Decimal
    contacts: int


@dataclass(frozen=True, slots=True)
class CompanyResult:
    """A company's public row and, for readers who may go deeper, what lies behind it."""

    row: ReleasedRanking
    depth: Depth
    sections: dict[str, AreaFigure] = field(default_factory=dict)
    channels: dict[str, AreaFigure] = field(default_factory=dict)


def announced_programmes() -> QuerySet[Programme]:
    """Programmes whose method is frozen, and with that public; newest first."""
    return Programme.objects.filter(frozen_at__isnull=False).order_by("-year", "slug")


def rankings(
    release: Release, *, category: str = "", also: Iterable[int] = ()
) -> QuerySet[ReleasedRanking]:
    """The public list, of one category or of all, by category, rank and company.

    `also` adds companies that the reader sees more of, printed there or not.
    """
    rows = _rows(release)
    also = list(also)
    rows = rows.filter(Q(listed=True) | Q(company__in=also)) if also else rows.filter(listed=True)
    return rows.filter(category__key=category) if category else rows


def row_of(release: Release, company_key: str, *, reader: Reader) -> ReleasedRanking | None:
    """A company's row; None where there is none, or only others may see it."""
    row = _rows(release).filter(company__key=company_key).first()
    if row is None or row.listed:
        return row
    return None if depth_of(release, row.company_id, reader=reader) is Depth.ROW else row


def ranks_in_category(release: Release, row: ReleasedRanking) -> list[int | None]:
    """The ranks of everybody in a company's category, whether the public list prints them."""
    rows = _rows(release).filter(category=row.category_id)
    return [each.rank for each in rows.order_by("rank")]


def _rows(release: Release) -> QuerySet[ReleasedRanking]:
    assure_whole(release)
    return ReleasedRanking.objects.filter(release=release).select_related("company", "category")


def category_of(programme: Programme, key: str) -> Category | None:
    """The category with this key, if a company takes part in it; it may have no ranking yet."""
    return Category.objects.filter(key=key, participations__programme=programme).first()


def released_categories(release: Release) -> list[str]:
    """Keys of the categories that the release ranks, in their order."""
    return list(dict.fromkeys(row.category.key for row in rankings(release)))


def winners(release: Release) -> Winners:
    """Every title and who holds it, each list in the order of the keys."""
    return by_title((row.title, row.key, row.company.key) for row in _titles(release))


def confirmed_titles(release: Release) -> dict[tuple[str, str], bool]:
    """Whether each title's lead is larger than chance explains, by title and key.

    Titles of which nothing can be said are missing.
    """
    return {
        (row.title, row.key): row.confirmed for row in _titles(release) if row.confirmed is not None
    }


def _titles(release: Release) -> QuerySet[ReleasedWinner]:
    assure_whole(release)
    rows = ReleasedWinner.objects.filter(release=release).select_related("company")
    return rows.order_by("title", "key", "company__key")


def by_title(rows: Iterable[tuple[str, str, str]]) -> Winners:
    """Titles with their keys and the companies' keys, as lists in the order of the rows."""
    held: Winners = {"category": {}, "overall": [], "channel": {}}
    for title, key, company in rows:
        if title == Title.OVERALL:
            held["overall"].append(company)
        else:
            group = held["category"] if title == Title.CATEGORY else held["channel"]
            group.setdefault(key, []).append(company)
    return held


def company_result(release: Release, company_key: str, *, reader: Reader) -> CompanyResult | None:
    """A company's result as deep as the reader may see; None where she sees none."""
    row = row_of(release, company_key, reader=reader)
    if row is None:
        return None
    depth = depth_of(release, row.company_id, reader=reader)
    if depth is Depth.ROW:
        return CompanyResult(row, depth)
    areas = _areas(row, reader=reader)
    return CompanyResult(
        row, depth, sections=areas.get(Area.SECTION, {}), channels=areas.get(Area.CHANNEL, {})
    )


def contacts(
    release: Release, company_key: str, *, reader: Reader
) -> QuerySet[ReleasedContact] | None:
    """A company's contacts by date.

    None when the reader may not know them, and when there is no such company. Rows come only
    inside `reading_as(reader)`, and all of them: raises BrokenSeal where one is missing or new.
    """
    row = row_of(release, company_key, reader=reader)
    if row is None or depth_of(release, row.company_id, reader=reader) is not Depth.CONTACTS:
        return None
    assure_contacts(row)
    return ReleasedContact.objects.filter(release=release, company=row.company_id)


def depth_of(release: Release, company_id: int, *, reader: Reader) -> Depth:
    """How far down from a company's row the reader may go in this release."""
    if reader.audience is Audience.DESK:
        return Depth.CONTACTS
    if reader.client is None:
        return Depth.ROW
    if owns(reader.client, company_id):
        return Depth.CONTACTS
    assure_whole(release)
    # The package as it stood when the release was made: buying another rival opens no old year.
    rivals = ReleasedCompetitor.objects.filter(release=release, client=reader.client)
    rival = rivals.filter(company=company_id).first()
    return Depth.ROW if rival is None else Depth.AREAS


def _areas(row: ReleasedRanking, *, reader: Reader) -> dict[str, dict[str, AreaFigure]]:
    areas: dict[str, dict[str, AreaFigure]] = {}
    with reading_as(reader):
        rows = ReleasedArea.objects.filter(release=row.release_id, company=row.company_id)
        found = list(rows.order_by("area", "key"))
    assure_areas(row, found)
    for each in found:
        areas.setdefault(each.area, {})[each.key] = AreaFigure(each.mean, each.contacts)
    return areas
