"""The import from the command line: what it stores, counts, refuses and says."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils.translation import override

from evaluations.canonical import evaluation_hash
from evaluations.models import (
    Admission,
    Attempt,
    Evaluation,
    EvaluationEvent,
    Import,
    ImportProblem,
    Points,
    Programme,
    Relation,
    TestCallEvent,
)
from evaluations.points import points_of
from evaluations.queries.years.checklists import checklist_of
from shoppers.models import Shopper
from tests.factories.directories import DirectoryOfFiles, good_line
from tests.people import alma, selma
from tests.scoring.import_runs import ALMA, refused, reported, rows, run_import

SECONDS_ON_THE_PHONE = [[0, 30], [30, 60], [60, 120], [120, 240], [240, 300]]


@pytest.fixture
def small(tmp_path: Path) -> DirectoryOfFiles:
    """A directory of the year 2026 with five good lines."""
    return DirectoryOfFiles(tmp_path / "award", lines=[good_line(n) for n in range(1, 6)])


@pytest.mark.django_db
def test_accepted_line_is_stored_with_all_that_belongs_to_it(small: DirectoryOfFiles) -> None:
    by, line = alma(), good_line(1)
    rejected = good_line(2, review="rejected")
    small.write_lines([line, rejected])

    run_import(small.path)

    evaluation = Evaluation.objects.get(pk=line["id"])
    call = evaluation.test_call
    assert (evaluation.state, call.state) == ("approved", "done")
    assert (call.participation.company.key, call.channel) == (line["company"], line["channel"])
    assert (call.scenario.key, call.shopper and call.shopper.code) == ("ask_price", line["shopper"])
    assert evaluation.answers == line["answers"]
    assert evaluation.comments == line["comments"]
    attempt = Attempt.objects.get(test_call=call)
    assert attempt.started_at.isoformat() == "2026-03-05T13:14:49+00:00"
    assert (attempt.wait_seconds, attempt.handling_seconds) == (55, 130)
    steps = EvaluationEvent.objects.filter(subject=evaluation)
    assert list(steps.values_list("event", "author")) == [("submit", by.pk), ("approve", by.pk)]
    assert list(TestCallEvent.objects.filter(subject=call).values_list("event")) == [("record",)]
    rejection = EvaluationEvent.objects.get(event="reject")
    assert (rejection.subject_id.__str__(), rejection.reason) == (
        rejected["id"],
        "Rejected in the imported file",
    )
    assert list(Points.objects.values_list("evaluation", flat=True)) == [evaluation.pk]


@pytest.mark.django_db
def test_hash_and_points_can_be_made_again_from_the_database(small: DirectoryOfFiles) -> None:
    alma()
    run_import(small.path)

    for evaluation in Evaluation.objects.all():
        call = evaluation.test_call
        assert evaluation_hash(evaluation, call.attempts.all()) == evaluation.content_hash
        points = points_of(
            checklist_of(evaluation.checklist_version),
            channel=call.channel,
            scenario_reason=call.scenario.reason,
            answered=evaluation.answered,
            answers=evaluation.answers,
        )
        stored = Points.objects.get(evaluation=evaluation)
        assert stored.section_got == list(points.section_got)
        assert stored.section_possible == list(points.section_possible)
        assert stored.section_zeroed == list(points.section_zeroed)
        assert stored.question_got == list(points.question_got)
        assert stored.question_possible == list(points.question_possible)


@pytest.mark.django_db
def test_programme_and_checklist_are_frozen(small: DirectoryOfFiles) -> None:
    alma()
    run_import(small.path)

    programme = Programme.objects.get()
    assert (programme.slug, programme.year, len(programme.method_hash)) == ("2026", 2026, 64)
    assert programme.frozen_at is not None
    assert programme.checklist_version.frozen_at is not None
    stored = programme.checklist_version.document
    assert _seconds_taken_out(stored) == SECONDS_ON_THE_PHONE
    assert stored == small.document("checklist")


def _seconds_taken_out(checklist: dict[str, Any]) -> list[list[int]]:
    """What the import read out of the words of the phone's waits, which the file does not have."""
    [wait] = [
        question
        for section in checklist["sections"]
        for question in section["questions"]
        if question["key"] == "wait_band"
    ]
    taken = {
        channel: [option.pop("seconds", None) for option in options]
        for channel, options in wait["options_by_channel"].items()
    }
    return taken["phone"]


@pytest.mark.django_db
def test_imported_shoppers_are_certified_and_have_no_log_in(small: DirectoryOfFiles) -> None:
    by = alma()
    run_import(small.path)

    assert Shopper.objects.filter(user=None).count() == 98
    assert Admission.objects.filter(certified_by=by, programme__slug="2026").count() == 98
    # Two companies stand in the shoppers' relations and take part in 2025 only.
    companies = {"media-10", "travel-11"}
    wanted = {
        (row["code"], one["company"], one["kind"])
        for row in small.rows("shoppers")
        for one in row["relations"]
        if one["company"] not in companies
    }
    stored = Relation.objects.values_list("shopper__code", "company__key", "kind")
    assert set(stored) == wanted


