"""The expectation survey's file: what counts, what stays, what refuses the directory."""

from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from evaluations.services.importing.refusal import ImportRefused
from evaluations.surveys.answers import is_complete
from evaluations.surveys.models import ExpectationResponse
from scoring.services.setting_up.importing import import_programme, read_source
from tests.factories.directories import DirectoryOfFiles
from tests.people import alma

NAME = "2026/expectation_survey"
SIX = ("welcome", "needs", "listening", "solution", "upsell", "closing")
EVEN = {"welcome": 20, "needs": 20, "listening": 20, "solution": 20, "upsell": 10, "closing": 10}


@pytest.fixture
def files(tmp_path: Path) -> DirectoryOfFiles:
    return DirectoryOfFiles(tmp_path / "award")


def _with_first_row(files: DirectoryOfFiles, **changes: Any) -> DirectoryOfFiles:
    rows = files.rows(NAME)
    rows[1] |= changes
    files.write_rows(NAME, rows)
    return files


@pytest.mark.parametrize(
    ("points", "complete"),
    [
        (EVEN, True),
        (EVEN | {"upsell": 0, "closing": 20}, True),
        (EVEN | {"upsell": 11}, False),
        (EVEN | {"upsell": -10, "closing": 30}, False),
        (EVEN | {"upsell": None}, False),
        (EVEN | {"waiting": 0}, False),
        (dict.fromkeys(SIX[:4], 25), False),
        ({}, False),
    ],
)
def test_answer_counts_when_all_sections_are_there_and_add_up(
    points: dict[str, int | None], *, complete: bool
) -> None:
    assert is_complete(points, SIX) is complete


@pytest.mark.parametrize("year", ["2025", "2026"])
def test_six_sections_of_either_year_are_asked_about(tmp_path: Path, year: str) -> None:
    source = read_source(DirectoryOfFiles(tmp_path / "award", year=year).path)

    incomplete = [one.row.shopper for one in source.expectations if not one.complete]
    assert len(source.expectations) == 98
    assert incomplete == ["S-0006", "S-0041", "S-0078"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"shopper": "S-9999"}, "shopper"),
        ({"shopper": "S-0001"}, "shopper"),
        ({"programme": 2025}, "programme"),
        ({"programme": "2026"}, "programme"),
        ({"points": []}, "points"),
        ({"points": {"closing": "9"}}, "points.closing"),
        ({"points": {"closing": True}}, "points.closing"),
        ({"points": {"closing": 9.5}}, "points.closing"),
        ({"points": {"colour": 100}}, "points.colour"),
        ({"points": {"experience": 100}}, "points.experience"),
        ({"ranking": "needs"}, "ranking"),
        ({"ranking": ["needs", "colour"]}, "ranking.colour"),
        ({"ranking": ["needs", "needs"]}, "ranking"),
        ({"gender": "z"}, "gender"),
        ({"birth_year": "1990"}, "birth_year"),
        ({"region": ""}, "region"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_bad_row_is_refused_with_file_line_and_field(
    files: DirectoryOfFiles, changes: dict[str, Any], field: str
) -> None:
    _with_first_row(files, **changes)

    with pytest.raises(ImportRefused) as refusal:
        read_source(files.path)

    assert refusal.value.file == f"{NAME}.jsonl.gz"
    assert (refusal.value.line, refusal.value.field) == (2, field)


@pytest.mark.django_db
def test_incomplete_answers_stay_stored(files: DirectoryOfFiles) -> None:
    _with_first_row(files, points={"needs": None, "closing": 120})

    import_programme(source=read_source(files.path), by=alma())

    response = ExpectationResponse.objects.get(shopper__code="S-0002")
    assert response.points == {"needs": None, "closing": 120}
    assert response.complete is False
    assert ExpectationResponse.objects.filter(complete=True).count() == 98 - 4


@pytest.mark.django_db
def test_changed_answer_is_refused_and_a_new_one_taken(files: DirectoryOfFiles) -> None:
    by, rows = alma(), files.rows(NAME)
    files.write_rows(NAME, rows[:-1])
    import_programme(source=read_source(files.path), by=by)

    files.write_rows(NAME, rows)
    import_programme(source=read_source(files.path), by=by)
    assert ExpectationResponse.objects.count() == 98
    _with_first_row(files, points=EVEN)

    with pytest.raises(ImportRefused) as refusal:
        import_programme(source=read_source(files.path), by=by)

    assert (refusal.value.line, refusal.value.field) == (2, "points")
    assert ExpectationResponse.objects.get(shopper__code="S-0002").points == rows[1]["points"]


@pytest.mark.django_db
def test_no_file_touches_what_a_shopper_answered_here(files: DirectoryOfFiles) -> None:
    by = alma()
    import_programme(source=read_source(files.path), by=by)
    hers = ExpectationResponse.objects.get(shopper__code="S-0002")
    hers.points, hers.answered_at = EVEN, timezone.now()
    hers.save()

    import_programme(source=read_source(files.path), by=by)

    hers.refresh_from_db()
    assert hers.points == EVEN
    assert ExpectationResponse.objects.count() == 98
