"""A programme's directory, read and checked as a whole before anything is written."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from evaluations.checklist_document import ChecklistDocument
from evaluations.services.importing import files
from evaluations.services.importing.programme_file import ProgrammeFile, read_programme
from evaluations.services.importing.refusal import ImportRefused
from evaluations.services.importing.rows import (
    CATEGORIES,
    COMPANY,
    SCENARIOS,
    SHOPPER,
    CategoryRow,
    CompanyRow,
    ScenarioRow,
    ShopperRow,
)
from evaluations.services.importing.wait_table import with_seconds

# Files that may lie in a programme's directory and are read by no one yet.
LEFT_ALONE = ("satisfaction_survey",)

_CHECKLIST = TypeAdapter(ChecklistDocument)


@dataclass(frozen=True, slots=True)
class Directory:
    """Everything but the lines of the evaluations and of the surveys.

    `companies` and `shoppers` carry the line they stand on.
    """

    path: Path
    programme: ProgrammeFile
    categories: tuple[CategoryRow, ...]
    scenarios: tuple[ScenarioRow, ...]
    checklist: ChecklistDocument
    # The same as it stands in the file.
    checklist_file: dict[str, Any]
    # With the seconds that its words state: this is what is stored and hashed.
    checklist_document: dict[str, Any]
    companies: dict[str, tuple[int, CompanyRow]]
    shoppers: dict[str, tuple[int, ShopperRow]]
    companies_file: Path
    evaluations_file: Path
    # Lines of the evaluations file; counting them also shows that it can be unpacked to its end.
    lines: int
    left_alone: tuple[str, ...]

    @property
    def shared(self) -> Path:
        """Where the files lie that the years have in common."""
        return self.path.parent


def read_directory(path: Path) -> Directory:
    """Read a year's directory and what it shares with other years from its parent.

    Raises ImportRefused for the first fault, with file and line.
    """
    path = path.resolve()
    if not path.is_dir():
        raise ImportRefused("there is no such directory", file=str(path))
    programme, shared = read_programme(path / "programme.json"), path.parent
    categories = files.document(shared / "categories.json", CATEGORIES)
    scenarios = files.document(shared / "scenarios.json", SCENARIOS)
    in_file, document, checklist = _checklist(shared / "checklist.json")
    _each_once(shared / "categories.json", [category.key for category in categories])
    _each_once(shared / "scenarios.json", [scenario.key for scenario in scenarios])
    if programme.checklist != checklist.key:
        raise files.at(programme.path, ["checklist"], "this checklist does not exist")
    companies_file = files.find(path, "companies")
    evaluations_file = files.find(path, "evaluations")
    return Directory(
        path=path,
        programme=programme,
        categories=categories,
        scenarios=scenarios,
        checklist=checklist,
        checklist_file=in_file,
        checklist_document=document,
        companies=_companies(companies_file, {category.key for category in categories}),
        shoppers=_shoppers(files.find(shared, "shoppers")),
        companies_file=companies_file,
        evaluations_file=evaluations_file,
        lines=sum(1 for _line in files.lines(evaluations_file)),
        left_alone=tuple(
            name.name for stem in LEFT_ALONE for name in sorted(path.glob(f"{stem}.jsonl*"))
        ),
    )


def _checklist(path: Path) -> tuple[dict[str, Any], dict[str, Any], ChecklistDocument]:
    """As it stands in the file, as it is stored, and that as its document."""
    files.document(path, _CHECKLIST)  # what is wrong in the file is said of the file
    in_file = files.raw_document(path)
    document = with_seconds(in_file)
    try:
        return in_file, document, _CHECKLIST.validate_python(document)
    except ValidationError:  # the table's words in an order of their own: then they say nothing
        return in_file, in_file, _CHECKLIST.validate_python(in_file)


def _companies(path: Path, categories: set[str]) -> dict[str, tuple[int, CompanyRow]]:
    found: dict[str, tuple[int, CompanyRow]] = {}
    for line, row in files.rows(path, COMPANY):
        if row.id in found:
            raise _twice(path, line, "id", row.id)
        if row.category not in categories:
            message = "this category does not exist"
            raise ImportRefused(message, file=files.label(path), line=line, field="category")
        for channel in row.contact_points:
            if channel not in row.channels:
                message, field = "the company does not offer this channel", "contact_points"
                raise ImportRefused(
                    message, file=files.label(path), line=line, field=f"{field}.{channel}"
                )
        found[row.id] = (line, row)
    return found


def _shoppers(path: Path) -> dict[str, tuple[int, ShopperRow]]:
    found: dict[str, tuple[int, ShopperRow]] = {}
    for line, row in files.rows(path, SHOPPER):
        if row.code in found:
            raise _twice(path, line, "code", row.code)
        found[row.code] = (line, row)
    return found


def _each_once(path: Path, keys: Iterable[str]) -> None:
    met: set[str] = set()
    for index, key in enumerate(keys):
        if key in met:
            raise files.at(path, [index, "key"], f"{key} stands there twice")
        met.add(key)


def _twice(path: Path, line: int, field: str, key: str) -> ImportRefused:
    message = f"{key} stands there twice"
    return ImportRefused(message, file=files.label(path), line=line, field=field)
