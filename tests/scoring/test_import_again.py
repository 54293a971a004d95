"""Importing again: nothing twice, mended lines taken, the other content kept."""

import json
from pathlib import Path

import pytest

from evaluations.models import Evaluation, ImportProblem, Scenario, TestCall
from evaluations.services.importing.refusal import ImportRefused
from scoring.services.setting_up.importing import import_programme, read_source
from tests.factories.directories import DirectoryOfFiles, good_line
from tests.people import alma
from tests.scoring.import_runs import reported, rows, run_import


@pytest.fixture
def small(tmp_path: Path) -> DirectoryOfFiles:
    """A directory of the year 2026 with five good lines."""
    return DirectoryOfFiles(tmp_path / "award", lines=[good_line(n) for n in range(1, 6)])


@pytest.mark.django_db
def test_second_import_changes_nothing(small: DirectoryOfFiles, tmp_path: Path) -> None:
    alma()
    small.write_lines([good_line(1), b"{", b"{", good_line(2), good_line(1)])
    first = reported(small.path, tmp_path)
    before = rows()

    second = reported(small.path, tmp_path)

    assert first["problems"] == {"malformed": 2, "duplicate": 1}
    assert second["problems"] == {"malformed": 2, "duplicate": 3}
    assert second["accepted"] == 0
    assert rows() == before | {"evaluations.Import": 2}
    kept = ImportProblem.objects.order_by("line").values_list("line", "reason", "occurrence")
    assert list(kept) == [(2, "malformed", 1), (3, "malformed", 2), (5, "duplicate", 1)]


@pytest.mark.django_db
def test_mended_line_is_accepted_and_closes_its_problem(
    small: DirectoryOfFiles, tmp_path: Path
) -> None:
    alma()
    bad = good_line(1, company="nobody")
    small.write_lines([bad, good_line(2)])
    run_import(small.path)
    assert ImportProblem.objects.get().closed_at is None

    small.write_lines([bad, good_line(2), good_line(1)])
    report = reported(small.path, tmp_path)

    assert report["accepted"] == 1
    assert report["problems"] == {"unknown_reference": 1, "duplicate": 1}
    assert ImportProblem.objects.get().closed_at is not None
    assert Evaluation.objects.filter(pk=bad["id"]).exists()


@pytest.mark.django_db
def test_line_mended_in_the_same_file_closes_its_problem(small: DirectoryOfFiles) -> None:
    alma()
    cut = json.dumps(good_line(1)).encode()[:-1]  # its id is found in the text
    small.write_lines([cut, good_line(1), good_line(1, company="nobody")])

    run_import(small.path)

    problems = ImportProblem.objects.order_by("line")
    assert [(one.line, one.reason, one.closed_at is None) for one in problems] == [
        (1, "malformed", False),
        (3, "unknown_reference", True),
    ]


@pytest.mark.django_db
def test_conflict_keeps_the_first_and_the_other_line(
    small: DirectoryOfFiles, tmp_path: Path
) -> None:
    alma()
    other = good_line(1, review="rejected")
    small.write_lines([good_line(1), other, other])

    report = reported(small.path, tmp_path)

    assert (report["accepted"], report["problems"]) == (1, {"conflict": 2})
    assert Evaluation.objects.get().state == "approved"
    kept = ImportProblem.objects.order_by("line")
    assert [(one.line, json.loads(one.raw), one.closed_at) for one in kept] == [
        (2, other, None),
        (3, other, None),
    ]


@pytest.mark.django_db
def test_id_of_another_programme_is_a_conflict(small: DirectoryOfFiles, tmp_path: Path) -> None:
    alma()
    run_import(small.path)
    older = DirectoryOfFiles(tmp_path / "older", year="2025")
    older.write_lines([good_line(1, year="2025", id=good_line(1)["id"])])

    report = reported(older.path, tmp_path)

    assert (report["accepted"], report["problems"]) == (0, {"conflict": 1})


@pytest.mark.django_db
def test_key_order_and_spaces_make_no_other_content(
    small: DirectoryOfFiles, tmp_path: Path
) -> None:
    alma()
    again = dict(reversed(good_line(1).items()))
    spaced = json.dumps(again, separators=(" , ", " : "), ensure_ascii=False).encode()
    small.write_lines([good_line(1), spaced])

    assert reported(small.path, tmp_path)["problems"] == {"duplicate": 1}


@pytest.mark.django_db
@pytest.mark.parametrize("chunk", [1, 2, 500])
def test_size_of_the_chunks_decides_nothing(
    small: DirectoryOfFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    alma()
    monkeypatch.setattr("evaluations.services.importing.evaluations_file.CHUNK", chunk)
    bad, other = good_line(1, company="nobody"), good_line(1, review="rejected")
    small.write_lines([bad, good_line(1), bad, good_line(1), other, good_line(2)])

    report = reported(small.path, tmp_path)

    assert report["accepted"] == 2
    assert [(one["line"], one["reason"]) for one in report["details"]] == [
        (1, "unknown_reference"),
        (3, "unknown_reference"),
        (4, "duplicate"),
        (5, "conflict"),
    ]
    closed = ImportProblem.objects.exclude(closed_at=None)
    assert list(closed.values_list("line", flat=True)) == [1]


@pytest.mark.django_db
def test_words_of_a_scenario_stay_once_a_shopper_has_it(small: DirectoryOfFiles) -> None:
    by = alma()
    import_programme(source=read_source(small.path), by=by)
    used = set(TestCall.objects.values_list("scenario__key", flat=True))
    scenarios = small.document("scenarios")
    free = next(row for row in scenarios if row["key"] not in used)
    taken = next(row for row in scenarios if row["key"] in used)
    free["text"]["en"] = taken["text"]["en"] = "Mended"

    small.write_document("scenarios", scenarios)
    with pytest.raises(ImportRefused, match="was given to a shopper") as refusal:
        import_programme(source=read_source(small.path), by=by)
    assert refusal.value.field == f"{scenarios.index(taken)}.text.en"
    assert not Scenario.objects.filter(text__en="Mended").exists()

    taken["text"] = Scenario.objects.get(key=taken["key"]).text
    small.write_document("scenarios", scenarios)
    import_programme(source=read_source(small.path), by=by)
    assert Scenario.objects.get(text__en="Mended").key == free["key"]
