"""A committed OpenAPI file."""

import json
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class OpenApiFile:
    """Where it lies; a test holds it to the code."""

    path: Path

    def text(self) -> str:
        """The file as it stands."""
        return self.path.read_text(encoding="utf-8")

    def document(self) -> dict[str, Any]:
        """The file, read; figures keep their digits."""
        found: dict[str, Any] = json.loads(self.text(), parse_float=Decimal)
        return found


SHOPPERS = OpenApiFile(Path(__file__).parent / "openapi.json")
