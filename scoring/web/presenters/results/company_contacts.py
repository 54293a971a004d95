"""The contacts of an own company as a list."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal

from evaluations.enums import Channel, HalfDay
from evaluations.web.filters import ANSWERED
from evaluations.web.tables import Table
from scoring.queries.results.points_lost import LosingContact

# What the list can be sorted by.
COLUMNS = ("date", "channel", "scenario", "answered", "total")
DEFAULT = "date"
_HALF_DAYS = list(HalfDay)


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One contact: to the half-day, never the minute. `scenario` is its title."""

    contact: uuid.UUID
    date: dt.date
    half_day: HalfDay
    channel: Channel
    scenario: str
    scenario_key: str
    answered: bool
    total: Decimal


def contact_rows(
    contacts: Iterable[LosingContact], scenarios: Mapping[str, str], chosen: Mapping[str, str]
) -> list[ContactRow]:
    """The contacts that fit what was chosen in the filter, in the order of time."""
    fitting = [each.row for each in contacts if _fits(each, chosen)]
    # The words for the halves of a day do not sort like the halves themselves.
    fitting.sort(key=lambda row: (row.date, _HALF_DAYS.index(HalfDay(row.half_day)), row.contact))
    return [
        ContactRow(
            contact=row.contact,
            date=row.date,
            half_day=HalfDay(row.half_day),
            channel=Channel(row.channel),
            scenario=scenarios.get(row.scenario, row.scenario),
            scenario_key=row.scenario,
            answered=row.answered,
            total=row.total,
        )
        for row in fitting
    ]


def contacts_table(rows: Sequence[ContactRow]) -> Table:
    """The list as a file."""
    columns = ("contact", "date", "half_day", "channel", "scenario", "answered", "total")
    return Table(
        "contacts", columns, [asdict(row) | {"scenario": row.scenario_key} for row in rows]
    )


def _fits(contact: LosingContact, chosen: Mapping[str, str]) -> bool:
    channel, answered, lost = (chosen.get(key, "") for key in ("channel", "answered", "lost"))
    return (
        channel in {"", contact.row.channel}
        and (not answered or contact.row.answered == (answered == ANSWERED))
        and (not lost or _lost_at(contact, lost))
    )


def _lost_at(contact: LosingContact, place: str) -> bool:
    """Whether the contact lost points in the section, or at the question of the section."""
    section, _dot, question = place.partition(".")
    return any(
        points and where.section == section and question in {"", where.question}
        for where, points in contact.lost.items()
    )
