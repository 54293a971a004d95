"""The same directory again: what is frozen may not be altered, what lives is brought up to date."""

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from evaluations.models import Import, Participation, Programme, Relation
from evaluations.services.importing.refusal import ImportRefused
from scoring.services.setting_up.importing import check_programme, import_programme, read_source
from shoppers.models import Shopper, User
from tests.conftest import MakeOnce
from tests.factories.directories import DirectoryOfFiles, good_line
from tests.people import alma

Rows = list[dict[str, Any]]


@pytest.fixture
def files(tmp_path: Path) -> DirectoryOfFiles:
    """As they were imported, to be changed."""
    return DirectoryOfFiles(tmp_path / "award", lines=[good_line(1)])


@pytest.fixture(scope="module")
def _by_of_the_module(make_once: MakeOnce[User], tmp_path_factory: pytest.TempPathFactory) -> User:
    def imported() -> User:
        folder, by = tmp_path_factory.mktemp("imported"), alma()
        _import(DirectoryOfFiles(folder / "award", lines=[good_line(1)]), by)
        return by

    return make_once(imported)


@pytest.fixture
def by(db: None, _by_of_the_module: User) -> User:
    """Who has imported the files."""
    return deepcopy(_by_of_the_module)


def _import(files: DirectoryOfFiles, by: User) -> None:
    import_programme(source=read_source(files.path), by=by)


def _change_rows(files: DirectoryOfFiles, name: str, change: Callable[[Rows], Any]) -> None:
    rows = files.rows(name)
    change(rows)
    files.write_rows(name, rows)


@pytest.mark.parametrize(
    ("name", "change", "field"),
    [
        ("programme", lambda p: p["weights"].update(shrink=0.3), "weights.shrink"),
        ("programme", lambda p: p["method"]["hours"].update(end="16:00"), "method.hours.end"),
        (
            "programme",
            lambda p: p["method"]["best_on_channel"].update(minimum_contacts=5),
            "method.best_on_channel.minimum_contacts",
        ),
        ("programme", lambda p: p["fieldwork"].update(end="2026-04-13"), "fieldwork.end"),
        ("programme", lambda p: p.update(name="Another"), "name"),
        (
            "../checklist",
            lambda c: c["sections"][1]["questions"][0]["options"][0].update(points=3),
            "sections.1.questions.0.options.0.points",
        ),
        ("../checklist", lambda c: c.update(version=2), "checklist"),
        ("../scenarios", lambda s: s[0].update(reason="extend"), "0.reason"),
    ],
)
def test_altered_method_or_checklist_of_a_frozen_programme_is_refused(
    files: DirectoryOfFiles, by: User, name: str, change: Callable[[Any], Any], field: str
) -> None:
    before = Programme.objects.values().get()
    files.write_lines([good_line(1), good_line(2)])
    document = files.document(f"2026/{name}")
    change(document)
    files.write_document(f"2026/{name}", document)
    source = read_source(files.path)

    with pytest.raises(ImportRefused) as refusal:
        import_programme(source=source, by=by)
    assert refusal.value.field == field
    with pytest.raises(ImportRefused):
        check_programme(source=source)

    assert Programme.objects.values().get() == before
    assert Import.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "line", "field"),
    [
        ({"name": "Another Bank"}, 2, "name"),
        ({"category": "open"}, 2, "category"),
        ({"channels": ["phone"], "contact_points": {}}, 2, "channels"),
        ({"signed_up": True}, 2, "signed_up"),
        ({"staff_informed_on": "2026-01-01"}, 2, "staff_informed_on"),
    ],
)
def test_altered_participant_is_refused(
    files: DirectoryOfFiles, by: User, change: dict[str, Any], line: int, field: str
) -> None:
    before = list(Participation.objects.values())
    _change_rows(files, "2026/companies", lambda rows: rows[1].update(change))

    with pytest.raises(ImportRefused) as refusal:
        _import(files, by)

    assert (refusal.value.line, refusal.value.field) == (line, field)
    assert list(Participation.objects.values()) == before


def test_changed_shopper_is_brought_up_to_date(files: DirectoryOfFiles, by: User) -> None:
    first = files.rows("shoppers")[0]
    relations = [{"company": "bank-01", "kind": "former"}, first["relations"][0]]
    changes = {"weekly_capacity": 3, "relations": relations}
    _change_rows(files, "shoppers", lambda rows: rows[0].update(changes))

    _import(files, by)

    shopper = Shopper.objects.get(code=first["code"])
    assert shopper.weekly_capacity == 3
    assert set(Relation.objects.filter(shopper=shopper).values_list("company__key", "kind")) == {
        ("bank-01", "former"),
        (first["relations"][0]["company"], first["relations"][0]["kind"]),
    }


def test_shopper_with_a_log_in_keeps_her_own_profile(files: DirectoryOfFiles, by: User) -> None:
    Shopper.objects.filter(code="S-0001").update(user=by, weekly_capacity=1)
    _change_rows(files, "shoppers", lambda rows: rows[0].update(relations=[]))

    _import(files, by)

    shopper = Shopper.objects.get(code="S-0001")
    assert shopper.weekly_capacity == 1
    assert Relation.objects.filter(shopper=shopper).exists()
