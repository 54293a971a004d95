"""The demo's people beside a small part of the sample's newest year."""

import gzip
from pathlib import Path

from django.test import override_settings

from evaluations.models import TestCall
from scoring.services.demo.accounts import SHOPPER_CODE, load_people
from scoring.services.demo.record import DemoRecord
from scoring.services.demo.reports import MODERATED
from scoring.services.setting_up.importing import import_programme, read_source
from shoppers.models import User
from tests.factories.directories import SAMPLE, DirectoryOfFiles


def demo_directory(folder: Path) -> DirectoryOfFiles:
    """2026 with its rejected contacts, and with those whose comments are moderated."""
    moderated = {str(one.evaluation) for one in MODERATED}
    with gzip.open(SAMPLE / "2026" / "evaluations.jsonl.gz") as file:
        lines = [
            line.rstrip(b"\n")
            for line in file
            if b'"review": "rejected"' in line or any(one.encode() in line for one in moderated)
        ]
    return DirectoryOfFiles(folder, lines=lines)


def imported_demo(directory: Path, folder: Path) -> dict[str, User]:
    """The demo's people beside the imported year."""
    with override_settings(DEMO=True):
        found = load_people(DemoRecord(folder / "demo.json"))
        import_programme(source=read_source(directory), by=found["coordinator"])
    return found


def demo_calls() -> dict[str, TestCall]:
    """The calls of the demo's shopper by the state of what they are about."""
    calls = TestCall.objects.filter(shopper__code=SHOPPER_CODE).select_related(
        "participation__company", "participation__programme", "scenario", "evaluation__draft"
    )
    return {_stage(call): call for call in calls}


def _stage(call: TestCall) -> str:
    evaluation = getattr(call, "evaluation", None)
    return str(evaluation.state if evaluation is not None else call.state)
