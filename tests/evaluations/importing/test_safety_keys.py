"""What a scenario's file says about safety: taken, kept where it is silent, refused when wrong."""

from pathlib import Path
from typing import Any

import pytest

from evaluations.models import Scenario
from evaluations.services.importing.refusal import ImportRefused
from scoring.services.setting_up.importing import import_programme, read_source
from tests.factories.directories import DirectoryOfFiles
from tests.people import alma

TEXT = {"nb": "Nei", "sv": "Nej", "en": "No"}
RISKS = {language: ["One", "Two"] for language in TEXT}


@pytest.fixture
def files(tmp_path: Path) -> DirectoryOfFiles:
    """The award of 2026 with three banks."""
    found = DirectoryOfFiles(tmp_path / "award")
    found.write_rows("2026/companies", found.rows("2026/companies")[:3])
    return found


def _change(files: DirectoryOfFiles, **changes: Any) -> None:
    scenarios = files.document("scenarios")
    for name, value in changes.items():
        if value is None:
            del scenarios[0][name]
        else:
            scenarios[0][name] = value
    files.write_document("scenarios", scenarios)


@pytest.mark.django_db
def test_safety_is_taken_and_kept_where_a_later_file_is_silent(files: DirectoryOfFiles) -> None:
    by, safety = alma(), {"risks": RISKS, "if_asked": TEXT}
    _change(files, safety=safety, most_minutes=12)
    import_programme(source=read_source(files.path), by=by)
    _change(files, safety=None, most_minutes=None)

    import_programme(source=read_source(files.path), by=by)

    scenario = Scenario.objects.get(key="ask_price")
    assert (scenario.safety, scenario.most_minutes) == (safety, 12)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"safety": "None"}, "0.safety"),
        ({"safety": {"risks": RISKS}}, "0.safety.if_asked"),
        ({"safety": {"risks": RISKS | {"nb": []}, "if_asked": TEXT}}, "0.safety.risks.nb"),
        ({"safety": {"risks": RISKS | {"nb": ["One"]}, "if_asked": TEXT}}, "0.safety.risks"),
        ({"safety": {"risks": RISKS, "if_asked": TEXT | {"sv": " "}}}, "0.safety.if_asked.sv"),
        ({"most_minutes": 0}, "0.most_minutes"),
        ({"most_minutes": "20"}, "0.most_minutes"),
    ],
)
def test_wrong_safety_is_refused_with_its_field(
    files: DirectoryOfFiles, changes: dict[str, Any], field: str
) -> None:
    _change(files, **changes)

    with pytest.raises(ImportRefused) as refusal:
        read_source(files.path)

    assert refusal.value.field == field
