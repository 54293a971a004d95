"""How shoppers and their calls look on the desk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluations.enums import Channel
from evaluations.models import TestCall
from evaluations.queries.roster.work_records import NOTHING_YET
from evaluations.web.additions import RosterCell, RosterColumn
from evaluations.web.presenters.calls.call_states import call_or_report_chip, days_late, late_chip
from evaluations.web.presenters.calls.test_calls import report_of
from evaluations.web.presenters.imports.import_states import Chip
from evaluations.web.presenters.roster.work_records import (
    Told,
    first_time_told,
    median_told,
    on_time_told,
)
from evaluations.web.tables import Table
from evaluations.work_records import WorkRecord
from shoppers.enums import LogInState
from shoppers.languages import Language
from shoppers.models import Shopper

_LOG_IN_TONES = {
    LogInState.ACTIVE: "good",
    LogInState.INVITED: "info",
    LogInState.EXPIRED: "warn",
    LogInState.NO_LOGIN: "neutral",
    LogInState.DEACTIVATED: "neutral",
}
_LOG_IN_ICONS = {LogInState.INVITED: "mail", LogInState.DEACTIVATED: "lock"}


@dataclass(frozen=True, slots=True)
class ShopperShown:
    """A shopper beside a programme, as a row of the roster and as the head of her page."""

    shopper: Shopper
    name: str
    languages: str
    state: Chip
    admitted: bool
    certified: bool
    open_calls: int
    done_calls: int
    notes: int
    flags: int


@dataclass(frozen=True, slots=True)
class RosterRow:
    """A row of the roster; `beside` are the cells of columns that apps above add, by their keys."""

    shown: ShopperShown
    record: WorkRecord
    languages: str
    week: str
    late: Chip | None
    on_time: Told
    median: str
    first_time: Told
    grade: str
    beside: list[tuple[str, RosterCell]]

    @property
    def given_back(self) -> int:
        """Calls that she declined or let expire."""
        return self.record.declined + self.record.expired

    def value(self, column: str) -> float | None:
        """By what the row is sorted in this column, where the database does not."""
        match column:
            case "on_time":
                return self.record.on_time_share
            case "first_time":
                return self.record.first_time_share
            case "grade":
                return self.record.grade
            case "given_back":
                return self.given_back
            case _:
                return next((cell.value for key, cell in self.beside if key == column), None)


@dataclass(frozen=True, slots=True)
class CallShown:
    """One of a shopper's calls: `state` is its report's once it is done; how late, where it is."""

    call: TestCall
    company: str
    channel: str
    state: Chip
    late: Chip | None


def shopper_shown(found: Any) -> ShopperShown:
    """A shopper as `roster` found her."""
    state = LogInState(found.state)
    return ShopperShown(
        shopper=found,
        name=found.user.name if found.user else "",
        languages=", ".join(str(Language(code).label) for code in found.languages),
        state=Chip(str(state.label), _LOG_IN_TONES[state], _LOG_IN_ICONS.get(state, "")),
        admitted=found.admitted,
        certified=found.certified,
        open_calls=found.open_calls,
        done_calls=found.done_calls,
        notes=found.note_count,
        flags=found.flag_count,
    )


def roster_row(
    found: Any, records: Mapping[int, WorkRecord], columns: Sequence[RosterColumn]
) -> RosterRow:
    """A shopper as `roster` found her, with her record and what apps above know about her."""
    record = records.get(found.pk, NOTHING_YET)
    words = ngettext("%(count)d late", "%(count)d late", found.late_calls)
    grade = record.grade
    return RosterRow(
        shown=shopper_shown(found),
        record=record,
        languages=" ".join(found.languages),
        week=_("%(calls)d of %(most)d")
        % {"calls": found.week_calls, "most": found.weekly_capacity},
        late=Chip(words % {"count": found.late_calls}, "bad", "clock")
        if found.late_calls
        else None,
        on_time=on_time_told(record),
        median=median_told(record),
        first_time=first_time_told(record),
        grade=grade.name if grade is not None else "",
        beside=[(column.key, column.of(found.pk)) for column in columns],
    )


def sorted_rows(rows: Sequence[RosterRow], sort: str) -> list[RosterRow]:
    """By a column that the database cannot sort by; rows without a value come last."""
    column, down = sort.removeprefix("-"), sort.startswith("-")
    known = [(value, row) for row in rows if (value := row.value(column)) is not None]
    known.sort(key=lambda pair: pair[0], reverse=down)
    return [row for _value, row in known] + [row for row in rows if row.value(column) is None]


def roster_table(rows: Sequence[RosterRow]) -> Table:
    """The list as a file: shoppers go by their code, and nothing says who or where they are."""
    return Table("shoppers", [*_FILE], map(_in_file, rows))


_FILE = (
    *("code", "languages", "weekly_capacity", "admitted", "certified", "log_in"),
    *("open_calls", "late_calls", "week_calls", "done_calls"),
    *("due", "handed_in_by_day", "median_days", "decided", "approved_at_first"),
    *("returned", "rejected", "declined", "expired", "grade", "notes", "flags"),
)


def _in_file(row: RosterRow) -> dict[str, Any]:
    found: Any = row.shown.shopper
    record = row.record
    return {
        "code": found.code,
        "languages": " ".join(found.languages),
        "weekly_capacity": found.weekly_capacity,
        "admitted": found.admitted,
        "certified": found.certified,
        "log_in": found.state,
        "open_calls": found.open_calls,
        "late_calls": found.late_calls,
        "week_calls": found.week_calls,
        "done_calls": found.done_calls,
        "due": record.due,
        "handed_in_by_day": record.on_time,
        "median_days": record.median_shown,
        "decided": record.decided,
        "approved_at_first": record.first_time,
        "returned": record.returned,
        "rejected": record.rejected,
        "declined": record.declined,
        "expired": record.expired,
        "grade": row.grade,
        "notes": found.note_count,
        "flags": found.flag_count,
    }


def call_shown(call: TestCall) -> CallShown:
    """A call as its shopper's page lists it."""
    late = days_late(call)
    return CallShown(
        call=call,
        company=call.participation.name,
        channel=str(Channel(call.channel).label),
        state=call_or_report_chip(call.state, report_of(call)),
        late=late_chip(late) if late else None,
    )
