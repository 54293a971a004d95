"""A fault outside the evaluations refuses the directory before anything is written."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from evaluations.canonical import digest
from evaluations.models import (
    Checklist,
    ChecklistVersion,
    Company,
    Participation,
    Programme,
    Scenario,
)
from evaluations.services.importing.refusal import ImportRefused
from evaluations.services.importing.storing import store_programme
from scoring.services.setting_up.importing import (
    Source,
    check_programme,
    import_programme,
    read_source,
)
from shoppers.models import User
from tests.factories.directories import DirectoryOfFiles, good_line
from tests.people import alma
from tests.scoring.import_runs import rows

Rows = list[dict[str, Any]]


@pytest.fixture
def files(tmp_path: Path) -> DirectoryOfFiles:
    return DirectoryOfFiles(tmp_path / "award", lines=[good_line(1)])


@pytest.fixture
def by() -> User:
    return alma()


def _import(files: DirectoryOfFiles, by: User) -> None:
    import_programme(source=read_source(files.path), by=by)


def _change_rows(files: DirectoryOfFiles, name: str, change: Callable[[Rows], Any]) -> None:
    rows = files.rows(name)
    change(rows)
    files.write_rows(name, rows)


def _change_document(files: DirectoryOfFiles, name: str, change: Callable[[Any], Any]) -> None:
    document = files.document(name)
    change(document)
    files.write_document(name, document)


@pytest.mark.parametrize(
    ("name", "change", "field"),
    [
        ("shoppers", {"code": "S 1"}, "code"),
        ("shoppers", {"code": "S-0001"}, "code"),
        ("shoppers", {"languages": []}, "languages"),
        ("shoppers", {"languages": ["nb", "nb"]}, "languages"),
        ("shoppers", {"languages": ["de"]}, "languages.0"),
        ("shoppers", {"gender": None}, "gender"),
        ("shoppers", {"birth_year": True}, "birth_year"),
        ("shoppers", {"weekly_capacity": 101}, "weekly_capacity"),
        ("shoppers", {"relations": [{"company": "bank-01", "kind": "friend"}]}, "relations.0.kind"),
        ("shoppers", {"colour": "red"}, "colour"),
        ("2026/companies", {"id": "bank-01"}, "id"),
        ("2026/companies", {"category": "zoo"}, "category"),
        ("2026/companies", {"channels": []}, "channels"),
        ("2026/companies", {"channels": ["fax"]}, "channels.0"),
        ("2026/companies", {"channels": ["chat", "chat"]}, "channels"),
        ("2026/companies", {"name": " "}, "name"),
        ("2026/companies", {"signed_up": 1}, "signed_up"),
        ("2026/companies", {"staff_informed_on": "1.12.2025"}, "staff_informed_on"),
        ("2026/companies", {"staff_informed_on": "2025-02-31"}, "staff_informed_on"),
        ("2026/companies", {"staff_informed_on": 20251201}, "staff_informed_on"),
    ],
)
def test_bad_row_is_refused_with_file_line_and_field(
    files: DirectoryOfFiles, name: str, change: dict[str, Any], field: str
) -> None:
    _change_rows(files, name, lambda rows: rows[1].update(change))

    with pytest.raises(ImportRefused) as refusal:
        read_source(files.path)

    assert refusal.value.file.endswith(f"{name}.jsonl.gz")
    assert (refusal.value.line, refusal.value.field) == (2, field)


@pytest.mark.parametrize(
    ("name", "change", "line", "field"),
    [
        ("categories", lambda rows: rows[1].update(key="bank"), 11, "1.key"),
        ("categories", lambda rows: rows[1]["text"].pop("sv"), 12, "1.text.sv"),
        ("scenarios", lambda rows: rows[1].update(reason="joke"), 56, "1.reason"),
        ("scenarios", lambda rows: rows[1].update(key="ask_price"), 55, "1.key"),
        (
            "checklist",
            lambda document: document["sections"][0]["questions"][0].update(na="maybe"),
            28,
            "sections.0.questions.0.na",
        ),
        ("checklist", lambda document: document.update(version="1"), 3, "version"),
    ],
)
def test_fault_of_a_shared_file_is_refused_with_line_and_field(
    files: DirectoryOfFiles, name: str, change: Callable[[Any], Any], line: int, field: str
) -> None:
    _change_document(files, name, change)

    with pytest.raises(ImportRefused) as refusal:
        read_source(files.path)

    assert refusal.value.file.endswith(f"/{name}.json")
    assert (refusal.value.line, refusal.value.field) == (line, field)


@pytest.mark.parametrize(
    "name",
    ["programme.json", "companies.jsonl.gz", "expectation_survey.jsonl.gz", "evaluations.jsonl",
     "../categories.json", "../scenarios.json", "../checklist.json", "../shoppers.jsonl.gz"],
)  # fmt: skip
def test_missing_file_is_named(files: DirectoryOfFiles, name: str) -> None:
    (files.path / name).unlink()

    with pytest.raises(ImportRefused, match=name.removeprefix("../").split(".", maxsplit=1)[0]):
        read_source(files.path)


def test_missing_directory_is_named(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="2031"):
        read_source(tmp_path / "2031")


@pytest.mark.django_db
def test_missing_participant_or_scenario_is_refused_and_a_new_one_taken(
    files: DirectoryOfFiles, by: User
) -> None:
    companies, scenarios = files.rows("2026/companies"), files.document("scenarios")
    files.write_rows("2026/companies", companies[:-1])
    files.write_document("scenarios", scenarios[:-1])
    _import(files, by)

    files.write_rows("2026/companies", companies)
    files.write_document("scenarios", scenarios)
    _import(files, by)
    assert (Participation.objects.count(), Scenario.objects.count()) == (194, 8)

    files.write_rows("2026/companies", companies[1:])
    with pytest.raises(ImportRefused, match="bank-01"):
        _import(files, by)
    files.write_rows("2026/companies", companies)
    files.write_document("scenarios", scenarios[1:])
    with pytest.raises(ImportRefused, match="ask_price"):
        _import(files, by)
    assert (Participation.objects.count(), Scenario.objects.count()) == (194, 8)


@pytest.mark.django_db
def test_company_keeps_the_name_of_its_newest_year(tmp_path: Path, by: User) -> None:
    newer = DirectoryOfFiles(tmp_path / "newer")
    older = DirectoryOfFiles(tmp_path / "older", year="2025")
    _change_rows(newer, "2026/companies", lambda rows: rows[0].update(name="New Name"))

    _import(newer, by)
    _import(older, by)

    assert Company.objects.get(key="bank-01").name == "New Name"
    names = Participation.objects.filter(company__key="bank-01").order_by("programme__year")
    assert list(names.values_list("name", flat=True)) == ["Østborg Bank", "New Name"]


def _drafted(source: Source, *, with_year: bool) -> None:
    """What a coordinator is setting up: the file's own checklist, and the year where it is."""
    file, document = source.directory.programme, source.directory.checklist_document
    version = ChecklistVersion.objects.create(
        checklist=Checklist.objects.create(key=document["key"]),
        version=document["version"],
        document=document,
        document_hash=digest(document),
        frozen_at=timezone.now() if with_year else None,
    )
    if with_year:
        Programme.objects.create(
            slug=source.slug,
            year=file.year,
            name=file.name,
            fieldwork_start=file.start,
            fieldwork_end=file.end,
            checklist_version=version,
            method=source.method.document(),
        )


@pytest.mark.django_db
@pytest.mark.parametrize("with_year", [True, False])
def test_what_is_being_set_up_here_is_not_frozen_by_an_import(
    files: DirectoryOfFiles, by: User, *, with_year: bool
) -> None:
    source = read_source(files.path)
    _drafted(source, with_year=with_year)
    before = rows()

    with pytest.raises(ImportRefused) as checked:
        check_programme(source=source)
    with pytest.raises(ImportRefused) as refused:
        import_programme(source=source, by=by)
    # Set up between the check and the writing, it stays a draft all the same.
    with pytest.raises(ImportRefused) as late:
        store_programme(directory=source.directory, method=source.method, by=by)

    file, why = (
        ("programme.json, line 2, year", "being set up on pages and has not started")
        if with_year
        else ("checklist.json, line 3, version", "a draft on pages and may still change")
    )
    for each in (checked, refused, late):
        assert file in str(each.value)
        assert why in str(each.value)
    assert rows() == before
    assert not Programme.objects.exclude(frozen_at=None).exists()
    assert with_year or ChecklistVersion.objects.get().frozen_at is None
