"""Who won what, for the public list."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from evaluations.enums import Channel
from evaluations.web.tables import Table
from scoring.enums import Title as TitleKind
from scoring.models import ReleasedRanking
from scoring.queries.releases.released import Winners
from scoring.web.numbers import decimals_to_tell_apart


@dataclass(frozen=True, slots=True)
class Holder:
    """A company that holds a title."""

    key: str
    name: str
    category: str
    category_name: str
    total: Decimal


@dataclass(frozen=True, slots=True)
class Title:
    """A title with its holders; several share it when they tie."""

    key: str
    name: str
    holders: Sequence[Holder]
    companies: int = 0
    confirmed: bool | None = None
    # How many companies of the category could truly be its best; 0 where it is not told.
    top_group: int = 0

    @property
    def total(self) -> Decimal | None:
        """The figure the title was won with."""
        return self.holders[0].total if self.holders else None


@dataclass(frozen=True, slots=True)
class WinnersList:
    """Every title of a release."""

    overall: Sequence[Holder]
    overall_confirmed: bool | None
    categories: Sequence[Title]
    channels: Sequence[Title]
    companies: int
    contacts: int

    @property
    def decimals(self) -> int:
        """Decimals with which the best overall never looks like the best of another category."""
        return decimals_of_the_best(title.total for title in self.categories)


def decimals_of_the_best(totals: Iterable[Decimal | None]) -> int:
    """Decimals with which the highest of the totals never looks like the next one."""
    return decimals_to_tell_apart(sorted({total for total in totals if total is not None})[-2:])


def winners_list(
    held: Winners, rows: Iterable[ReleasedRanking], confirmed: Mapping[tuple[str, str], bool]
) -> WinnersList:
    """The titles with names, categories in their order, channels as every list shows them.

    `confirmed` says of a title and its key whether chance explains the lead.
    """
    rows = list(rows)
    known = {row.company.key: _holder(row) for row in rows}
    names: dict[str, str] = {}
    sizes: dict[str, int] = {}
    top: dict[str, int] = {}
    for row in rows:
        names[row.category.key] = str(row.category)
        sizes[row.category.key] = sizes.get(row.category.key, 0) + 1
        top[row.category.key] = top.get(row.category.key, 0) + bool(row.could_be_best)
    return WinnersList(
        overall=[known[key] for key in held["overall"]],
        overall_confirmed=confirmed.get((TitleKind.OVERALL, "")),
        categories=[
            Title(
                key,
                name,
                [known[company] for company in held["category"].get(key, [])],
                companies=sizes[key],
                confirmed=confirmed.get((TitleKind.CATEGORY, key)),
                top_group=top[key],
            )
            for key, name in names.items()
        ],
        channels=[
            Title(
                channel.value,
                str(channel.label),
                [known[company] for company in held["channel"][channel]],
                confirmed=confirmed.get((TitleKind.CHANNEL, channel.value)),
            )
            for channel in Channel
            if channel in held["channel"]
        ],
        companies=len(rows),
        contacts=sum(row.contacts for row in rows),
    )


def titles_table(name: str, column: str, titles: Iterable[Title]) -> Table:
    """Titles and their holders as a file, a row each; `column` names what the title is about.

    `total` is the holder's total of all its contacts, whatever the title was won with.
    """
    columns = (column, "company", "name", "category", "total", "confirmed")
    rows = [
        {
            column: title.key,
            "company": holder.key,
            "name": holder.name,
            "category": holder.category,
            "total": holder.total,
            "confirmed": title.confirmed,
        }
        for title in titles
        for holder in title.holders
    ]
    return Table(name, tuple(dict.fromkeys(columns)), rows)


def _holder(row: ReleasedRanking) -> Holder:
    return Holder(row.company.key, row.name, row.category.key, str(row.category), row.total)
