"""What programme.json says about days and endings, and what its silence means: decision 0010."""

from pathlib import Path
from typing import Any

import pytest

from evaluations.enums import Channel
from evaluations.models import Programme
from evaluations.services.importing import directory, programme_file
from evaluations.services.importing.refusal import ImportRefused
from scoring.services.setting_up.importing import import_programme, read_source
from tests.factories.directories import DirectoryOfFiles
from tests.people import alma
from tests.scoring.services.programme_file import File, changed


def test_what_a_file_leaves_open_is_read_as_the_reference_award_does_it(file: File) -> None:
    rules = file.method().document()["fieldwork"]

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


def test_what_a_file_says_about_days_and_endings_counts(file: File) -> None:
    def change(document: dict[str, Any]) -> None:
        document["method"]["hours"]["holidays"] = "SE"
        document["method"]["wait_limits"]["phone"] |= {
            "on_different_days": False,
            "early_endings": ["closed"],
            "evidence": [],
        }

    rules = file.changed(change).document()["fieldwork"]

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
    file: File, part: str, key: str, value: Any, field: str
) -> None:
    def change(document: dict[str, Any]) -> None:
        method = document["method"]
        (method["hours"] if part == "hours" else method["wait_limits"][part])[key] = value

    with pytest.raises(ImportRefused) as refusal:
        file.changed(change)

    assert field in str(refusal.value)


@pytest.mark.django_db
def test_what_was_frozen_before_stays_as_it_is_when_the_same_file_comes_again(
    file: File, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither evidence nor seconds were known then; a file that is silent is the same file."""
    by, files = alma(), DirectoryOfFiles(tmp_path / "award")
    with monkeypatch.context() as before:
        before.setattr(programme_file, "_EVIDENCE", dict.fromkeys(Channel, ()))
        before.setattr(directory, "with_seconds", lambda document: document)
        import_programme(source=read_source(files.path), by=by)
    hashes = Programme.objects.values_list("method_hash", "checklist_version__document_hash")
    held = hashes.get()

    import_programme(source=read_source(files.path), by=by)

    assert hashes.get() == held
    files.write_document("2026/programme", changed(file.text, _without_the_tick))
    with pytest.raises(ImportRefused, match=r"method\.wait_limits\.phone\.evidence"):
        import_programme(source=read_source(files.path), by=by)


def _without_the_tick(document: dict[str, Any]) -> None:
    for limit in document["method"]["wait_limits"].values():
        limit["evidence"] = []
    document["method"]["wait_limits"]["phone"]["evidence"] = ["call_log"]
