"""Loading the demo's fieldwork onto what other starts have left."""

from copy import deepcopy
from typing import Any

import pytest
from django.utils import timezone

from evaluations.models import (
    Admission,
    CommentModeration,
    Company,
    Import,
    Participation,
    Relation,
)
from scoring.management.commands.demo import _is_loaded
from scoring.services.demo import fieldwork as demo_fieldwork
from scoring.services.demo.accounts import SHOPPER_CODE
from scoring.services.demo.fieldwork import load_fieldwork
from scoring.services.demo.reports import MODERATED
from scoring.services.setting_up.importing import import_programme, read_source
from shoppers.models import Shopper, User
from tests.conftest import MakeOnce
from tests.factories.directories import DirectoryOfFiles
from tests.scoring.import_runs import rows
from tests.scoring.services.demo_award import demo_calls, demo_directory, imported_demo

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> DirectoryOfFiles:
    return demo_directory(tmp_path_factory.mktemp("demo") / "award")


@pytest.fixture(scope="module")
def _people_of_the_module(
    make_once: MakeOnce[dict[str, User]], directory: DirectoryOfFiles
) -> dict[str, User]:
    return make_once(lambda: imported_demo(directory.path, directory.shared))


@pytest.fixture
def people(db: None, _people_of_the_module: dict[str, User], settings: Any) -> dict[str, User]:
    """The demo's people beside the imported year, without any work."""
    settings.DEMO = True
    return deepcopy(_people_of_the_module)


def test_start_that_was_cut_off_leaves_nothing_and_the_next_completes_it(
    people: dict[str, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = rows()

    def cut_off(**_facts: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(demo_fieldwork, "moderate", cut_off)
        with pytest.raises(KeyboardInterrupt):
            load_fieldwork(people)
    assert rows() == before

    load_fieldwork(people)
    assert set(demo_calls()) == {"offered", "draft", "submitted", "returned"}
    assert CommentModeration.objects.count() == len(MODERATED)


def test_a_start_goes_on_from_what_is_there(people: dict[str, User]) -> None:
    shopper = Shopper.objects.get(code=SHOPPER_CODE)
    programme = Participation.objects.all()[0].programme
    by = people["coordinator"]
    Admission.objects.create(
        shopper=shopper, programme=programme, certified_at=timezone.now(), certified_by=by
    )
    employer = Company.objects.get(key="grocery-07")
    Relation.objects.create(shopper=shopper, company=employer, kind="employee")

    load_fieldwork(people)

    assert shopper.admissions.count() == 1
    assert shopper.relations.count() == 2
    assert len(demo_calls()) == 4


def test_year_of_before_the_briefings_is_imported_again(
    people: dict[str, User], directory: DirectoryOfFiles
) -> None:
    assert _is_loaded("2026")
    programme = Import.objects.get().programme
    programme.scenarios.update(briefing={})
    assert not _is_loaded("2026")

    import_programme(source=read_source(directory.path), by=people["coordinator"])

    assert _is_loaded("2026")
    assert not programme.scenarios.filter(briefing={}).exists()
