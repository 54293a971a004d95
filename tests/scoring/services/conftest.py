"""Programme files beside a checklist that is read once."""

from pathlib import Path

import pytest

from evaluations.checklist_document import ChecklistDocument
from evaluations.services.importing.directory import read_directory
from tests.factories.directories import SAMPLE
from tests.scoring.services.programme_file import File


@pytest.fixture(scope="session")
def checklist() -> ChecklistDocument:
    """The sample's; it and the people beside it take longest to read."""
    return read_directory(SAMPLE / "2026").checklist


@pytest.fixture
def file(tmp_path: Path, checklist: ChecklistDocument) -> File:
    """Of the year whose weights a survey decides."""
    return File(tmp_path, checklist)


@pytest.fixture
def fixed(tmp_path: Path, checklist: ChecklistDocument) -> File:
    """Of the year whose weights are fixed."""
    return File(tmp_path, checklist, year="2025")
