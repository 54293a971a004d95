"""Imports that died, and two at once."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from evaluations.models import (
    Evaluation,
    Import,
    ImportProblem,
    Points,
    TestCall,
)
from tests.factories.directories import DirectoryOfFiles, good_line
from tests.people import alma
from tests.scoring.import_runs import ALMA, refused, reported, run_import


@pytest.fixture
def small(tmp_path: Path) -> DirectoryOfFiles:
    """A directory of the year 2026 with five good lines."""
    return DirectoryOfFiles(tmp_path / "award", lines=[good_line(n) for n in range(1, 6)])


@pytest.mark.django_db
def test_crash_in_the_middle_is_finished_by_running_it_again(
    small: DirectoryOfFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alma()
    monkeypatch.setattr("evaluations.services.importing.evaluations_file.CHUNK", 2)
    real, calls = TestCall.objects.bulk_create, []

    def third_time_fails(*args: Any, **options: Any) -> Any:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(*args, **options)

    monkeypatch.setattr(TestCall.objects, "bulk_create", third_time_fails)
    with pytest.raises(KeyboardInterrupt):
        run_import(small.path)
    assert Evaluation.objects.count() == 2
    broken = Import.objects.get()
    assert (broken.state, broken.lines_read, broken.accepted) == ("interrupted", 2, 2)

    report = reported(small.path, tmp_path)

    assert (report["accepted"], report["problems"]) == (3, {"duplicate": 2})
    assert Evaluation.objects.count() == Points.objects.count() == 5
    assert not ImportProblem.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_killed_import_is_finished_and_the_dead_one_said_to_be(small: DirectoryOfFiles) -> None:
    alma()
    small.write_lines([good_line(n) for n in range(1, 41)])
    script = (
        "import os, signal, django; django.setup();"
        "from evaluations.services.importing import accepting, evaluations_file as file;"
        "file.CHUNK = 10; real = file.accept; seen = [];\n"
        "def accept(**facts):\n"
        "    seen.append(1); real(**facts)\n"
        "    if len(seen) == 3: os.kill(os.getpid(), signal.SIGKILL)\n"
        "file.accept = accept\n"
        "from django.core.management import call_command\n"
        f"call_command('import_programme', {str(small.path)!r}, by={ALMA!r})\n"
    )
    root = Path(__file__).resolve().parents[2]
    dead = subprocess.run(
        [sys.executable, "-c", script], cwd=root, capture_output=True, check=False
    )
    assert dead.returncode == -9, dead.stderr.decode()
    assert Evaluation.objects.count() == 20
    assert Import.objects.get().state == "running"

    run_import(small.path)

    assert Evaluation.objects.count() == 40
    assert Points.objects.count() == Evaluation.objects.filter(state="approved").count() == 39
    assert list(Import.objects.order_by("started_at").values_list("state", "accepted")) == [
        ("interrupted", 20),
        ("complete", 20),
    ]


@pytest.mark.django_db(transaction=True)
def test_second_import_at_the_same_time_is_refused(small: DirectoryOfFiles) -> None:
    alma()
    other = connection.copy()
    key = ["import_programme 2026"]
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", key)
    try:
        assert "2026" in refused(small.path)
    finally:
        other.close()
    run_import(small.path)
    assert Evaluation.objects.count() == 5
