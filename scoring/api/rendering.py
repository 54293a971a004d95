"""The formats of the API; the documents themselves are written by `evaluations.exports`."""

import json
import re
from decimal import Decimal
from typing import Any

from rest_framework.renderers import BaseRenderer

JSON = "application/json"
CSV = "text/csv"
# A number on its way through an encoder that knows floats only; the mark is no character of a text.
_MARKED = re.compile('"\ue000([0-9.-]+)\ue000"')


def pretty_json(document: Any) -> str:
    """`exports.json_text` for people to read, over several lines."""
    text = json.dumps(document, indent=2, ensure_ascii=False, default=_marked)
    return _MARKED.sub(r"\1", text)


def _marked(value: Any) -> str:
    if not isinstance(value, Decimal):
        raise TypeError(f"JSON has no form for {value!r}.")
    return f"\ue000{value:f}\ue000"


class JsonRenderer(BaseRenderer):
    """Offers JSON. The framework chooses by it; views write their documents themselves."""

    media_type = JSON
    format = "json"


class CsvRenderer(BaseRenderer):
    """Offers CSV, likewise."""

    media_type = CSV
    format = "csv"
