"""A year's programme file, changed and read alone."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evaluations.checklist_document import ChecklistDocument
from evaluations.method import Method
from evaluations.services.importing.programme_file import read_programme
from evaluations.services.importing.refusal import ImportRefused
from scoring.services.setting_up.method_file import read_method
from tests.factories.directories import SAMPLE

Change = Callable[[dict[str, Any]], Any]


class File:
    """The sample's file of a year, in the folder of a test."""

    def __init__(self, folder: Path, checklist: ChecklistDocument, *, year: str = "2026") -> None:
        self.path, self._checklist = folder / "programme.json", checklist
        self.text = (SAMPLE / year / "programme.json").read_text()

    def method(self, text: str | None = None) -> Method:
        """The method that stands in such a file."""
        self.path.write_text(self.text if text is None else text)
        return read_method(read_programme(self.path), self._checklist)

    def changed(self, change: Change) -> Method:
        """The method of the file after a change."""
        return self.method(changed(self.text, change))

    def refused_field(self, change: Change) -> str:
        """The field for which the file is refused after a change."""
        with pytest.raises(ImportRefused) as refusal:
            self.changed(change)
        return checked_field(refusal.value)


def changed(text: str, change: Change) -> str:
    """The text of the file after a change."""
    document = json.loads(text)
    change(document)
    return json.dumps(document, indent=1, ensure_ascii=False)


def checked_field(refusal: ImportRefused) -> str:
    """The field that a refusal names, which says where it stands."""
    assert refusal.file.endswith("/programme.json")
    assert refusal.field in str(refusal)
    # Of what is missing from the whole file no line would be near.
    assert refusal.line is not None or "." not in refusal.field
    return refusal.field
