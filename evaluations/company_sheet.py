"""The companies of a year as a spreadsheet: its columns, and its lines read cell by cell.

The dialect is the checklist's. A comma or a semicolon parts the cells, as spreadsheets write both;
a cell that would be taken for a formula, or lose its first zero, has an apostrophe before it.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from evaluations.enums import Channel

STAFF = {
    "informed_on": "staff_informed_on",
    "purpose": "staff_purpose",
    "how": "staff_how",
    "duration": "staff_duration",
    "discussed_on": "staff_discussed_on",
}
_OF_A_CHANNEL = {
    "point": "",
    "menu": "_menu",
    "words": "_confirmed_by",
    "on": "_confirmed_on",
}
_KEPT_AS_TEXT = ("=", "+", "-", "@", "'", "\t", "\r", "0")


def channel_column(channel: Channel, part: str) -> str:
    """The column of a channel's `point`, `menu`, or the `words` and day (`on`) that confirm it."""
    return f"{channel}{_OF_A_CHANNEL[part]}"


COLUMNS = (
    *("company", "name", "category", "channels", "language", "signed_up"),
    *STAFF.values(),
    *(channel_column(channel, part) for channel in Channel for part in _OF_A_CHANNEL),
)


@dataclass(frozen=True, slots=True)
class Problem:
    """What cannot be taken in: the line from 1, the column's name or nothing, and a sentence."""

    line: int
    column: str
    what: str


class SheetUnreadable(Exception):
    """The file is no such sheet; nothing of it was looked at any further."""

    def __init__(self, line: int, column: str, what: str) -> None:
        self.problem = Problem(line, column, what)
        super().__init__(what)


@dataclass(frozen=True, slots=True)
class Line:
    """A company's line; an empty cell says nothing."""

    number: int
    cells: Mapping[str, str]


def sheet_of(rows: Iterable[Mapping[str, str]]) -> str:
    """The rows as CSV with a head; a column that a row does not have is empty."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _safe(value) for name, value in row.items()} for row in rows)
    return out.getvalue()


def text_of(raw: bytes) -> str:
    """What the file says. Raises SheetUnreadable."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise SheetUnreadable(line, "", _("This is not UTF-8. Save it as CSV UTF-8.")) from error


def lines_of(text: str) -> list[Line]:
    """The lines that say something. Raises SheetUnreadable."""
    text = text.removeprefix("\ufeff")
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        raise SheetUnreadable(line, "", _("A sign stands here that no text has."))
    head = text.partition("\n")[0]
    delimiter = ";" if head.count(";") > head.count(",") else ","
    rows = _Rows(text, delimiter)
    names = [name.strip() for name in next(rows, [])]
    _check_head(names)
    return [_line(rows.first, row, names) for row in rows if any(cell.strip() for cell in row)]


class _Rows:
    """The rows one by one; `first` is the line on which the last one begins."""

    def __init__(self, text: str, delimiter: str) -> None:
        self.first = 0
        self._reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=delimiter)

    def __iter__(self) -> "_Rows":
        return self

    def __next__(self) -> list[str]:
        self.first = self._reader.line_num + 1
        try:
            return next(self._reader)
        except csv.Error as error:
            raise SheetUnreadable(
                self.first, "", _("This is no CSV from here on: a quotation mark is left open.")
            ) from error


def _check_head(names: list[str]) -> None:
    for name in COLUMNS:
        if name not in names:
            raise SheetUnreadable(
                1, name, _("This column is missing. Begin from the spreadsheet you can download.")
            )
    for name in names:
        if name not in COLUMNS:
            raise SheetUnreadable(1, name, _("There is no such column."))
        if names.count(name) > 1:
            raise SheetUnreadable(1, name, _("This column stands there twice."))


def _line(number: int, row: list[str], names: list[str]) -> Line:
    if len(row) != len(names):
        said = {"count": len(row), "columns": len(names)}
        raise SheetUnreadable(
            number, "", _("There are %(count)d cells, and %(columns)d columns.") % said
        )
    cells = (cell.strip().removeprefix("'").strip() for cell in row)
    return Line(number, dict(zip(names, cells, strict=True)))


def _safe(value: str) -> str:
    return f"'{value}" if value.startswith(_KEPT_AS_TEXT) else value
