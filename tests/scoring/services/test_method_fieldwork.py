"""What programme.json says about days and endings, and what its silence means: decision 0010."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evaluations.enums import Channel
from evaluations.models import Programme
from evaluations.services.importing import directory, programme_file
from evaluations.services.importing.refusal import ImportRefused
from scoring.services.importing import Source, import_programme, read_source
from tests.factories.directories import DirectoryOfFiles
from tests.people import alma

Change = Callable[[dict[str, Any]], Any]


@pytest.fixture
def files(tmp_path: Path) -> DirectoryOfFiles:
    return DirectoryOfFiles(tmp_path / "award")


def _read(files: DirectoryOfFiles, change: Change = lambda _document: None) -> Source:
    name = f"{files.path.name}/programme"
    document = files.document(name)
    change(document)
    files.write_document(name, document)
    return read_source(files.path)


def test_what_a_file_leaves_open_is_read_as_the_reference_award_does_it(
    files: DirectoryOfFiles,
) -> None:
    rules = _read(files, lambda _document: None).method.document()["fieldwork"]

    assert rules["hours"]["holidays"] == "NO"
    assert rules["wait_limits"]["phone"] == {
        "minutes": 5,
        "attempts": 2,
        "on_different_days": True,
        "early_endings": ["busy", "closed", "hung_up"],
        "evidence": ["call_log"],
    }
    assert rules["wait_limits"]["email"]["evidence"] == ["sent_mail", "spam_checked"]
    assert rules["wait_limits"]["email"]["early_endings"] == ["bounced"]


def test_what_a_file_says_about_days_and_endings_counts(files: DirectoryOfFiles) -> None:
    def change(document: dict[str, Any]) -> None:
        document["method"]["hours"]["holidays"] = "SE"
        document["method"]["wait_limits"]["phone"] |= {
            "on_different_days": False,
            "early_endings": ["closed"],
            "evidence": [],
        }

    rules = _read(files, change).method.document()["fieldwork"]

    assert rules["hours"]["holidays"] == "SE"
    phone = rules["wait_limits"]["phone"]
    assert (phone["on_different_days"], phone["early_endings"]) == (False, ["closed"])
    assert "evidence" not in phone


@pytest.mark.parametrize(
    ("part", "key", "value", "field"),
    [
        ("hours", "holidays", "XX", "method.hours.holidays"),
        ("hours", "holidays", 47, "method.hours.holidays"),
        ("phone", "on_different_days", "yes", "method.wait_limits.phone.on_different_days"),
        ("phone", "early_endings", ["answered"], "method.wait_limits.phone.early_endings"),
        ("phone", "early_endings", ["bounced"], "method.wait_limits.phone.early_endings"),
        ("phone", "early_endings", "busy", "method.wait_limits.phone.early_endings"),
        ("phone", "evidence", ["spam_checked"], "method.wait_limits.phone.evidence"),
        ("phone", "evidence", "call_log", "method.wait_limits.phone.evidence"),
    ],
)
def test_days_and_endings_that_nobody_knows_are_refused_by_their_field(
    files: DirectoryOfFiles, part: str, key: str, value: Any, field: str
) -> None:
    def change(document: dict[str, Any]) -> None:
        method = document["method"]
        (method["hours"] if part == "hours" else method["wait_limits"][part])[key] = value

    with pytest.raises(ImportRefused) as refusal:
        _read(files, change)

    assert field in str(refusal.value)


@pytest.mark.django_db
def test_what_was_frozen_before_stays_as_it_is_when_the_same_file_comes_again(
    files: DirectoryOfFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither evidence nor seconds were known then; a file that is silent is the same file."""
    by = alma()
    with monkeypatch.context() as before:
        before.setattr(programme_file, "_EVIDENCE", dict.fromkeys(Channel, ()))
        before.setattr(directory, "with_seconds", lambda document: document)
        import_programme(source=read_source(files.path), by=by)
    hashes = Programme.objects.values_list("method_hash", "checklist_version__document_hash")
    held = hashes.get()

    import_programme(source=_read(files), by=by)

    assert hashes.get() == held
    with pytest.raises(ImportRefused, match=r"method\.wait_limits\.phone\.evidence"):
        import_programme(source=_read(files, _without_the_tick), by=by)


def _without_the_tick(document: dict[str, Any]) -> None:
    for limit in document["method"]["wait_limits"].values():
        limit["evidence"] = []
    document["method"]["wait_limits"]["phone"]["evidence"] = ["call_log"]
