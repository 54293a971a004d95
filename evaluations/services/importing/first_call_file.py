"""Reading the file with a programme's briefing and its test."""

from pathlib import Path
from typing import Annotated

from pydantic import StringConstraints, TypeAdapter

from evaluations.services.importing import files
from evaluations.services.importing.rows import Row
from evaluations.services.roster.certifying import Asked
from shoppers.languages import Language
from shoppers.qualification import QualificationDocument

_Text = Annotated[str, StringConstraints(min_length=1, max_length=20_000, pattern=r"\S")]


class BriefingRow(Row):
    """The briefing in every language; an empty line begins a paragraph."""

    nb: _Text
    sv: _Text
    en: _Text


class FirstCallFile(Row):
    """The briefing and the test of one programme."""

    briefing: BriefingRow
    test: QualificationDocument


_FILE = TypeAdapter(FirstCallFile)


def read_first_call(path: Path) -> Asked:
    """What the file asks for. Raises ImportRefused naming the line and the field of a fault."""
    file = files.document(path, _FILE)
    return Asked({code: getattr(file.briefing, code) for code in Language}, file.test)
