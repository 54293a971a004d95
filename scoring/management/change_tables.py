"""The preview of a release as tables for a terminal."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from rich.console import Console
from rich.table import Table

from scoring.queries.releases.disputed import DisputedEffect
from scoring.queries.releases.left_out import LeftOut
from scoring.queries.releases.release_changes import Changes, Place, RankChange, WinnerChange

_WIDTH = 120


def change_tables(changes: Changes) -> str:
    """Titles, places and rejected contacts, as text."""
    console = Console(width=_WIDTH)
    with console.capture() as capture:
        against = f"release {changes.previous.number}" if changes.previous else "no release"
        console.print(f"Changes against {against}:")
        if changes.nothing_moved:
            console.print("Every title and every place stays as it is.")
        if changes.winners:
            console.print(_table("Titles", ["title", "old", "new"], map(_title, changes.winners)))
        if changes.ranks:
            heads = ["company", "name", "category", "rank", "total"]
            console.print(_table("Places", heads, map(_place, changes.ranks)))
        if changes.other_totals:
            console.print(f"Companies with another total in the same place: {changes.other_totals}")
        if changes.left_out:
            heads = ["company", "contact", "reason", "rank without → with it", "total"]
            console.print(_table("Rejected contacts", heads, map(_left_out, changes.left_out)))
    return capture.get()


def dispute_table(effects: Iterable[DisputedEffect], waiting: int) -> str:
    """What rests on contacts to which clients object, as text."""
    console = Console(width=_WIDTH)
    with console.capture() as capture:
        console.print(f"Objections that wait for an arbiter: {waiting}")
        heads = ["company", "disputed", "rank with → without", "total with → without"]
        lines = [
            [
                each.name,
                str(each.disputed),
                _step(str(each.rank_with or "–"), str(each.rank_without or "–")),
                _step(_total(each.total_with), _total(each.total_without)),
            ]
            for each in effects
        ]
        console.print(_table("Without the disputed contacts", heads, lines))
    return capture.get()


def _table(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    table = Table(title=title, title_justify="left")
    for head in heads:
        table.add_column(head, no_wrap=head == "contact")
    for row in rows:
        table.add_row(*row)
    return table


def _title(change: WinnerChange) -> list[str]:
    title = f"{change.title.value} {change.key}".strip()
    return [title, ", ".join(change.old) or "–", ", ".join(change.new) or "–"]


def _place(change: RankChange) -> list[str]:
    stands = change.new or change.old
    return [
        change.company,
        stands.name if stands else "",
        _step(_category(change.old), _category(change.new)),
        _step(_rank(change.old), _rank(change.new)),
        _step(_total_of(change.old), _total_of(change.new)),
    ]


def _left_out(contact: LeftOut) -> list[str]:
    return [
        contact.company,
        str(contact.contact),
        contact.reason,
        _step(_number(contact.rank_without), _number(contact.rank_with)),
        _step(_total(contact.total_without), _total(contact.total_with)),
    ]


def _step(old: str, new: str) -> str:
    return new if old == new else f"{old} → {new}"


def _category(place: Place | None) -> str:
    return place.category if place else "–"


def _rank(place: Place | None) -> str:
    return _number(place.rank if place else None)


def _total_of(place: Place | None) -> str:
    return _total(place.total if place else None)


def _number(value: int | None) -> str:
    return "–" if value is None else str(value)


def _total(value: Decimal | None) -> str:
    return "–" if value is None else f"{value:.2f}"
