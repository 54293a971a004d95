"""The one writer of files: JSON that keeps every stored digit, CSV that no spreadsheet executes."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from io import StringIO
from typing import Any

# A cell that begins so is taken for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_scalar = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def json_text(value: Any) -> str:
    """Compact JSON in which a Decimal is a number with exactly its digits.

    A float would round them. Raises ValueError for what JSON has no number for.
    """
    match value:
        case Decimal() if not value.is_finite():
            raise ValueError("JSON has no number for this.")
        case Decimal():
            return format(value, "f")
        case Mapping():
            members = (f"{_scalar(str(key))}:{json_text(item)}" for key, item in value.items())
            return "{" + ",".join(members) + "}"
        case str():
            return _scalar(value)
        case Sequence():
            return "[" + ",".join(map(json_text, value)) + "]"
        case _:
            return _scalar(value)


def csv_text(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """A table with a head, in the form of RFC 4180; an empty cell where there is no value."""
    sheet = StringIO(newline="")
    writer = csv.writer(sheet)
    writer.writerow(columns)
    writer.writerows([_cell(row[column]) for column in columns] for row in rows)
    return sheet.getvalue()


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case Decimal():
            return format(value, "f")
        case str() if value.startswith(_FORMULA):
            return "'" + value
        case _:
            return str(value)
