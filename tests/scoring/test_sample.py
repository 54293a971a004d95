"""Both years of the sample award, each from its files to its release.

Lines are judged by a reader of the tests' own, results by a calculation of their own. Importing a
year takes seconds, so it is done once for everything that is said of it; and committed, as in real
life: the planner learns nothing of tables that one transaction fills.
"""

import json
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from evaluations.models import Evaluation, Import, ImportProblem, Programme
from evaluations.surveys.models import ExpectationResponse
from scoring.models import Release
from scoring.queries.releases.releases import is_confirmed
from scoring.queries.releases.verification import recomputed_hash
from tests.factories.directories import SAMPLE
from tests.people import alma, clara
from tests.scoring.import_runs import ALMA, reported, rows
from tests.scoring.independent_reader import Reader
from tests.scoring.plain_calculation import calculate

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.exhaustive]

PROBLEMS_OF_2026 = {
    "malformed": 6,
    "unknown_reference": 6,
    "channel_not_offered": 3,
    "conflict_of_interest": 5,
    "unknown_question": 4,
    "invalid_option": 5,
    "missing_answer": 6,
    "duplicate": 11,
    "conflict": 7,
}


def test_sample_of_2025(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    alma()

    report = reported(SAMPLE / "2025", tmp_path)

    _check_2025_is_accepted_whole(report)
    _check_results("2025", 193, capsys)
    _check_release("2025")
    _check_audit("2025", 193, tmp_path)


def test_sample_of_2026(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    alma()
    began = time.perf_counter()

    report = reported(SAMPLE / "2026", tmp_path)

    assert time.perf_counter() - began < 60  # 8 s on a machine that does nothing else
    _check_2026_line_by_line(report)
    _check_importing_2026_again(tmp_path)
    _check_results("2026", 194, capsys)
    _check_release("2026")
    _check_audit("2026", 194, tmp_path)
    call_command("release", "2026", by=ALMA, yes=True, wait=True, patience=0.0)
    assert Release.objects.count() == 1


def _check_2025_is_accepted_whole(report: dict[str, Any]) -> None:
    assert report == {"lines": 4825, "accepted": 4825, "problems": {}, "details": []}
    assert Evaluation.objects.count() == 4825
    programme = Programme.objects.get(slug="2025")
    assert programme.method["weights"]["weights"]["waiting"] == "0.05"
    assert ExpectationResponse.objects.filter(programme=programme).count() == 98
    incomplete = ExpectationResponse.objects.filter(programme=programme, complete=False)
    assert set(incomplete.values_list("shopper__code", flat=True)) == {
        "S-0006",
        "S-0041",
        "S-0078",
    }


def _check_2026_line_by_line(report: dict[str, Any]) -> None:
    expected = Reader(SAMPLE / "2026").reasons()
    assert (report["lines"], report["accepted"]) == (4903, 4850)
    assert report["problems"] == PROBLEMS_OF_2026
    assert [(one["line"], one["reason"]) for one in report["details"]] == [
        (number, reason) for number, reason in enumerate(expected, 1) if reason
    ]
    assert all(set(one) == {"line", "id", "reason", "message"} for one in report["details"])
    assert all(one["id"] and one["message"].endswith(".") for one in report["details"])
    assert ImportProblem.objects.count() == 53


def _check_importing_2026_again(folder: Path) -> None:
    before = rows()

    again = reported(SAMPLE / "2026", folder)

    assert (again["lines"], again["accepted"]) == (4903, 0)
    assert again["problems"] == PROBLEMS_OF_2026 | {"duplicate": 11 + 4850}
    assert len(again["details"]) == 53 + 4850
    assert rows() == before | {"evaluations.Import": 2}
    newest = Import.objects.first()
    assert newest is not None
    assert (newest.state, newest.lines, newest.lines_read) == ("complete", 4903, 4903)
    assert newest.problem_counts == again["problems"]


def _check_results(year: str, companies: int, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("score", year, wait=True)
    capsys.readouterr()
    call_command("results", year, format="json")
    results = json.loads(capsys.readouterr().out)

    # The first import's problems: a second one adds nothing but duplicates.
    problems = ImportProblem.objects.filter(programme__slug=year)
    expected, winners = calculate(SAMPLE / year, set(problems.values_list("line", flat=True)))
    assert len(results["companies"]) == companies
    assert {row["company"]: _near(row) for row in results["companies"]} == expected
    assert results["winners"] == winners


def _near(row: dict[str, Any]) -> dict[str, Any]:
    """The row with every figure equal to whatever lies within 1e-9 of it."""
    figures = {key: _about(row[key]) for key in ("total", "answered_only", "agent")}
    sections = {key: _about(value) for key, value in row["sections"].items()}
    return row | figures | {"sections": sections}


def _about(value: float | None) -> Any:
    return None if value is None else pytest.approx(value, rel=0, abs=1e-9)


def _check_release(year: str) -> None:
    call_command("release", year, by=ALMA, yes=True, wait=True, patience=0.0)
    call_command("release", year, by=clara().email, confirm=True, yes=True)

    release = Release.objects.get()
    assert is_confirmed(release)
    assert recomputed_hash(release) == release.content_hash
    call_command("verify", year)


def _check_audit(year: str, companies: int, folder: Path) -> None:
    """An auditor's own script comes to the same places, and notices a changed point."""
    packed = folder / "audit.zip"
    call_command("audit_package", year, output=str(packed), auditor="Ada Berg", by=ALMA)
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(folder / "audit")
    assert _audited(folder / "audit") == f"{companies} companies, as published.\n"
    contacts = folder / "audit" / "contacts.csv"
    lines = contacts.read_text(encoding="utf-8").splitlines(keepends=True)
    points = lines[1].rsplit(",", 2)
    points[1] = str(int(points[1]) + 1)
    contacts.write_text("".join([lines[0], ",".join(points), *lines[2:]]), encoding="utf-8")
    assert "total: published" in _audited(folder / "audit")


def _audited(folder: Path) -> str:
    script = [sys.executable, "-I", "-S", str(folder / "recompute.py")]
    return subprocess.run(script, capture_output=True, text=True, check=False).stdout
