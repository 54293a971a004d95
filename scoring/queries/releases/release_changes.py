"""What a release would change: places, titles, and the contacts that were left out."""

from dataclasses import dataclass
from decimal import Decimal

from evaluations.models import Programme
from scoring.enums import Title
from scoring.models import Release, ReleasedRanking, Run
from scoring.queries.releases.left_out import LeftOut, left_out_contacts
from scoring.queries.releases.released import Winners, winners
from scoring.queries.releases.releases import last_confirmed_release
from scoring.queries.releases.whole import assure_whole
from scoring.queries.runs.results import company_rows, run_winners


@dataclass(frozen=True, slots=True)
class Place:
    """Where a company stands, and with how much."""

    name: str
    category: str
    rank: int | None
    total: Decimal


@dataclass(frozen=True, slots=True)
class RankChange:
    """A company whose place would change; the old or the new is None where it has none."""

    company: str
    old: Place | None
    new: Place | None


@dataclass(frozen=True, slots=True)
class WinnerChange:
    """A title that others would hold, by company key."""

    title: Title
    key: str
    old: list[str]
    new: list[str]


@dataclass(frozen=True, slots=True)
class Changes:
    """The differences between the last confirmed release and a run.

    `other_totals` counts companies that keep their place with another total.
    """

    previous: Release | None
    winners: list[WinnerChange]
    ranks: list[RankChange]
    other_totals: int
    left_out: list[LeftOut]

    @property
    def nothing_moved(self) -> bool:
        """Whether every title and every place would stay as it is."""
        return not self.winners and not self.ranks


def changes_against_last(run: Run, programme: Programme) -> Changes:
    """What readers would find changed if the run were released now."""
    previous = last_confirmed_release(programme)
    old = _released_places(previous) if previous else {}
    new = {
        row.company: Place(row.name, row.category, row.rank, row.total) for row in company_rows(run)
    }
    pairs = {key: (old.get(key), new.get(key)) for key in sorted(old.keys() | new.keys())}
    return Changes(
        previous=previous,
        winners=_winner_changes(winners(previous) if previous else None, run_winners(run)),
        ranks=[RankChange(key, *pair) for key, pair in pairs.items() if _moved(*pair)],
        other_totals=sum(
            before is not None and after is not None and before.total != after.total
            for before, after in pairs.values()
            if not _moved(before, after)
        ),
        left_out=left_out_contacts(run),
    )


def _released_places(release: Release) -> dict[str, Place]:
    assure_whole(release)
    rows = ReleasedRanking.objects.filter(release=release).select_related("company", "category")
    return {row.company.key: Place(row.name, row.category.key, row.rank, row.total) for row in rows}


def _moved(old: Place | None, new: Place | None) -> bool:
    if old is None or new is None:
        return True
    return (old.category, old.rank) != (new.category, new.rank)


def _winner_changes(old: Winners | None, new: Winners) -> list[WinnerChange]:
    before, after = _by_title(old), _by_title(new)
    return [
        WinnerChange(title, key, before.get((title, key), []), after.get((title, key), []))
        for title, key in sorted(before.keys() | after.keys())
        if before.get((title, key)) != after.get((title, key))
    ]


def _by_title(held: Winners | None) -> dict[tuple[Title, str], list[str]]:
    if held is None:
        return {}
    return {
        (Title.OVERALL, ""): held["overall"],
        **{(Title.CATEGORY, key): companies for key, companies in held["category"].items()},
        **{(Title.CHANNEL, key): companies for key, companies in held["channel"].items()},
    }