@pytest.mark.django_db
def test_check_finds_the_same_and_writes_nothing(small: DirectoryOfFiles, tmp_path: Path) -> None:
    alma()
    small.write_lines([good_line(1), b"{", good_line(1), good_line(1, review="rejected")])
    before = rows()

    checked = reported(small.path, tmp_path, check=True)

    assert rows() == before
    assert checked == reported(small.path, tmp_path)
    assert checked["accepted"] == 1
    assert checked["problems"] == {"malformed": 1, "duplicate": 1, "conflict": 1}


@pytest.mark.django_db
def test_report_is_exactly_this(small: DirectoryOfFiles, tmp_path: Path) -> None:
    alma()
    nameless = b'{"id": 7}'
    small.write_lines([good_line(1), nameless, good_line(3, channel="fax")])

    report = reported(small.path, tmp_path)

    assert report == {
        "lines": 3,
        "accepted": 1,
        "problems": {"malformed": 1, "unknown_reference": 1},
        "details": [
            {
                "line": 2,
                "id": None,
                "reason": "malformed",
                "message": "id is not a text.",
            },
            {
                "line": 3,
                "id": good_line(3)["id"],
                "reason": "unknown_reference",
                "message": 'The channel "fax" is not known here.',
            },
        ],
    }
    assert not list(tmp_path.glob(".report*"))


@pytest.mark.django_db
def test_command_and_report_speak_english_wherever_they_run(
    small: DirectoryOfFiles, tmp_path: Path
) -> None:
    alma()
    late = {"started_at": "2026-08-01T12:00:00+02:00", "outcome": "answered", "wait_seconds": 9}
    small.write_lines([good_line(1, attempts=[late]), good_line(2, channel="fax")])
    report = tmp_path / "report.json"

    with override("nb"):
        said = run_import(small.path, report=report, check=True)
        refusal = refused(tmp_path / "2031")

    assert [one["message"] for one in json.loads(report.read_text())["details"]] == [
        'The channel "fax" is not known here.'
    ]
    for words in (
        "Unknown reference",
        "Made before or after the fieldwork: 1.",
        "This was a check: nothing was imported.",
    ):
        assert words in said
    assert refusal == f"{tmp_path / '2031'}: there is no such directory. Nothing was imported."


@pytest.mark.django_db
def test_problem_is_kept_in_no_language(small: DirectoryOfFiles) -> None:
    alma()
    twice = b'{"\\u0000": 1, "\\u0000": 2}'
    small.write_lines([good_line(1, channel="fax"), b"[]", twice])

    with override("sv"):
        run_import(small.path)

    assert list(ImportProblem.objects.values_list("message", "message_values")) == [
        ("The channel %(value)s is not known here.", {"value": '"fax"'}),
        ("The line is not an object.", {}),
        ("The key %(key)s stands twice.", {"key": '"\\u0000"'}),
    ]


@pytest.mark.django_db
def test_operator_must_be_a_coordinator(small: DirectoryOfFiles) -> None:
    selma()

    for email in ("selma@mail.example", "nobody@award.example"):
        assert email in refused(small.path, by=email)


@pytest.mark.django_db
def test_what_is_left_alone_is_named(small: DirectoryOfFiles) -> None:
    alma()
    (small.path / "satisfaction_survey.jsonl.gz").write_bytes(b"not even packed")

    assert "satisfaction_survey.jsonl.gz" in run_import(small.path)


@pytest.mark.django_db
def test_report_that_cannot_be_written_stops_before_anything_is(
    small: DirectoryOfFiles, tmp_path: Path
) -> None:
    alma()

    assert "nowhere" in refused(small.path, report=tmp_path / "nowhere" / "report.json")


@pytest.mark.django_db
def test_planning_rules_only_warn(small: DirectoryOfFiles) -> None:
    alma()
    late = {"started_at": "2026-08-01T03:00:00+02:00", "outcome": "answered", "wait_seconds": 900}
    lines = [
        good_line(1),
        good_line(1, id="00000000-0000-4000-8000-000000000001", attempts=[late]),
        good_line(1, id="00000000-0000-4000-8000-000000000002", scenario="extend_product"),
    ]
    small.write_lines(lines)

    run_import(small.path)

    run = Import.objects.get()
    assert run.accepted == 3
    assert {one["kind"]: one["count"] for one in run.warnings} == {
        "shopper_twice_with_company": 2,
        "outside_period": 1,
        "outside_hours": 1,
        "wait_over_limit": 1,
        "scenario_not_hers_to_play": 1,
    }


@pytest.mark.django_db
def test_terminal_gets_a_bar_and_no_lines(
    small: DirectoryOfFiles, capsys: pytest.CaptureFixture[str]
) -> None:
    class Terminal(StringIO):
        def isatty(self) -> bool:
            return True

    alma()
    terminal = Terminal()

    call_command("import_programme", str(small.path), by=ALMA, stdout=StringIO(), stderr=terminal)

    assert terminal.getvalue() == ""
    assert "5/5" in capsys.readouterr().err
