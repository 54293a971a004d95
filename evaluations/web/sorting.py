"""The order of a list, as its address asks for it."""

from collections.abc import Collection, Sequence
from typing import Any, TypeVar

Row = TypeVar("Row")


def sort_key(wanted: str | None, columns: Collection[str], default: str) -> str:
    """The column asked for, a minus for descending; the default where there is no such column."""
    return wanted if wanted and wanted.removeprefix("-") in columns else default


def in_order(rows: Sequence[Row], sort: str) -> list[Row]:
    """The rows by this attribute; equal ones stay as they stood, those without a value come last.

    Words are compared without regard to case.
    """
    column, descending = sort.removeprefix("-"), sort.startswith("-")
    known = [row for row in rows if getattr(row, column) is not None]
    unknown = [row for row in rows if getattr(row, column) is None]

    def value(row: Row) -> Any:
        found = getattr(row, column)
        return found.casefold() if isinstance(found, str) else found

    # Python keeps equal rows in order when it reverses, too.
    return sorted(known, key=value, reverse=descending) + unknown
