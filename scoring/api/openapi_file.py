"""The committed OpenAPI file."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

PATH = Path(__file__).parent / "openapi.json"


def committed_text() -> str:
    """The file as it stands."""
    return PATH.read_text(encoding="utf-8")


def committed_schema() -> dict[str, Any]:
    """The file, read; figures keep their digits."""
    document: dict[str, Any] = json.loads(committed_text(), parse_float=Decimal)
    return document
