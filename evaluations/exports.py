"""The one writer of files: JSON that keeps every stored digit, CSV that no spreadsheet executes."""

import csv
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from io import StringIO
from typing import Any

# A cell that begins so is taken for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
# A number on its way through an encoder that knows floats only; the mark is no character of a text.
_MARKED = re.compile('"\ue000([0-9.-]+)\ue000"')
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


def pretty_json(document: Any) -> str:
    """`json_text` for people to read, over several lines."""
    text = json.dumps(document, indent=2, ensure_ascii=False, default=_marked)
    return _MARKED.sub(r"\1", text)


def _marked(value: Any) -> str:
    if not isinstance(value, Decimal):
        raise TypeError(f"JSON has no form for {value!r}.")
    return f"\ue000{value:f}\ue000"


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
