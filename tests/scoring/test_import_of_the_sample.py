"""Both years of the sample award, compared with a reader of its own."""

import time
from pathlib import Path

import pytest

from evaluations.models import (
    Evaluation,
    Import,
    ImportProblem,
    Programme,
)
from evaluations.surveys.models import ExpectationResponse
from tests.factories.directories import SAMPLE
from tests.people import alma
from tests.scoring.import_runs import reported, rows
from tests.scoring.independent_reader import Reader

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


@pytest.mark.django_db
def test_sample_of_2025_is_accepted_whole(tmp_path: Path) -> None:
    alma()

    report = reported(SAMPLE / "2025", tmp_path)

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


@pytest.mark.django_db
def test_sample_of_2026_line_by_line(tmp_path: Path) -> None:
    alma()
    began = time.perf_counter()

    report = reported(SAMPLE / "2026", tmp_path)

    assert time.perf_counter() - began < 60  # 15 s on a machine that does nothing else
    expected = Reader(SAMPLE / "2026").reasons()
    assert (report["lines"], report["accepted"]) == (4903, 4850)
    assert report["problems"] == PROBLEMS_OF_2026
    assert [(one["line"], one["reason"]) for one in report["details"]] == [
        (number, reason) for number, reason in enumerate(expected, 1) if reason
    ]
    assert all(set(one) == {"line", "id", "reason", "message"} for one in report["details"])
    assert all(one["id"] and one["message"].endswith(".") for one in report["details"])
    assert ImportProblem.objects.count() == 53
    _check_again(tmp_path)


def _check_again(tmp_path: Path) -> None:
    before = rows()

    again = reported(SAMPLE / "2026", tmp_path)

    assert (again["lines"], again["accepted"]) == (4903, 0)
    assert again["problems"] == PROBLEMS_OF_2026 | {"duplicate": 11 + 4850}
    assert len(again["details"]) == 53 + 4850
    assert rows() == before | {"evaluations.Import": 2}
    newest = Import.objects.first()
    assert newest is not None
    assert (newest.state, newest.lines, newest.lines_read) == ("complete", 4903, 4903)
    assert newest.problem_counts == again["problems"]
