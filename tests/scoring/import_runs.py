"""Running the import from the command line, as an operator does."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

ALMA = "alma@award.example"


def run_import(directory: Path, **options: Any) -> str:
    """What the command prints."""
    out = StringIO()
    call_command(
        "import_programme",
        str(directory),
        **({"by": ALMA} | options),
        stdout=out,
        stderr=StringIO(),
    )
    return out.getvalue()


def reported(directory: Path, folder: Path, **options: Any) -> dict[str, Any]:
    """What the command reports."""
    report = folder / "report.json"
    run_import(directory, report=report, **options)
    found: dict[str, Any] = json.loads(report.read_text())
    return found


def rows() -> dict[str, int]:
    """How many rows every table has."""
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model._meta.managed
    }


def refused(directory: Path, **options: Any) -> str:
    """Why the command refuses; it has written nothing."""
    before = rows()
    with pytest.raises(CommandError) as refusal:
        run_import(directory, **options)
    assert rows() == before
    return str(refusal.value)
