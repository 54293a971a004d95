"""The sample award from its files to its results, compared with a calculation of its own."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

import scoring
from evaluations.models import ImportProblem
from scoring.models import Release
from scoring.queries.verification import recomputed_hash
from tests import people
from tests.scoring.plain_calculation import calculate

SAMPLE = Path(scoring.__file__).parent / "sample"


def _results(capsys: pytest.CaptureFixture[str], year: str) -> dict[str, Any]:
    capsys.readouterr()
    call_command("results", year, format="json")
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


# Committed, as in real life: the planner learns nothing of tables that one transaction fills.
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("year", "companies"), [("2025", 193), ("2026", 194)])
def test_results_equal_an_independent_calculation(
    year: str, companies: int, capsys: pytest.CaptureFixture[str], settings: Any
) -> None:
    settings.DEMO = True
    alma = people.alma()
    call_command("import_programme", SAMPLE / year, by=alma.email)
    call_command("score", year, wait=True)

    results = _results(capsys, year)

    problems = ImportProblem.objects.filter(programme__slug=year)
    rows, winners = calculate(SAMPLE / year, set(problems.values_list("line", flat=True)))
    assert len(results["companies"]) == companies
    assert {row["company"]: _near(row) for row in results["companies"]} == rows
    assert results["winners"] == winners

    call_command("release", year, by=alma.email, yes=True)
    release = Release.objects.get()
    assert recomputed_hash(release) == release.content_hash
    call_command("release", year, by=alma.email, yes=True)
    assert Release.objects.count() == 1


def _near(row: dict[str, Any]) -> dict[str, Any]:
    """The row with every figure equal to whatever lies within 1e-9 of it."""
    figures = {key: _about(row[key]) for key in ("total", "answered_only", "agent")}
    sections = {key: _about(value) for key, value in row["sections"].items()}
    return row | figures | {"sections": sections}


def _about(value: float | None) -> Any:
    return None if value is None else pytest.approx(value, rel=0, abs=1e-9)
