"""What a release changes against the one before it, in words a coordinator checks."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evaluations.enums import Channel
from evaluations.web.presenters.review.review_history import reason_words
from scoring.enums import Title
from scoring.models import Run
from scoring.queries.desk import category_names, company_names
from scoring.queries.releases.release_changes import (
    Changes,
    Place,
    RankChange,
    changes_against_last,
)
from scoring.queries.runs.results import by_place
from scoring.queries.runs.run_companies import departures_of
from scoring.web.numbers import NOTHING, decimals_to_tell_apart, percent
from scoring.web.presenters.releases.undecided import undecided_beside_changes
from scoring.web.presenters.results.departures import shown_departure
from scoring.web.presenters.results.disputes import disputed_beside
from scoring.web.wording import listed
from shoppers.models import User


@dataclass(frozen=True, slots=True)
class TitleRow:
    """A title, who held it and who would hold it."""

    title: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A company, its place and total before and after."""

    name: str
    category: str
    old_rank: str
    new_rank: str
    old_total: str
    new_total: str


@dataclass(frozen=True, slots=True)
class LeftOutRow:
    """A rejected contact; `rank` is the company's place without it and with it."""

    contact: str
    name: str
    channel: str
    submitted_at: dt.datetime
    reason: str
    rank: tuple[str, str]
    total_without: str
    total_with: str
    moves: bool


def changes_shown(run: Run, *, by: User) -> dict[str, Any]:
    """What a release of the run changes against the one before, as its pages show it."""
    changes = changes_against_last(run, run.programme)
    categories = category_names()
    return {
        "undecided": undecided_beside_changes(run, categories, by=by),
        "disputed": disputed_beside(run),
        "disputed_programme": run.programme.slug,
        "changes": changes,
        "titles": title_rows(changes, company_names(run.programme), categories),
        "places": place_rows(changes.ranks, categories) if changes.previous else [],
        "companies": len(changes.ranks),
        "left_out": left_out_rows(changes),
        "departures": [shown_departure(each) for each in departures_of(run)],
    }


def title_rows(
    changes: Changes, names: Mapping[str, str], categories: Mapping[str, str]
) -> list[TitleRow]:
    """The titles that change hands; companies and categories are named by their keys."""
    return [
        TitleRow(
            title=_title(change.title, change.key, categories),
            old=_companies(change.old, names),
            new=_companies(change.new, names),
        )
        for change in changes.winners
    ]


def place_rows(changes: Sequence[RankChange], categories: Mapping[str, str]) -> list[PlaceRow]:
    """The companies whose place changes, by category and new place."""
    ordered = sorted(
        changes,
        key=lambda change: (_place(change).category, by_place(_place(change).rank), change.company),
    )
    return [_place_row(change, categories) for change in ordered]


@dataclass(frozen=True, slots=True)
class LeftOutRows:
    """The rejected contacts, those first that would give their company another place."""

    moving: Sequence[LeftOutRow]
    others: Sequence[LeftOutRow]


def left_out_rows(changes: Changes) -> LeftOutRows:
    """The contacts that a reviewer rejected, and what each alone would have changed."""
    rows = [
        LeftOutRow(
            contact=str(left.contact),
            name=left.name,
            channel=str(Channel(left.channel).label),
            submitted_at=left.submitted_at,
            reason=reason_words(left.reason),
            rank=_pair(left.rank_without, left.rank_with),
            total_without=percent(left.total_without, 2),
            total_with=percent(left.total_with, 2),
            moves=left.rank_with not in {None, left.rank_without},
        )
        for left in changes.left_out
    ]
    return LeftOutRows(
        moving=[row for row in rows if row.moves], others=[row for row in rows if not row.moves]
    )


def _pair(without: int | None, with_it: int | None) -> tuple[str, str]:
    return str(without or NOTHING), str(with_it or NOTHING)


def _place(change: RankChange) -> Place:
    place = change.new or change.old
    if place is None:
        raise ValueError("A change has an old place, a new one, or both.")
    return place


def _place_row(change: RankChange, categories: Mapping[str, str]) -> PlaceRow:
    old, new = change.old, change.new
    totals = (old.total if old else None, new.total if new else None)
    decimals = decimals_to_tell_apart(totals)
    return PlaceRow(
        name=_place(change).name,
        category=categories[_place(change).category],
        old_rank=str(old.rank) if old and old.rank else NOTHING,
        new_rank=str(new.rank) if new and new.rank else NOTHING,
        old_total=percent(totals[0], decimals),
        new_total=percent(totals[1], decimals),
    )


def _title(title: Title, key: str, categories: Mapping[str, str]) -> str:
    match title:
        case Title.CATEGORY:
            return f"{title.label}: {categories[key]}"
        case Title.CHANNEL:
            return f"{title.label}: {Channel(key).label}"
        case _:
            return str(title.label)


def _companies(keys: Sequence[str], names: Mapping[str, str]) -> str:
    return listed(names[key] for key in keys) if keys else NOTHING
