"""Documents as bytes: JSON that keeps every stored digit, CSV that no spreadsheet executes."""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from rest_framework.renderers import BaseRenderer

JSON = "application/json"
CSV = "text/csv"
# A cell that begins so is run as a formula by spreadsheets.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
# A number on its way through an encoder that knows floats only; the mark is no character of a text.
_MARKED = re.compile('"\ue000([0-9.-]+)\ue000"')
_scalar = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def json_text(value: Any) -> str:
    """JSON in which a Decimal is a number with exactly its digits; a float would round them."""
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise ValueError("JSON has no number for this.")
        return format(value, "f")
    if isinstance(value, Mapping):
        inner = ",".join(f"{_scalar(str(key))}:{json_text(item)}" for key, item in value.items())
        return "{" + inner + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ",".join(map(json_text, value)) + "]"
    return _scalar(value)


def pretty_json(document: Any) -> str:
    """The same for people to read, over several lines."""
    text = json.dumps(document, indent=2, ensure_ascii=False, default=_marked)
    return _MARKED.sub(r"\1", text)


def _marked(value: Any) -> str:
    if not isinstance(value, Decimal):
        raise TypeError(f"JSON has no form for {value!r}.")
    return f"\ue000{value:f}\ue000"


def csv_text(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """A table with a head; null is an empty cell."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row[column]) for column in columns])
    return stream.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(value, "f")
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text


class JsonRenderer(BaseRenderer):
    """Offers JSON. The framework chooses by it; views write their documents themselves."""

    media_type = JSON
    format = "json"


class CsvRenderer(BaseRenderer):
    """Offers CSV, likewise."""

    media_type = CSV
    format = "csv"
