"""Who won what, for the public list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from evaluations.enums import Channel
from scoring.models import ReleasedRanking
from scoring.queries.released import Winners
from scoring.web.numbers import decimals_to_tell_apart


@dataclass(frozen=True, slots=True)
class Holder:
    """A company that holds a title."""

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

    @property
    def total(self) -> Decimal | None:
        """The figure the title was won with."""
        return self.holders[0].total if self.holders else None


@dataclass(frozen=True, slots=True)
class WinnersList:
    """Every title of a release."""

    overall: Sequence[Holder]
    categories: Sequence[Title]
    channels: Sequence[Title]
    companies: int
    contacts: int

    @property
    def decimals(self) -> int:
        """Decimals with which the best overall never looks like the best of another category."""
        totals = sorted({title.total for title in self.categories if title.total is not None})
        return decimals_to_tell_apart(totals[-2:])


def winners_list(held: Winners, rows: Iterable[ReleasedRanking]) -> WinnersList:
    """The titles with names, categories in their order, channels as every list shows them."""
    rows = list(rows)
    known = {row.company.key: _holder(row) for row in rows}
    names: dict[str, str] = {}
    sizes: dict[str, int] = {}
    for row in rows:
        names[row.category.key] = str(row.category)
        sizes[row.category.key] = sizes.get(row.category.key, 0) + 1
    return WinnersList(
        overall=[known[key] for key in held["overall"]],
        categories=[
            Title(
                key,
                name,
                [known[company] for company in held["category"].get(key, [])],
                companies=sizes[key],
            )
            for key, name in names.items()
        ],
        channels=[
            Title(
                channel.value,
                str(channel.label),
                [known[company] for company in held["channel"][channel]],
            )
            for channel in Channel
            if channel in held["channel"]
        ],
        companies=len(rows),
        contacts=sum(row.contacts for row in rows),
    )


def _holder(row: ReleasedRanking) -> Holder:
    return Holder(row.name, row.category.key, str(row.category), row.total)
